/**
 * Kills a node with SIGKILL again and again while people use it, starts it on the same database, and looks what is
 * left.
 */
import type { DatabaseKind } from '../history/openProofDatabase.ts'
import { runHistory, type History } from '../history/runHistory.ts'

export interface KillsOptions {
  /** What `npm start` runs. */
  readonly entry: string
  readonly kills: number
  /** PostgreSQL is stopped at once, too, as many times as one in ten kills. */
  readonly database: DatabaseKind
  readonly onProgress?: (line: string) => void
}

export interface KillsSummary extends History {
  readonly kills: number
  readonly crashes: number
}

/** So many calls are acknowledged before the next kill, which comes so much later, more or less. */
const served = 24
const spreadMs = 700
const killsPerCrash = 10

export async function runKills({ entry, kills, database, onProgress = () => {} }: KillsOptions): Promise<KillsSummary> {
  let crashes = 0
  const history = await runHistory({
    entry,
    database,
    during: async ({ database: { postgres }, journal, restart, untilServed }) => {
      for (let killed = 1; killed <= kills; killed++) {
        await untilServed(served)
        await new Promise((resolve) => setTimeout(resolve, Math.random() * spreadMs))
        if (postgres && killed % killsPerCrash === 1) {
          await postgres.crash()
          await postgres.start()
          crashes++
          await untilServed(served)
        }
        await restart(0)
        onProgress(`${killed} kills, PostgreSQL stopped at once ${crashes} times, ${journal.acknowledged} acknowledged`)
      }
    },
  })
  return { ...history, kills, crashes }
}
