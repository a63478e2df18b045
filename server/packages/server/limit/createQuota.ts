/** Lets through so many of each kind in an hour, and so many of all, as this process counts them. */

const windowMs = 3_600_000

export interface QuotaSizes {
  readonly perKey: number
  /** Bounds what is remembered, too. */
  readonly total: number
}

/**
 * Answers how many more of this key may pass after this one, or `null` where this one may not.
 *
 * @param clock milliseconds that never jump
 */
export function createQuota({ perKey, total }: QuotaSizes, clock: () => number): (key: string) => number | null {
  const counts = new Map<string, number>()
  let since = clock()
  let passed = 0

  return (key) => {
    if (clock() - since >= windowMs) {
      counts.clear()
      since = clock()
      passed = 0
    }
    const count = (counts.get(key) ?? 0) + 1
    if (count > perKey || passed >= total) return null
    counts.set(key, count)
    passed++
    return perKey - count
  }
}
