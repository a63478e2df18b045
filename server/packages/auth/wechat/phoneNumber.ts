/** https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/phone-number/api_getphonenumber */
import { z } from 'zod'
import { phoneInfoSchema, watermarkFault } from './phoneInfo.ts'
import type { RequestWithToken } from './requestWithToken.ts'
import { WeChatError } from './WeChatError.ts'

export const phonePath = '/wxa/business/getuserphonenumber'

const schema = z.object({ phone_info: phoneInfoSchema })

const sentences = { foreign: 'the watermark is of another app', old: 'the watermark is too far from our time' }

export interface PhoneCode {
  /** Of the phone number button, not of `wx.login`. */
  readonly code: string
  /** Whose code it must be: WeChat refuses it for anybody else. */
  readonly openId: string
}

export function createPhoneNumber(request: RequestWithToken, now: () => number) {
  return async (appId: string, { code, openId }: PhoneCode): Promise<string> => {
    const { phone_info: info } = await request(appId, {
      ...{ method: 'POST', path: phonePath, query: {}, schema },
      body: { code, openid: openId },
      secrets: [code, openId],
    })
    const fault = watermarkFault(info, { appId, now: now() })
    if (fault) throw new WeChatError({ kind: 'unreadable', endpoint: phonePath, detail: sentences[fault] })
    return info.number
  }
}
