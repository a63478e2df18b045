/** https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/mp-access-token/getStableAccessToken.html */
import { z } from 'zod'
import { errcodeFamily } from './errcodeFamily.ts'
import { numeric } from './numeric.ts'
import type { Request } from './request.ts'
import { untilNotBusy, type Patience } from './patience.ts'
import { notAsked, WeChatError } from './WeChatError.ts'

const path = '/cgi-bin/stable_token'
const coolDownMs = 60_000

/** WeChat asks to keep room for 512 characters at least. */
const schema = z.object({
  access_token: z.string().regex(/^[\x21-\x7e]{1,2048}$/),
  expires_in: numeric.pipe(z.number().positive()),
})

export interface FetchedToken {
  readonly token: string
  readonly lifeMs: number
}

/**
 * Normal mode answers the same token until its last five minutes; `force` kills it for a new one.
 *
 * @throws {WeChatError} also, without asking, for a minute after WeChat said that the app is misconfigured
 * @throws {TypeError} for an app id that is not configured
 */
export type FetchToken = (appId: string, force: boolean) => Promise<FetchedToken>

export interface FetchTokenOptions {
  readonly request: Request
  /** App id -> secret. */
  readonly apps: ReadonlyMap<string, string>
  readonly patience: Patience
  /** Called once per errcode until a token is given again. Must not throw. */
  readonly onMisconfigured: (appId: string, error: WeChatError) => void
}

export function createFetchToken({ request, apps, patience, onMisconfigured }: FetchTokenOptions): FetchToken {
  const troubles = new Map<string, { readonly error: WeChatError; readonly until: number }>()

  const noteTrouble = (appId: string, error: unknown): void => {
    if (!(error instanceof WeChatError) || errcodeFamily(error.errcode) !== 'misconfigured') return
    const told = troubles.get(appId)?.error.errcode === error.errcode
    troubles.set(appId, { error, until: patience.clock() + coolDownMs })
    if (!told) onMisconfigured(appId, error)
  }

  return async (appId, force) => {
    const secret = apps.get(appId)
    if (secret === undefined) throw new TypeError('No secret is configured for this app id')
    const trouble = troubles.get(appId)
    const coolMs = trouble ? trouble.until - patience.clock() : 0
    if (trouble && coolMs > 0) throw notAsked(trouble.error, coolMs)
    const call = {
      ...{ method: 'POST' as const, path, query: {}, schema, secrets: [secret] },
      // WeChat counts the forced ones apart: when they are used up, the normal ones are not.
      quota: `${appId} ${path}${force ? ' forced' : ''}`,
      body: { grant_type: 'client_credential', appid: appId, secret, force_refresh: force },
    }
    try {
      const answer = await untilNotBusy((leftMs) => request(call, leftMs), patience)
      troubles.delete(appId)
      return { token: answer.access_token, lifeMs: answer.expires_in * 1000 }
    } catch (error) {
      noteTrouble(appId, error)
      throw error
    }
  }
}
