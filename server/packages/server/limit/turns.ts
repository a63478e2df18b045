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

interface Queue {
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
  const queues = new Map<string, Queue>()

  return async <T>(key: string, turn: Turn<T>): Promise<T> => {
    const queue = queues.get(key) ?? { underWay: 0, present: 0, last: Promise.resolve(), onEnd: () => undefined }
    queues.set(key, queue)
    queue.present++
    try {
      await started(queue, turn, longestWaitMs)
      return await turn.work().finally(() => {
        queue.underWay--
        queue.onEnd()
      })
    } finally {
      queue.present--
      if (queue.present === 0) queues.delete(key)
    }
  }
}

async function started(queue: Queue, { mayStart, tooLate }: Turn<unknown>, longestWaitMs: number): Promise<void> {
  let isOver = false
  const start = async (): Promise<void> => {
    while (!isOver) {
      const before = queue.underWay
      const isAllowed = await mayStart(before)
      if (isOver) return
      if (isAllowed) {
        queue.underWay++
        return
      }
      // Nobody may be left whose end could be waited for.
      if (queue.underWay === before) await new Promise<void>((ended) => (queue.onEnd = ended))
    }
  }
  const mine = queue.last.then(start)
  queue.last = mine.catch(() => undefined)
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => (timer = setTimeout(() => reject(tooLate()), longestWaitMs)))
  await Promise.race([mine, late]).finally(() => {
    isOver = true
    clearTimeout(timer)
  })
}
