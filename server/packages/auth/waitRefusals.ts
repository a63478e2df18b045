/** The two refusals that say when to ask again. */
import { Refusal } from 'uni-trpc-protocol'

/**
 * Of one more where as many are at work as can be answered soon.
 * Answered as 503 with `Retry-After: retryAfterSeconds`.
 */
export class Busy extends Refusal {
  /** Whole seconds. Those who were refused together do not come back together: a phone waits for a tap. */
  readonly retryAfterSeconds = 2

  constructor() {
    super('STORE_BUSY')
  }
}

/** Of somebody who asks too often. Answered as 429 with `Retry-After: retryAfterSeconds`. */
export class RateLimited extends Refusal {
  /** Whole seconds, at least 1. */
  readonly retryAfterSeconds: number

  constructor(retryAfterSeconds: number) {
    super('RATE_LIMITED')
    this.retryAfterSeconds = retryAfterSeconds
  }
}
