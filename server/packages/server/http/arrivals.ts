/**
 * Lets in whoever waits at the door while those who are in are served. Node takes one connection in a turn of the event
 * loop (https://github.com/libuv/libuv/pull/3696), so where a turn serves hundreds, a crowd that connects would wait
 * for minutes while others are served again and again. With a crowd at the door turns are short: three come in, one is
 * served.
 */

/** Who come in for one who is served: they came as early, and it takes a tenth of the time. */
const comingIn = 3
/** Served in a turn in which nobody came, as long as some wait. */
const mostInTurn = 32

export interface Arrivals {
  /** To be called when a connection was taken. */
  arrived(): void
  /**
   * To be called when a request is refused because the server is late: whoever asks from now on waits for his turn, or
   * those who are answered at once would ask again in the same turn, and it would not end.
   */
  crowded(): void
  /** Whether somebody arrives or others wait, so that whoever asks has to wait too. */
  isCrowd(): boolean
  /**
   * Does the work in its turn, or at once where nobody has to wait.
   *
   * @param work is told for how many milliseconds it has waited
   */
  after(work: (waitedMs: number) => void): void
  /** A turn of the event loop, and where others wait, until they had theirs. */
  breath(): Promise<void>
}

export interface ArrivalsParts {
  /** Milliseconds that never jump. */
  readonly clock?: (() => number) | undefined
  /** Does something once the event loop has seen who else is there. @default setImmediate */
  readonly atEndOfTurn?: ((work: () => void) => void) | undefined
}

export function createArrivals({
  clock = () => performance.now(),
  atEndOfTurn = (work) => void setImmediate(work),
}: ArrivalsParts = {}): Arrivals {
  const waiting: Array<() => void> = []
  let isQueueing = false
  /** Whether somebody came in this turn. */
  let hasArrived = false
  let arrivedCount = 0

  const endTurn = (): void => {
    const most = hasArrived ? Number(arrivedCount % comingIn === 0) : mostInTurn
    isQueueing = hasArrived || waiting.length > 0
    hasArrived = false
    if (!isQueueing) return
    // Each by itself, for what a work leads to is done before the next one begins.
    for (const work of waiting.splice(0, most)) atEndOfTurn(work)
    atEndOfTurn(endTurn)
  }
  const after = (work: (waitedMs: number) => void): void => {
    if (!isQueueing) return work(0)
    waiting.push(timed(work, clock))
  }
  const crowded = (): void => {
    if (!isQueueing) atEndOfTurn(endTurn)
    isQueueing = true
  }

  return {
    arrived() {
      hasArrived = true
      arrivedCount++
      crowded()
    },
    crowded,
    isCrowd: () => isQueueing,
    after,
    breath: () => new Promise((resolve) => atEndOfTurn(() => after(() => resolve()))),
  }
}

/** The work, told how long it has waited from now on. */
function timed(work: (waitedMs: number) => void, clock: () => number): () => void {
  const since = clock()
  return () => work(clock() - since)
}
