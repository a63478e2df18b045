/** The rows of many sessions in few questions: how those stand whose connections this process holds open. */
import type { Kysely } from 'kysely'
import { breath } from '../database/patiently.ts'
import { sessionColumns, toSessionRow } from './rows.ts'
import type { StoreDatabase, Tables } from './tables.ts'
import type { SessionRow } from 'uni-trpc-auth'

/** One number for every question, so that there is one statement to prepare and keep. */
const askedAtOnce = 100

/** By id; a session that is not there any more is missing. */
export async function findSessions(
  read: StoreDatabase['read'],
  ids: readonly string[],
): Promise<Map<string, SessionRow>> {
  const found = new Map<string, SessionRow>()
  for (let at = 0; at < ids.length; at += askedAtOnce) {
    const some = ids.slice(at, at + askedAtOnce)
    for (const row of await read((db) => rowsOf(db, some))) found.set(row.id, row)
    await breath()
  }
  return found
}

/** The last id stands for the places that are left. */
async function rowsOf(db: Kysely<Tables>, ids: readonly string[]): Promise<SessionRow[]> {
  const filled = Array.from({ length: askedAtOnce }, (_, place) => ids[place] ?? ids.at(-1) ?? '')
  const rows = await db.selectFrom('sessions').select(sessionColumns).where('id', 'in', filled).execute()
  return rows.map(toSessionRow)
}
