/** https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_checksessionkey */
import { createHmac } from 'node:crypto'
import { Hono } from 'hono'
import { asJson, refusalBody } from './answers.ts'
import { appOfToken } from './appOfToken.ts'
import type { World } from './world.ts'

export function checkSession(world: World): Hono {
  return new Hono().get('/wxa/checksession', (c) => {
    const errcode = judge(c.req.query(), world)
    return asJson(errcode === 0 ? { errcode, errmsg: 'ok' } : refusalBody(errcode, world.newRid()))
  })
}

function judge(question: Record<string, string>, world: World): number {
  const app = appOfToken(question['access_token'], world)
  if (typeof app === 'number') return app
  if (question['sig_method'] !== 'hmac_sha256') return 87008
  // The key is the session key as the text it is, not what its base64 stands for.
  const signed = (sessionKey: string) => createHmac('sha256', sessionKey).update('').digest('hex')
  const openId = question['openid'] ?? ''
  return world.people.isCurrent(openId, (sessionKey) => signed(sessionKey) === question['signature']) ? 0 : 87009
}
