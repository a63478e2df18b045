/** One sign-in at a time: the request that carries the code holds the gate, and the others wait until it is over. */
import type { KeptSession } from './keptSession.ts'
import { codeInTime } from './loginCode.ts'

export interface Gate {
  /** Whether other operations than these ride on the request that signs in. */
  isShutTo(operationIds: readonly number[]): boolean
  /** Settles when the sign-in is over; rejects with its failure. */
  over(): Promise<void>
  /**
   * A fresh code for the request of these operations, or of their further try: a refused code is followed by one more.
   * Null if the person signed in or out while WeChat was asked for it.
   */
  enter(operationIds: readonly number[]): Promise<string | null>
  /** The sign-in of these operations is over. Late news must not end the one that came after it. */
  open(operationIds: readonly number[], failure?: unknown): void
  /**
   * An operation is over, by an error of the sign-in or without telling how that went; after the last one, others may
   * try.
   */
  leave(operationId: number, error: unknown): void
}

export function createGate(login: () => Promise<string>, kept: KeptSession): Gate {
  const riders = new Set<number>()
  const holds = (ids: readonly number[]) => ids.some((id) => riders.has(id))
  let over = Promise.resolve()
  let settle = (_failure?: Promise<never>) => {}
  /** A code on its way: whoever asks meanwhile waits for the same, for who asked first may have given up. */
  let asking: Promise<string> | null = null
  const open: Gate['open'] = (ids, failure) => {
    if (!holds(ids)) return
    riders.clear()
    settle(failure === undefined ? failure : Promise.reject(failure))
  }
  return {
    isShutTo: (ids) => riders.size > 0 && !holds(ids),
    over: () => over,
    async enter(ids) {
      if (!riders.size) over = new Promise((resolve) => (settle = resolve))
      // Nobody may be waiting, and a failure that nobody waits for is no unhandled rejection.
      over.catch(() => {})
      for (const id of ids) riders.add(id)
      const { era } = kept
      try {
        asking ??= codeInTime(login()).finally(() => (asking = null))
        const code = await asking
        if (era === kept.era) return code
        open(ids)
        return null
      } catch (error) {
        open(ids, error)
        throw error
      }
    },
    open,
    leave(id, error) {
      // With the code still on its way, only this call's own time can be up, and that of the others may not be.
      if (error !== undefined && !asking) open([id], error)
      else if (riders.delete(id) && !riders.size) settle()
    },
  }
}
