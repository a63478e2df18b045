/** One sign-in at a time: the request that carries the code holds the gate, and the others wait until it is over. */

export interface Gate {
  /** Whether one of these operations rides on the request that signs in. */
  holds(operationIds: readonly number[]): boolean
  /** Lets the operations of a further try ride: a refused code is followed by one more. */
  admit(operationIds: readonly number[]): void
  /** Settles when the sign-in is over; rejects with its failure. */
  readonly over: Promise<void>
  open(): void
  fail(error: unknown): void
  /** An operation settled without telling how the sign-in went; after the last one, others may try. */
  left(operationId: number): void
}

export function createGate(onOver: () => void): Gate {
  const inside = new Set<number>()
  let resolve = () => {}
  let reject = (_error: unknown) => {}
  const over = new Promise<void>((...settle) => {
    ;[resolve, reject] = settle
  })
  // Nobody may be waiting, and a failure that nobody waits for is no unhandled rejection.
  over.catch(() => undefined)

  let isOver = false
  const end = (tell: () => void) => {
    // Late news must not end the sign-in that came after this one.
    if (isOver) return
    isOver = true
    onOver()
    tell()
  }
  const open = () => end(resolve)
  return {
    holds: (ids) => ids.some((id) => inside.has(id)),
    admit: (ids) => ids.forEach((id) => inside.add(id)),
    over,
    open,
    fail: (error) => end(() => reject(error)),
    left: (id) => {
      if (inside.delete(id) && inside.size === 0) open()
    },
  }
}
