/** The rows of many sessions in one question: how those stand whose connections this process holds open. */
import type { Kysely } from 'kysely'
import { toSessionRow } from './rows.ts'
import type { SessionRow, Tables } from './tables.ts'

/** A statement holds at most 32 766 values in SQLite, 65 535 in PostgreSQL. */
const askedAtOnce = 10_000

/** By id; a session that is not there any more is missing. */
export async function standingOf(db: Kysely<Tables>, ids: readonly string[]): Promise<Map<string, SessionRow>> {
  const found = new Map<string, SessionRow>()
  for (let at = 0; at < ids.length; at += askedAtOnce) {
    const some = ids.slice(at, at + askedAtOnce)
    const rows = await db.selectFrom('sessions').selectAll().where('id', 'in', some).execute()
    for (const row of rows) found.set(row.id, toSessionRow(row))
  }
  return found
}
