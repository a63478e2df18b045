/** Holds so much work at once and no more: what would wait too long is refused at once, which costs nearly nothing. */

export interface ConcurrencyLimit {
  /** Whether there is space for this much; if so it is taken until `leave` is called with the same. */
  enter(much?: number): boolean
  leave(much?: number): void
}

/** @param most how much fits in */
export function createConcurrencyLimit(most: number): ConcurrencyLimit {
  let taken = 0

  return {
    enter(much = 1) {
      if (taken + much > most) return false
      taken += much
      return true
    },
    leave(much = 1) {
      taken -= much
    },
  }
}
