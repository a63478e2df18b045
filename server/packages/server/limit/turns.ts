/**
 * Lets pieces of work of one key pass one after the other, each when a question says so: what is counted at the end
 * of the work cannot be overrun by starting much of it at once.
 */

export interface Turn<T> {
  /**
   * Whether one more may start, with this many under way; those that end meanwhile were counted among them. With
   * none under way the answer must be yes, or an error for the one who asks.
   */
  readonly mayStart: (underWay: number) => Promise<boolean>
  readonly work: () => Promise<T>
  /** The error for one whose turn does not come in time. */
  readonly tooLate: () => Error
}

interface Line {
  underWay: number
  /** Those who wait to start, too. */
  present: number
  /** Settles when the one before has started or given up. */
  last: Promise<unknown>
  /** Called when a piece of work ends. */
  onEnd: () => void
}

/** @param longestWaitMs after which a turn that has not come is given up */
export function createTurns(longestWaitMs: number) {
  const lines = new Map<string, Line>()

  return async <T>(key: string, turn: Turn<T>): Promise<T> => {
    const line = lines.get(key) ?? { underWay: 0, present: 0, last: Promise.resolve(), onEnd: () => undefined }
    lines.set(key, line)
    line.present++
    try {
      await started(line, turn, longestWaitMs)
      return await turn.work().finally(() => {
        line.underWay--
        line.onEnd()
      })
    } finally {
      line.present--
      if (line.present === 0) lines.delete(key)
    }
  }
}

async function started(line: Line, { mayStart, tooLate }: Turn<unknown>, longestWaitMs: number): Promise<void> {
  let isOver = false
  const start = async (): Promise<void> => {
    while (!isOver) {
      const before = line.underWay
      const isAllowed = await mayStart(before)
      if (isOver) return
      if (isAllowed) {
        line.underWay++
        return
      }
      // Nobody may be left whose end could be waited for.
      if (line.underWay === before) await new Promise<void>((ended) => (line.onEnd = ended))
    }
  }
  const mine = line.last.then(start)
  line.last = mine.catch(() => undefined)
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => (timer = setTimeout(() => reject(tooLate()), longestWaitMs)))
  await Promise.race([mine, late]).finally(() => {
    isOver = true
    clearTimeout(timer)
  })
}
