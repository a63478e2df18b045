/** https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_code2session */
import { z } from 'zod'
import type { Request } from './request.ts'
import { untilNotBusy, type Patience } from './untilNotBusy.ts'

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

const schema = z.object({
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
            schema,
            secrets: [secret, code],
          },
          leftMs,
        ),
      patience,
    )
    return { openId: answer.openid, unionId: answer.unionid ?? null, sessionKey: answer.session_key }
  }
}
