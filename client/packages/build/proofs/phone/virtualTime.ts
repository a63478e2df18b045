/** Time that passes when it is told to, in place of the program's timers: a minute of waiting takes no time. */

export interface VirtualTime {
  /** Milliseconds since it began. */
  now(): number
  setTimeout(callback: () => void, delayMs?: number): unknown
  /** Lets so much time pass, each timer in its turn, with all that follows from it. */
  pass(ms: number): Promise<void>
  /** Gives the program its own timers back. */
  restore(): void
}

interface Timer {
  readonly at: number
  readonly run: () => void
}

/** Takes the place of `setTimeout` and `clearTimeout` until it is restored. */
export function installVirtualTime(): VirtualTime {
  const { setTimeout: ownSet, clearTimeout: ownClear } = globalThis
  const timers = new Set<Timer>()
  let now = 0
  const set = (callback: (...args: unknown[]) => void, delayMs = 0, ...args: unknown[]): Timer => {
    const timer = { at: now + Math.max(delayMs, 0), run: () => callback(...args) }
    timers.add(timer)
    return timer
  }
  /** All that promises have to say comes before the next turn of the event loop. */
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve))
  // Nobody looks at what a timer is.
  Object.assign(globalThis, { setTimeout: set, clearTimeout: (timer: Timer) => void timers.delete(timer) })
  return {
    now: () => now,
    setTimeout: set,
    async pass(ms) {
      const until = now + ms
      await settle()
      for (let next = earliest(timers, until); next; next = earliest(timers, until)) {
        timers.delete(next)
        now = next.at
        next.run()
        await settle()
      }
      now = until
    },
    restore: () => void Object.assign(globalThis, { setTimeout: ownSet, clearTimeout: ownClear }),
  }
}

/** The first of those that are due; of several at one time, the one that was set first. */
function earliest(timers: ReadonlySet<Timer>, until: number): Timer | undefined {
  let found: Timer | undefined
  for (const timer of timers) if (timer.at <= until && (!found || timer.at < found.at)) found = timer
  return found
}
