// Time that moves only when a test says so.
import type { TimerSource } from '../realm/simulatedTimers.ts'

export interface ManualTimers extends TimerSource {
  /** Moves time on and runs what falls due, in order. */
  advance(milliseconds: number): void
}

interface Due {
  at: number
  every: number | undefined
  callback: () => void
}

export function createManualTimers(): ManualTimers {
  const due = new Set<Due>()
  let now = 0

  function add(callback: () => void, delay: number, every?: number): Due {
    const entry = { at: now + delay, every, callback }
    due.add(entry)
    return entry
  }

  return {
    setTimeout: (callback, milliseconds) => add(callback, milliseconds),
    setInterval: (callback, milliseconds) => add(callback, milliseconds, Math.max(1, milliseconds)),
    clearTimeout: (handle) => void due.delete(handle as Due),
    clearInterval: (handle) => void due.delete(handle as Due),
    advance(milliseconds) {
      const end = now + milliseconds
      for (;;) {
        const [next] = [...due].filter((entry) => entry.at <= end).sort((one, other) => one.at - other.at)
        if (next === undefined) break
        now = next.at
        if (next.every === undefined) due.delete(next)
        else next.at += next.every
        next.callback()
      }
      now = end
    },
  }
}
