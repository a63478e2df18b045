/**
 * A code of `wx.login` and the session key that it gives.
 * https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_code2session
 * https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_checksessionkey
 */
import { createHmac } from 'node:crypto'
import { z } from 'zod'
import { WeChatError } from './WeChatError.ts'
import type { Request } from './request.ts'
import type { RequestWithToken } from './requestWithToken.ts'
import { untilNotBusy, type Patience } from './patience.ts'

/** Who a code stands for. */
export interface Identity {
  readonly openId: string
  /** Only where the app is bound to an account of the WeChat Open Platform. */
  readonly unionId: string | null
  /** Never leaves the server. */
  readonly sessionKey: string
}

/** Printable, so that no two of them look the same or are cut on their way. */
const id = z.string().regex(/^[\x21-\x7e]{1,128}$/)

export const exchangePath = '/sns/jscode2session'

const identitySchema = z.object({
  openid: id,
  session_key: id,
  unionid: z.union([z.literal('').transform(() => null), id]).nullish(),
})

export function createExchangeCode(request: Request, patience: Patience) {
  return async (login: { appId: string; secret: string; code: string }): Promise<Identity> => {
    const { appId, secret, code } = login
    const answer = await untilNotBusy(
      (leftMs) =>
        request(
          {
            method: 'GET',
            path: exchangePath,
            quota: `${appId} ${exchangePath}`,
            query: { appid: appId, secret, js_code: code, grant_type: 'authorization_code' },
            schema: identitySchema,
            secrets: [secret, code],
          },
          leftMs,
        ),
      patience,
    )
    return { openId: answer.openid, unionId: answer.unionid ?? null, sessionKey: answer.session_key }
  }
}

export const checkPath = '/wxa/checksession'

const invalidSignature = 87009

const heldSchema = z.object({ errcode: z.literal(0) })

export interface HeldSessionKey {
  readonly openId: string
  readonly sessionKey: string
}

export function createCheckSessionKey(request: RequestWithToken) {
  return async (appId: string, { openId, sessionKey }: HeldSessionKey): Promise<boolean> => {
    // The key is the base64 text as it is, not the bytes it stands for, and what is signed is nothing.
    const signature = createHmac('sha256', sessionKey).update('').digest('hex')
    const asked = request(appId, {
      method: 'GET',
      path: checkPath,
      schema: heldSchema,
      query: { openid: openId, signature, sig_method: 'hmac_sha256' },
      secrets: [openId, signature],
    })
    return asked.then(
      () => true,
      (error: unknown) => {
        if (error instanceof WeChatError && error.errcode === invalidSignature) return false
        throw error
      },
    )
  }
}
