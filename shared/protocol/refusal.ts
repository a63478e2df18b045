/**
 * A refusal is an expected "no" with a reason from this closed list; everything else that goes wrong is a fault.
 * The number is what people and tickets name, the code is tRPC's and decides the HTTP status.
 */
export const refusals = {
  TOKEN_MISSING: { number: 10119, code: 'UNAUTHORIZED' },
  TOKEN_EXPIRED: { number: 10200, code: 'UNAUTHORIZED' },
  TOKEN_INVALID: { number: 10201, code: 'UNAUTHORIZED' },
  SESSION_ENDED: { number: 10202, code: 'UNAUTHORIZED' },
  USER_DISABLED: { number: 10203, code: 'FORBIDDEN' },
  CODE_INVALID: { number: 10301, code: 'BAD_REQUEST' },
  CODE_USED: { number: 10302, code: 'CONFLICT' },
  CODE_BLOCKED: { number: 10303, code: 'FORBIDDEN' },
  APP_UNKNOWN: { number: 10304, code: 'BAD_REQUEST' },
  INPUT_INVALID: { number: 10400, code: 'BAD_REQUEST' },
  NOT_FOUND: { number: 10404, code: 'NOT_FOUND' },
  RATE_LIMITED: { number: 10429, code: 'TOO_MANY_REQUESTS' },
  PHONE_TAKEN: { number: 10501, code: 'CONFLICT' },
  PICTURE_INVALID: { number: 10502, code: 'BAD_REQUEST' },
  WECHAT_BUSY: { number: 10601, code: 'SERVICE_UNAVAILABLE' },
  WECHAT_UNREACHABLE: { number: 10602, code: 'SERVICE_UNAVAILABLE' },
  WECHAT_MISCONFIGURED: { number: 10603, code: 'INTERNAL_SERVER_ERROR' },
  STORE_BUSY: { number: 10701, code: 'SERVICE_UNAVAILABLE' },
} as const

export type Reason = keyof typeof refusals

/** What a person is told, in both languages. */
export interface Sentence {
  readonly zh: string
  readonly en: string
}

export interface RefusalOptions extends ErrorOptions {
  /** In place of the reason's own, where more can be said. */
  readonly sentence?: Sentence
}

/** Thrown where the server says an expected "no"; procedures/ turns it into a tRPC error. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  declare readonly reason: Reason
  readonly sentence: Sentence | undefined

  constructor(reason: Reason, { sentence, ...options }: RefusalOptions = {}) {
    super(reason, options)
    this.reason = reason
    this.sentence = sentence
  }
}

/** The reason an error from the API carries, or `null` for a fault, a network failure or anything else. */
export function refusalOf(error: unknown): Reason | null {
  const reason = fieldOf(dataOf(error), 'reason')
  return typeof reason === 'string' && isReason(reason) ? reason : null
}

/** What an error from the API says beyond its reason, or `null`. */
export function sentenceOf(error: unknown): Sentence | null {
  const sentence = fieldOf(dataOf(error), 'sentence')
  const [zh, en] = [fieldOf(sentence, 'zh'), fieldOf(sentence, 'en')]
  return typeof zh === 'string' && typeof en === 'string' ? { zh, en } : null
}

function dataOf(error: unknown): unknown {
  return error instanceof Error && 'data' in error ? error.data : null
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}

function isReason(text: string): text is Reason {
  return Object.prototype.hasOwnProperty.call(refusals, text)
}
