/** What the store tells whoever runs it, beside its answers. */
import { Refusal } from 'uni-trpc-protocol'
import type { Sentence } from 'uni-trpc-protocol/sentences'
import type { Database } from './database.ts'

export interface StoreReport {
  /** What works less well than it could, said once. */
  notice(sentence: Sentence): void
  /** Each time the database was given up, or the line on which other nodes tell what ended. `error` says why. */
  failed(part: StorePart, error: unknown): void
  /** Each time it answered. */
  worked(part: StorePart): void
}

export type StorePart = 'database' | 'notices'

export const noReport: StoreReport = { notice: () => undefined, failed: () => undefined, worked: () => undefined }

/** The same database, which tells how each question went. */
export function reported<Tables>(
  { read, readOne, write, close }: Database<Tables>,
  report: StoreReport,
): Database<Tables> {
  const told = async <T>(work: Promise<T>): Promise<T> => {
    try {
      const answer = await work
      report.worked('database')
      return answer
    } catch (error) {
      if (error instanceof Refusal && error.reason === 'STORE_BUSY') report.failed('database', error.cause)
      throw error
    }
  }
  return {
    read: (work, busyDeadlineMs) => told(read(work, busyDeadlineMs)),
    readOne(compile) {
      const ask = readOne(compile)
      return (parameters) => told(ask(parameters))
    },
    write: (work, busyDeadlineMs) => told(write(work, busyDeadlineMs)),
    close,
  }
}
