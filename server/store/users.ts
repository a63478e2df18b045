/** What is asked of a person or an identity outside a sign-in. */
import type { Kysely, Transaction } from 'kysely'
import { contexts } from './rows.ts'
import type { Seal } from './seal.ts'
import { endSessions } from './sessions.ts'
import type { Tables } from './tables.ts'

/** WeChat's session key and since when it is known, or `null` for an identity that never signed in. */
export async function sessionKeyOf(
  db: Kysely<Tables>,
  { appId, openId }: { readonly appId: string; readonly openId: string },
  seal: Seal,
): Promise<{ sessionKey: string; at: number } | null> {
  const row = await db
    .selectFrom('identities')
    .select(['session_key', 'session_key_at'])
    .where('app_id', '=', appId)
    .where('openid', '=', openId)
    .executeTakeFirst()
  if (!row) return null
  return { sessionKey: seal.open(row.session_key, contexts.sessionKey(appId, openId)), at: row.session_key_at }
}

/** Disabling ends every live session; enabling (`null`) brings none back. Answers whether the user exists. */
export async function setDisabled(tx: Transaction<Tables>, userId: string, at: number | null): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('users')
    .set({ disabled_at: at })
    .where('id', '=', userId)
    .executeTakeFirst()
  if (at !== null) await endSessions(tx, { userId, scope: 'all' }, { reason: 'disabled', at })
  return numUpdatedRows > 0n
}
