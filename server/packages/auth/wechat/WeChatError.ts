/** What goes wrong between us and WeChat. */

/**
 * - `unreachable`: no answer (refused, reset, cut off, too slow), or an HTTP status of 500 and above. Whether WeChat
 *   did what it was asked is unknown: a code may be used up.
 * - `refused`: WeChat answered with an `errcode` other than 0.
 * - `unreadable`: an answer that is no answer: another status, a redirect, too long, no JSON, or of another shape.
 */
export type WeChatErrorKind = 'unreachable' | 'refused' | 'unreadable'

export interface WeChatFailure {
  readonly kind: WeChatErrorKind
  /** The path alone, e.g. `/sns/jscode2session`: the query holds the secret. */
  readonly endpoint: string
  /** WeChat's, for `refused` alone. */
  readonly errcode?: number
  /** WeChat's request id, which its diagnosis page takes. */
  readonly rid?: string
  /** A system error code such as `ECONNREFUSED`, WeChat's errmsg, or what was wrong with the answer. */
  readonly detail: string
  /** Where WeChat was not asked because of an earlier answer: when it will be asked again. */
  readonly retryAfterMs?: number
}

/**
 * Thrown by everything in this room that talks to WeChat. Carries no URL, secret, code or token, and no cause: the
 * errors underneath hold the whole URL in message and stack. Turn it into a refusal by kind and errcode.
 */
export class WeChatError extends Error {
  override readonly name = 'WeChatError'
  readonly kind: WeChatErrorKind
  readonly endpoint: string
  readonly errcode: number | undefined
  readonly rid: string | undefined
  readonly detail: string
  readonly retryAfterMs: number | undefined

  constructor({ kind, endpoint, errcode, rid, detail, retryAfterMs }: WeChatFailure) {
    super(`${endpoint}: ${kind}${errcode === undefined ? '' : ` (errcode ${errcode})`}: ${detail}`)
    this.kind = kind
    this.endpoint = endpoint
    this.errcode = errcode
    this.rid = rid
    this.detail = detail
    this.retryAfterMs = retryAfterMs
  }
}

/** The same refusal for a later call, which is spared a question that has just been answered. */
export function notAsked({ kind, endpoint, errcode, rid }: WeChatError, retryAfterMs: number): WeChatError {
  return new WeChatError({
    kind,
    endpoint,
    ...(errcode !== undefined && { errcode }),
    ...(rid !== undefined && { rid }),
    detail: `not asked again for ${Math.ceil(retryAfterMs / 1000)} s`,
    retryAfterMs,
  })
}
