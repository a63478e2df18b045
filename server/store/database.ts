/**
 * Reads and writes with patience: whoever meets another process's lock waits without holding up this process, and
 * gives up after a while. Writes of this process stand in one line, so that only the first asks for the lock.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { Kysely, type Dialect, type Transaction } from 'kysely'
import { Refusal } from '../../shared/refusal.ts'
import type { Tables } from './tables.ts'

/** `busy` passes by itself; `unable` (a full or read-only disk) needs somebody's hand. */
export type Trouble = 'busy' | 'unable'

/** Between two attempts; a write holds the lock for about a millisecond. */
const pauseMs = { least: 5, most: 25 }

export interface Patience {
  /** Milliseconds of waiting for another process. @default 2000 */
  readonly busyDeadlineMs?: number | undefined
  readonly sleep?: ((ms: number) => Promise<unknown>) | undefined
  /** From 0 to 1, for the jitter. */
  readonly random?: (() => number) | undefined
  /** Milliseconds that never jump, unlike the time of day. */
  readonly clock?: (() => number) | undefined
}

export interface Connection {
  readonly dialect: Dialect
  readonly troubleOf: (error: unknown) => Trouble | null
}

export interface StoreDatabase {
  /** @throws {Refusal} STORE_BUSY */
  read<T>(work: (db: Kysely<Tables>) => Promise<T>): Promise<T>
  /**
   * All of `work` or nothing. It may run again after it met a lock, so it must do nothing but ask the database.
   *
   * @default busyDeadlineMs as the database was made
   * @throws {Refusal} STORE_BUSY
   */
  write<T>(work: (tx: Transaction<Tables>) => Promise<T>, busyDeadlineMs?: number): Promise<T>
  /** After the writes that stand in line. */
  close(): Promise<void>
}

export function createDatabase({ dialect, troubleOf }: Connection, patience: Patience = {}): StoreDatabase {
  const { clock = monotonic } = patience
  const db = new Kysely<Tables>({ dialect })
  let line: Promise<unknown> = Promise.resolve()

  const inLine = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = line.then(work)
    line = turn.catch(() => undefined)
    return turn
  }

  return {
    read: (work) => patiently(() => work(db), { ...patience, troubleOf, since: clock() }),
    write(work, busyDeadlineMs = patience.busyDeadlineMs) {
      const options = { ...patience, busyDeadlineMs, troubleOf, since: clock() }
      return inLine(() => patiently(() => db.transaction().execute(work), options))
    },
    close: () => inLine(() => db.destroy()),
  }
}

export interface PatientOptions extends Patience {
  readonly troubleOf: Connection['troubleOf']
  /** When the waiting began, by `clock`. */
  readonly since: number
}

/**
 * Tries until it works, or until a try fails after the deadline. Only a failed try ends the wait: to stand in a long
 * line that moves is no reason to give up.
 *
 * @throws {Refusal} STORE_BUSY
 */
export async function patiently<T>(work: () => Promise<T>, options: PatientOptions): Promise<T> {
  const { busyDeadlineMs = 2000, sleep = delay, random = Math.random, clock = monotonic } = options
  for (;;) {
    try {
      return await work()
    } catch (error) {
      const trouble = options.troubleOf(error)
      if (trouble === null) throw error
      const tooLate = clock() - options.since >= busyDeadlineMs
      if (trouble === 'unable' || tooLate) throw new Refusal('STORE_BUSY', { cause: error })
    }
    await sleep(pauseMs.least + random() * (pauseMs.most - pauseMs.least))
  }
}

function monotonic(): number {
  return performance.now()
}
