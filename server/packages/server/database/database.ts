/** Reads and writes with patience: of both databases, in transactions and outside of them. */
import { Kysely, type CompiledQuery, type Transaction } from 'kysely'
import type { Engine } from './engine.ts'
import { monotonic, patiently, type Patience } from './patiently.ts'
import { createWriteQueue } from './writeQueue.ts'

export interface Database<Tables> {
  /**
   * @default busyDeadlineMs as the database was made
   * @throws {Refusal} STORE_BUSY
   */
  read<T>(work: (db: Kysely<Tables>) => Promise<T>, busyDeadlineMs?: number): Promise<T>
  /**
   * For a statement that runs on every request: compiled once, it answers its first row. @throws {Refusal} STORE_BUSY
   */
  readOne<Row>(
    compile: (db: Kysely<Tables>) => CompiledQuery<Row>,
  ): (parameters: readonly unknown[]) => Promise<Row | undefined>
  /**
   * All of `work` or nothing. It may run again after it met a lock, so it must do nothing but ask the database.
   *
   * @default busyDeadlineMs as the database was made
   * @throws {Refusal} STORE_BUSY
   */
  write<T>(work: (tx: Transaction<Tables>) => Promise<T>, busyDeadlineMs?: number): Promise<T>
  /** After the work already asked for. */
  close(): Promise<void>
}

export function createDatabase<Tables>(engine: Engine, patience: Patience = {}): Database<Tables> {
  const { clock = monotonic } = patience
  const { troubleOf, pauseMs } = engine
  const db = new Kysely<Tables>({ dialect: engine.dialect })
  const defaults = { ...patience, troubleOf, pauseMs }
  const { underWay, allDone } = createWorkCount()
  const queue = engine.oneWriter ? createWriteQueue(db) : null

  return {
    read(work, busyDeadlineMs = patience.busyDeadlineMs) {
      return underWay(() => patiently(() => work(db), { ...defaults, busyDeadlineMs, since: clock() }))
    },
    readOne<Row>(compile: (db: Kysely<Tables>) => CompiledQuery<Row>) {
      const query = compile(db)
      const byKysely = async (parameters: readonly unknown[]): Promise<Row | undefined> =>
        (await db.executeQuery<Row>({ ...query, parameters })).rows[0]
      const ask = engine.keep?.(query) ?? byKysely
      return (parameters) => underWay(() => patiently(() => ask(parameters), { ...defaults, since: clock() }))
    },
    write(work, busyDeadlineMs = patience.busyDeadlineMs) {
      const options = { ...defaults, busyDeadlineMs, since: clock() }
      return queue?.write(work, options) ?? underWay(() => patiently(() => db.transaction().execute(work), options))
    },
    async close() {
      const done = allDone()
      await Promise.allSettled([queue?.end(), done])
      await db.destroy()
    },
  }
}

/** Knows when the last piece of work is done, and takes none once it is asked. */
function createWorkCount() {
  let count = 0
  let isClosed = false
  let onIdle = (): void => undefined

  return {
    async underWay<T>(work: () => Promise<T>): Promise<T> {
      if (isClosed) throw new Error('The store is closed')
      count++
      try {
        return await work()
      } finally {
        if (--count === 0) onIdle()
      }
    },
    async allDone(): Promise<void> {
      isClosed = true
      if (count > 0) await new Promise<void>((idle) => (onIdle = idle))
    },
  }
}
