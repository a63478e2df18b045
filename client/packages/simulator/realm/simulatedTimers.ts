// The timers a mini program sees: numbers instead of Node's objects, and all of them end with the program.

/** Where time comes from; the global functions of Node by default. */
export interface TimerSource {
  setTimeout(callback: () => void, milliseconds: number): unknown
  clearTimeout(handle: unknown): void
  setInterval(callback: () => void, milliseconds: number): unknown
  clearInterval(handle: unknown): void
}

export interface SimulatedTimers {
  setTimeout(callback: () => void, milliseconds?: number): number
  clearTimeout(id: number | undefined): void
  setInterval(callback: () => void, milliseconds?: number): number
  clearInterval(id: number | undefined): void
  /** Ends every timer that is still running, and every later one. */
  close(): void
}

export const realTimers: TimerSource = {
  setTimeout: (callback, milliseconds) => setTimeout(callback, milliseconds),
  clearTimeout: (handle) => clearTimeout(handle as NodeJS.Timeout),
  setInterval: (callback, milliseconds) => setInterval(callback, milliseconds),
  clearInterval: (handle) => clearInterval(handle as NodeJS.Timeout),
}

/** Numbers the timers of `source`, so that closing the program can end them. */
export function createSimulatedTimers(source: TimerSource): SimulatedTimers {
  const ends = new Map<number, () => void>()
  let last = 0
  let closed = false

  function clear(id: number | undefined): void {
    if (id === undefined) return
    ends.get(id)?.()
    ends.delete(id)
  }

  return {
    setTimeout(callback, milliseconds = 0) {
      const id = ++last
      if (closed) return id
      const handle = source.setTimeout(() => {
        ends.delete(id)
        callback()
      }, milliseconds)
      ends.set(id, () => source.clearTimeout(handle))
      return id
    },
    setInterval(callback, milliseconds = 0) {
      const id = ++last
      if (closed) return id
      const handle = source.setInterval(callback, milliseconds)
      ends.set(id, () => source.clearInterval(handle))
      return id
    },
    clearTimeout: clear,
    clearInterval: clear,
    close() {
      closed = true
      for (const end of ends.values()) end()
      ends.clear()
    },
  }
}
