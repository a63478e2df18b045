/**
 * The writes of one process in a queue, for SQLite takes one at a time. Those that wait when their turn comes are
 * committed together: a commit waits for the disk, and one wait is enough for all. None is answered before it.
 */
import type { Kysely, Transaction } from 'kysely'
import { breath as oneTurn, monotonic, patiently, type PatientOptions } from './patiently.ts'

/** SQLite works in the main thread, so all that is done together holds up everything else. */
const mostTogether = 16
const longestTogetherMs = 4
/** Where others hold the event loop for long, so long the queue may hold it in its turn, or it would grow and grow. */
const longestTurnMs = 500

interface Waiting<Tables> {
  /** Does the work and answers how to tell of it once it is committed. */
  readonly work: (tx: Transaction<Tables>) => Promise<() => void>
  readonly reject: (error: unknown) => void
  readonly options: PatientOptions
}

export interface WriteQueue<Tables> {
  /** As `patiently`, in a transaction. */
  write<T>(work: (tx: Transaction<Tables>) => Promise<T>, options: PatientOptions): Promise<T>
  /** When all that is asked for is done. */
  end(): Promise<void>
}

export function createWriteQueue<Tables>(db: Kysely<Tables>): WriteQueue<Tables> {
  const queue: Waiting<Tables>[] = []
  let running: Promise<void> | null = null

  const commit = async (those: readonly Waiting<Tables>[], options: PatientOptions): Promise<void> => {
    const tellings = await patiently(() => db.transaction().execute((tx) => inOrder(those, tx)), options)
    for (const tell of tellings) tell()
    queue.unshift(...those.slice(tellings.length))
  }
  /** Where one fails all are taken back, so each goes by itself then. */
  const each = async (those: readonly Waiting<Tables>[]): Promise<void> => {
    for (const one of those) {
      await commit([one], one.options).catch(one.reject)
      await oneTurn()
    }
  }
  const run = async (): Promise<void> => {
    const pause = createPause()
    try {
      for (let those = queue.splice(0, mostTogether); those[0]; those = queue.splice(0, mostTogether)) {
        const { options } = those[0]
        await (those.length > 1 ? commit(those, options).catch(() => each(those)) : each(those))
        await pause(options)
      }
    } finally {
      // In the same moment in which nobody was found: whoever comes in the next one begins anew.
      running = null
    }
  }

  return {
    write: (work, options) =>
      new Promise((resolve, reject) => {
        const answering = async (tx: Transaction<Tables>) => {
          const answer = await work(tx)
          return () => resolve(answer)
        }
        queue.push({ work: answering, reject, options })
        running ??= run()
      }),
    end: async () => void (await running),
  }
}

/** Without a breath a long queue would be one turn of the event loop; who comes meanwhile is in the next group. */
function createPause() {
  let until = -Infinity
  return async ({ clock = monotonic, breath = oneTurn }: PatientOptions): Promise<void> => {
    const began = clock()
    if (began < until) return
    await breath()
    const ended = clock()
    until = ended + Math.min(ended - began, longestTurnMs)
  }
}

/** At least the first, and no more than there is time for. */
async function inOrder<Tables>(
  those: readonly Waiting<Tables>[],
  tx: Transaction<Tables>,
): Promise<ReadonlyArray<() => void>> {
  const until = monotonic() + longestTogetherMs
  const tellings: Array<() => void> = []
  for (const { work } of those) {
    tellings.push(await work(tx))
    if (monotonic() >= until) break
  }
  return tellings
}
