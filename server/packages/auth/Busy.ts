/**
 * The refusal of one more where as many are at work as can be answered soon, with the time after which to ask again.
 */
import { Refusal } from 'uni-trpc-protocol'

/** Answered as 503 with `Retry-After: retryAfterSeconds`. */
export class Busy extends Refusal {
  /** Whole seconds. Those who were refused together do not come back together: a phone waits for a tap. */
  readonly retryAfterSeconds = 2

  constructor() {
    super('STORE_BUSY')
  }
}
