/** Waits for another process to let go of a SQLite file, without holding up this one. */
import { setTimeout as delay } from 'node:timers/promises'
import { sqliteErrorName } from '../database/sqliteErrorName.ts'

/** How long another process's lock is waited for. */
const deadlineMs = 1000
/** Between two attempts; a count holds the lock for less than a millisecond. */
const pauseMs = { least: 5, most: 25 }

/** @param clock milliseconds that never jump */
export async function untilUnlocked<T>(work: () => Promise<T>, clock: () => number): Promise<T> {
  const since = clock()
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (!isLocked(error) || clock() - since >= deadlineMs) throw error
    }
    await delay(pauseMs.least + Math.random() * (pauseMs.most - pauseMs.least))
  }
}

/** https://www.sqlite.org/rescode.html: what passes by itself. */
function isLocked(error: unknown): boolean {
  return /^SQLITE_(BUSY|LOCKED)/.test(sqliteErrorName(error) ?? '')
}
