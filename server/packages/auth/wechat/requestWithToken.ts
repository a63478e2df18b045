/** What is said to WeChat in an app's name: one deadline over the token, the call and every repetition of either. */
import type { AccessTokens } from './accessToken.ts'
import type { Call, Request } from './request.ts'
import { untilNotBusy, type Patience, DeadlineError, withinDeadline } from './patience.ts'
import { WeChatError } from './WeChatError.ts'

/**
 * Asked again for -1 and, once, with another token; for nothing else.
 *
 * @throws {WeChatError} within the deadline
 * @throws {TypeError} for an app id that is not configured
 */
export type RequestWithToken = <T>(appId: string, call: Omit<Call<T>, 'quota'>) => Promise<T>

export interface RequestWithTokenOptions {
  readonly request: Request
  readonly tokens: AccessTokens
  readonly patience: Patience
}

export function createRequestWithToken({ request, tokens, patience }: RequestWithTokenOptions): RequestWithToken {
  return async (appId, call) => {
    const end = patience.clock() + patience.deadlineMs
    const quota = `${appId} ${call.path}`
    const ask = (token: string) => {
      const query = { ...call.query, access_token: token }
      const secrets = [...call.secrets, token]
      return untilNotBusy((leftMs) => request({ ...call, quota, query, secrets }, leftMs), {
        ...patience,
        deadlineMs: end - patience.clock(),
      })
    }
    // A token that many wait for has a deadline of its own, which may end after ours.
    return withinDeadline(patience.deadlineMs, () => tokens.withAccessToken(appId, ask)).catch((error: unknown) => {
      if (!(error instanceof DeadlineError)) throw error
      throw new WeChatError({ kind: 'unreachable', endpoint: call.path, detail: 'timeout' })
    })
  }
}
