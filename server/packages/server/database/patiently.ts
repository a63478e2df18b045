/**
 * Patience with a database: whoever meets another process's lock, a deadlock or a lost connection tries again without
 * holding up this process, and gives up after a while.
 */
import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises'
import { Refusal } from 'uni-trpc-protocol'
import type { Engine } from './engine.ts'
import { Raced, toStoreError } from './errors.ts'

export interface Patience {
  /** Milliseconds of waiting for another process. @default 2000 */
  readonly busyDeadlineMs?: number | undefined
  readonly sleep?: ((ms: number) => Promise<unknown>) | undefined
  /** From 0 to 1, for the jitter. */
  readonly random?: (() => number) | undefined
  /** Milliseconds that never jump, unlike the time of day. */
  readonly clock?: (() => number) | undefined
  /** Lets everybody else in this process have a turn, between two transactions of a long queue. */
  readonly breath?: (() => Promise<void>) | undefined
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
  for (;;) {
    try {
      return await work()
    } catch (error) {
      await pauseAfter(error, options)
    }
  }
}

async function pauseAfter(error: unknown, options: PatientOptions): Promise<void> {
  const { busyDeadlineMs = 2000, sleep = delay, random = Math.random, clock = monotonic } = options
  const { least, most } = options.pauseMs ?? { least: 5, most: 25 }
  const trouble = error instanceof Raced ? 'busy' : options.troubleOf(error)
  if (trouble === null) throw toStoreError(error)
  const tooLate = clock() - options.since >= busyDeadlineMs
  if (trouble === 'unable' || tooLate) throw new Refusal('STORE_BUSY', { cause: toStoreError(error) })
  await sleep(least + random() * (most - least))
}

/** Lets everybody else in this process have a turn. */
export async function breath(): Promise<void> {
  await turn()
}

export function monotonic(): number {
  return performance.now()
}
