/** Tells whoever listens in this process, and on PostgreSQL the other nodes, which sessions ended. */
import type { EndListener } from 'uni-trpc-auth'
import type { Transaction } from 'kysely'
import type { Engine } from '../database/engine.ts'
import type { Ending } from './sessions.ts'
import type { StoreDatabase, Tables } from './tables.ts'

export interface Endings {
  /** Writes, and tells which sessions that ended once it is committed. */
  write<T>(work: (tx: Transaction<Tables>) => Promise<Ending<T>>): Promise<T>
  /** Answers a function that stops listening. */
  on(listener: EndListener): () => void
  close(): Promise<void>
}

export function createEndings(engine: Engine, write: StoreDatabase['write']): Endings {
  const listeners = new Set<EndListener>()
  let stop: (() => Promise<void>) | null = null

  const tell: EndListener = (sessionIds) => {
    for (const listener of listeners) listener(sessionIds)
  }

  return {
    async write(work) {
      const { answer, ended } = await write(async (tx) => {
        const ending = await work(tx)
        await engine.announce(tx, ending.ended)
        return ending
      })
      if (ended.length > 0) tell(ended)
      return answer
    },
    on(listener) {
      listeners.add(listener)
      stop ??= engine.listen(tell)
      return () => void listeners.delete(listener)
    },
    async close() {
      listeners.clear()
      await stop?.()
    },
  }
}
