/**
 * Who calls, as WeChat CloudRun (微信云托管) says it in headers. They are to be believed only where no other way in is
 * open, so it takes TRUST_CLOUDRUN, and public access switched off in CloudRun's console.
 * https://developers.weixin.qq.com/miniprogram/dev/wxcloudrun/src/development/weixin/
 */
import { Refusal } from 'uni-trpc-protocol'
import type { Entrance, Identity } from 'uni-trpc-auth'

/** What stands in place of a code when the program is called through `wx.cloud.callContainer`. */
const word = 'cloudrun'

export const cloudrunEntrance: Entrance = {
  takes: ({ code }) => code === word,

  async prove({ vouched }) {
    if (!vouched) throw new Refusal('CODE_INVALID')
    return { ...vouched, sessionKey: null }
  },
}

/**
 * Null without X-WX-SOURCE, by which WeChat marks its own calls, and for resource sharing, which has no X-WX-OPENID.
 */
export function cloudIdentity(header: (name: string) => string | undefined): Identity | null {
  const [source, appId, openId] = ['x-wx-source', 'x-wx-appid', 'x-wx-openid'].map(header)
  if (!source || !appId || !openId || !isId(appId) || !isId(openId)) return null
  const unionId = header('x-wx-unionid')
  return { appId, openId, unionId: unionId && isId(unionId) ? unionId : null }
}

function isId(text: string): boolean {
  return /^[\w-]{1,128}$/.test(text)
}
