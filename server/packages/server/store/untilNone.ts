import type { Transaction } from 'kysely'
import type { StoreDatabase, Tables } from './tables.ts'

/** So many rows go by one transaction: few enough not to hold the lock, or SQLite's process, for long. */
export const forgottenAtOnce = 100

/**
 * Runs `some` until it answers that it did none, so that everybody else gets a turn between. Answers how many in all.
 */
export async function untilNone(
  write: StoreDatabase['write'],
  some: (tx: Transaction<Tables>) => Promise<number>,
): Promise<number> {
  let total = 0
  for (;;) {
    const done = await write(some)
    if (done === 0) return total
    total += done
  }
}
