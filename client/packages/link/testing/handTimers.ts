/** Timers that are moved by hand. */
import type { After } from '../socketConnection.ts'

export interface HandTimers {
  after: After
  /** What was asked for and neither came nor was taken back, in milliseconds from now. */
  due: () => number[]
  advance: (ms: number) => void
}

export function createHandTimers(): HandTimers {
  let now = 0
  let timers: { at: number; callback: () => void }[] = []
  return {
    after(delayMs, callback) {
      const timer = { at: now + delayMs, callback }
      timers.push(timer)
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
    due: () => timers.map(({ at }) => at - now).sort((a, b) => a - b),
    advance(ms) {
      const until = now + ms
      for (;;) {
        const [next] = timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)
        now = next ? next.at : until
        if (!next) return
        timers = timers.filter((other) => other !== next)
        next.callback()
      }
    },
  }
}
