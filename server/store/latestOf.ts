import type { Transaction } from 'kysely'
import type { Tables } from './tables.ts'

/**
 * The session at the end of the line that begins here. A phone that lost the answer to a sign-in comes back with the
 * token of a session that was replaced already, and means the one in its place.
 */
export async function latestOf(tx: Transaction<Tables>, sessionId: string): Promise<string> {
  let id = sessionId
  for (;;) {
    const row = await tx.selectFrom('sessions').select('replaced_by').where('id', '=', id).executeTakeFirst()
    if (!row?.replaced_by) return id
    id = row.replaced_by
  }
}
