/** Counts who is in, by key, up to so many. */

export interface Tally {
  /** Returns what lets this one out again, once; `null` when there is no room. */
  enter(key: string): (() => void) | null
}

export function createTally(most: number): Tally {
  const counts = new Map<string, number>()
  return {
    enter(key) {
      const count = counts.get(key) ?? 0
      if (count >= most) return null
      counts.set(key, count + 1)
      let isIn = true
      return () => {
        if (!isIn) return
        isIn = false
        const left = (counts.get(key) ?? 1) - 1
        if (left > 0) counts.set(key, left)
        else counts.delete(key)
      }
    },
  }
}
