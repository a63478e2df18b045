/** How a refusal is said over HTTP, where no tRPC says it. */
import { Refusal, refusals, type Reason } from 'uni-trpc-protocol'
import { Busy, RateLimited } from './waitRefusals.ts'
import { WeChatError } from './wechat/WeChatError.ts'

/** Ready to be sent by any framework. */
export interface RefusalAnswer {
  /** The one that tRPC answers with for the same refusal. */
  readonly status: number
  /** `retry-after` in whole seconds (RFC 9110, 10.2.3); `www-authenticate` with every 401 (RFC 9110, 15.5.2). */
  readonly headers: Readonly<Record<string, string>>
  readonly body: { readonly reason: Reason; readonly reasonCode: number }
}

const statuses: Readonly<Record<(typeof refusals)[Reason]['code'], number>> = {
  BAD_REQUEST: 400,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  TOO_MANY_REQUESTS: 429,
  INTERNAL_SERVER_ERROR: 500,
  SERVICE_UNAVAILABLE: 503,
}

/** The answer to what `auth` or a verb of the account threw; `null` for a fault, which is the framework's to handle. */
export function refusalAnswer(error: unknown): RefusalAnswer | null {
  if (!(error instanceof Refusal)) return null
  const { number, code } = refusals[error.reason]
  const status = statuses[code]
  const seconds = retryAfterSeconds(error)
  const headers = {
    ...(seconds !== null && { 'retry-after': String(seconds) }),
    ...(status === 401 && { 'www-authenticate': 'Bearer' }),
  }
  return { status, headers, body: { reason: error.reason, reasonCode: number } }
}

/** After how many whole seconds asking again makes sense; `null` where nobody knows. */
export function retryAfterSeconds(error: unknown): number | null {
  if (error instanceof RateLimited || error instanceof Busy) return error.retryAfterSeconds
  const failure = error instanceof Refusal ? error.cause : null
  return failure instanceof WeChatError && failure.retryAfterMs ? Math.ceil(failure.retryAfterMs / 1000) : null
}
