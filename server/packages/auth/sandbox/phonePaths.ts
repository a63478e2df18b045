/**
 * A phone number by the code of its button.
 * https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/phone-number/api_getphonenumber
 */
import { Hono } from 'hono'
import { z } from 'zod'
import { asJson, refusalBody } from './answers.ts'
import type { PhoneClaim } from './codes.ts'
import type { SandboxState } from './state.ts'
import { appOfToken } from './tokenPaths.ts'

const questionSchema = z.object({ code: z.string().min(1), openid: z.string().optional() })

export function phoneNumber(state: SandboxState): Hono {
  return new Hono().all('/wxa/business/getuserphonenumber', async (c) => {
    const body: unknown = c.req.method === 'POST' ? await c.req.json().catch(() => null) : null
    const appId = c.req.method === 'POST' ? appOfToken(c.req.query('access_token'), state) : 43002
    const claim = typeof appId === 'number' ? appId : claimOf(body, appId, state)
    if (typeof claim === 'number') return asJson(refusalBody(claim, state.newRid()))
    return asJson({ errcode: 0, errmsg: 'ok', phone_info: phoneInfo(claim, state.now()) })
  })
}

/** Whose number it is, or an errcode. A used code is as invalid as one that never was. */
function claimOf(body: unknown, appId: string, { phoneCodes, people }: SandboxState): PhoneClaim | number {
  const question = questionSchema.safeParse(body)
  if (!question.success) return 47001
  const { code, openid } = question.data
  const claim = phoneCodes.peek(code)
  if (!claim || claim.appId !== appId) return 40029
  // Which errcode WeChat gives here is not documented.
  if (openid !== undefined && people.openIdOf(claim) !== openid) return 40003
  const spending = phoneCodes.spend(code, () => true)
  return spending.outcome === 'spent' ? spending.claim : 40029
}

export function phoneInfo({ appId, phone, countryCode }: PhoneClaim, now: number): object {
  return {
    phoneNumber: countryCode === '86' ? phone : `${countryCode}${phone}`,
    purePhoneNumber: phone,
    countryCode,
    watermark: { timestamp: Math.floor(now / 1000), appid: appId },
  }
}
