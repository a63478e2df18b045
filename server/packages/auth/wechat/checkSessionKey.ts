/** https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_checksessionkey */
import { createHmac } from 'node:crypto'
import { z } from 'zod'
import type { RequestWithToken } from './requestWithToken.ts'
import { WeChatError } from './WeChatError.ts'

export const checkPath = '/wxa/checksession'

const invalidSignature = 87009

const schema = z.object({ errcode: z.literal(0) })

export interface HeldSessionKey {
  readonly openId: string
  readonly sessionKey: string
}

export function createCheckSessionKey(request: RequestWithToken) {
  return async (appId: string, { openId, sessionKey }: HeldSessionKey): Promise<boolean> => {
    // The key is the base64 text as it is, not the bytes it stands for, and what is signed is nothing.
    const signature = createHmac('sha256', sessionKey).update('').digest('hex')
    const asked = request(appId, {
      ...{ method: 'GET', path: checkPath, schema },
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
