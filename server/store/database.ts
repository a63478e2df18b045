/**
 * Reads and writes with patience: whoever meets another process's lock, a deadlock or a lost connection tries again
 * without holding up this process, and gives up after a while.
 */
import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises'
import { Kysely, type CompiledQuery, type Transaction } from 'kysely'
import { Refusal } from '../../shared/refusal.ts'
import type { Engine } from './engine.ts'
import { Raced } from './Raced.ts'
import { toStoreError } from './StoreError.ts'
import type { Tables } from './tables.ts'

export interface Patience {
  /** Milliseconds of waiting for another process. @default 2000 */
  readonly busyDeadlineMs?: number | undefined
  readonly sleep?: ((ms: number) => Promise<unknown>) | undefined
  /** From 0 to 1, for the jitter. */
  readonly random?: (() => number) | undefined
  /** Milliseconds that never jump, unlike the time of day. */
  readonly clock?: (() => number) | undefined
}

export interface StoreDatabase {
  /**
   * @default busyDeadlineMs as the database was made
   * @throws {Refusal} STORE_BUSY
   */
  read<T>(work: (db: Kysely<Tables>) => Promise<T>, busyDeadlineMs?: number): Promise<T>
  /** For a statement that runs on every request: compiled once, it answers its first row. @throws {Refusal} STORE_BUSY */
  readOne<Row>(compile: (db: Kysely<Tables>) => CompiledQuery<Row>): (parameters: readonly unknown[]) => Promise<Row | undefined>
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

export function createDatabase(engine: Engine, patience: Patience = {}): StoreDatabase {
  const { clock = monotonic } = patience
  const { troubleOf, pauseMs } = engine
  const db = new Kysely<Tables>({ dialect: engine.dialect })
  const defaults = { ...patience, troubleOf, pauseMs }
  let underway = 0
  let onIdle = (): void => undefined
  let line: Promise<unknown> = Promise.resolve()
  let closed = false

  // SQLite works in the main thread: without a breath a long line would be one turn of the event loop.
  const inLine = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = line.then(work)
    line = mine.then(breath, breath)
    return mine
  }
  const counted = async <T>(work: () => Promise<T>): Promise<T> => {
    if (closed) throw new Error('The store is closed')
    underway++
    try {
      return await work()
    } finally {
      if (--underway === 0) onIdle()
    }
  }
  const inTurn = engine.oneWriter ? inLine : counted

  return {
    read(work, busyDeadlineMs = patience.busyDeadlineMs) {
      return counted(() => patiently(() => work(db), { ...defaults, busyDeadlineMs, since: clock() }))
    },
    readOne<Row>(compile: (db: Kysely<Tables>) => CompiledQuery<Row>) {
      const query = compile(db)
      const byKysely = async (parameters: readonly unknown[]): Promise<Row | undefined> =>
        (await db.executeQuery<Row>({ ...query, parameters })).rows[0]
      const ask = engine.keep?.(query) ?? byKysely
      return (parameters) => counted(() => patiently(() => ask(parameters), { ...defaults, since: clock() }))
    },
    write(work, busyDeadlineMs = patience.busyDeadlineMs) {
      const options = { ...defaults, busyDeadlineMs, since: clock() }
      return inTurn(() => patiently(() => db.transaction().execute(work), options))
    },
    async close() {
      closed = true
      await Promise.allSettled([line, underway > 0 && new Promise<void>((idle) => (onIdle = idle))])
      await db.destroy()
    },
  }
}

export interface PatientOptions extends Patience {
  readonly troubleOf: Engine['troubleOf']
  /** Between two attempts. @default 5 to 25, for a write of another process holds SQLite's lock for about one */
  readonly pauseMs?: Engine['pauseMs'] | undefined
  /** When the waiting began, by `clock`. */
  readonly since: number
}

/**
 * Tries until it works, or until a try fails after the deadline. Only a failed try ends the wait: to stand in a long
 * line that moves is no reason to give up.
 *
 * @throws {Refusal} STORE_BUSY
 * @throws {StoreError} for what no waiting mends
 */
export async function patiently<T>(work: () => Promise<T>, options: PatientOptions): Promise<T> {
  const { busyDeadlineMs = 2000, sleep = delay, random = Math.random, clock = monotonic } = options
  const { least, most } = options.pauseMs ?? { least: 5, most: 25 }
  for (;;) {
    try {
      return await work()
    } catch (error) {
      const trouble = error instanceof Raced ? 'busy' : options.troubleOf(error)
      if (trouble === null) throw toStoreError(error)
      const tooLate = clock() - options.since >= busyDeadlineMs
      if (trouble === 'unable' || tooLate) throw new Refusal('STORE_BUSY', { cause: toStoreError(error) })
    }
    await sleep(least + random() * (most - least))
  }
}

/** Lets everybody else in this process have a turn. */
export async function breath(): Promise<void> {
  await turn()
}

function monotonic(): number {
  return performance.now()
}
