/** The session at the end of a line of sessions of which each took the place of the one before. */
import { sql, type Kysely } from 'kysely'
import { breath } from '../database/patiently.ts'
import type { StoreDatabase, Tables } from './tables.ts'

/** So many replacements are followed by one statement. */
const followedAtOnce = 500

/**
 * A phone that lost the answer to a sign-in comes back with the token of a session that was replaced already, and means
 * the one in its place. A line can be long: this follows it outside of any transaction, as nothing in it ever changes
 * but its end, which the transaction then looks for from here.
 */
export async function nearLatestOf(read: StoreDatabase['read'], sessionId: string): Promise<string> {
  let id = sessionId
  for (;;) {
    const { id: next, isEnd } = await read((db) => follow(db, id))
    if (isEnd) return next
    id = next
    await breath()
  }
}

export async function latestOf(db: Kysely<Tables>, sessionId: string): Promise<string> {
  let id = sessionId
  for (;;) {
    const { id: next, isEnd } = await follow(db, id)
    if (isEnd) return next
    id = next
  }
}

/** Some way along the line, or to its end; a session that is there no more ends it, too. */
async function follow(db: Kysely<Tables>, sessionId: string): Promise<{ id: string; isEnd: boolean }> {
  const { rows } = await sql<{ id: string; replaced_by: string | null }>`
    with recursive line (id, replaced_by, step) as (
      select id, replaced_by, 1 from sessions where id = ${sessionId}
      union all
      select sessions.id, sessions.replaced_by, step + 1 from line
        join sessions on sessions.id = line.replaced_by where step < ${followedAtOnce}
    )
    select id, replaced_by from line order by step desc limit 1
  `.execute(db)
  const [last] = rows
  if (last?.replaced_by) return { id: last.replaced_by, isEnd: false }
  return { id: last?.id ?? sessionId, isEnd: true }
}
