/** The refusal of somebody who asks too often, with the time after which asking again makes sense. */
import { Refusal } from 'uni-trpc-protocol'

/** Answered as 429 with `Retry-After: retryAfterSeconds`. */
export class RateLimited extends Refusal {
  constructor(
    /** Whole seconds, at least 1. */
    readonly retryAfterSeconds: number,
  ) {
    super('RATE_LIMITED')
  }
}
