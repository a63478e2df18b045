/** Brings what older secrets sealed under the newest one, some at a time, so that the older ones can be thrown away. */
import { sql, type Kysely, type Transaction } from 'kysely'
import { contexts } from './rows.ts'
import type { Seal } from './seal.ts'
import type { Tables } from './tables.ts'

/**
 * Reseals at most `limit` values and answers how many are left.
 *
 * @throws {Error} when a value was sealed under a secret that is no longer configured
 */
export async function reseal(tx: Transaction<Tables>, limit: number, seal: Seal): Promise<number> {
  const keys = await resealSessionKeys(tx, limit, seal)
  const phones = await resealPhones(tx, limit - keys, seal)
  await resealAccessTokens(tx, limit - keys - phones, seal)
  return countOld(tx, seal)
}

/** Whether a column's value begins with another key's id than the newest. */
const isOld = (column: string, { newestId }: Seal) =>
  sql<boolean>`substr(${sql.ref(column)}, 1, ${newestId.length + 1}) <> ${`${newestId}:`}`

const again = (sealed: string, context: string, seal: Seal): string => seal.seal(seal.open(sealed, context), context)

async function resealSessionKeys(tx: Transaction<Tables>, limit: number, seal: Seal): Promise<number> {
  const rows = await tx
    .selectFrom('identities')
    .select(['app_id', 'openid', 'session_key'])
    .where(({ or }) => or([isOld('session_key', seal), isOld('former_key', seal)]))
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute()
  for (const { app_id, openid, session_key } of rows) {
    const resealed = again(session_key, contexts.sessionKey(app_id, openid), seal)
    const identity = tx.updateTable('identities').where('app_id', '=', app_id).where('openid', '=', openid)
    // The former one counts for minutes only: less than it takes to change a secret.
    await identity.set({ session_key: resealed, former_key: null }).execute()
  }
  return rows.length
}

async function resealPhones(tx: Transaction<Tables>, limit: number, seal: Seal): Promise<number> {
  const rows = await tx
    .selectFrom('users')
    .select(['id', 'phone'])
    .where(isOld('phone', seal))
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute()
  for (const { id, phone } of rows) {
    if (phone === null) continue
    await tx
      .updateTable('users')
      .set({ phone: again(phone, contexts.phone(id), seal) })
      .where('id', '=', id)
      .execute()
  }
  return rows.length
}

async function resealAccessTokens(tx: Transaction<Tables>, limit: number, seal: Seal): Promise<void> {
  const rows = await tx
    .selectFrom('access_tokens')
    .select(['app_id', 'token'])
    .where(isOld('token', seal))
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute()
  for (const { app_id, token } of rows) {
    const resealed = again(token, contexts.accessToken(app_id), seal)
    await tx.updateTable('access_tokens').set({ token: resealed }).where('app_id', '=', app_id).execute()
  }
}

async function countOld(db: Kysely<Tables>, seal: Seal): Promise<number> {
  let left = 0
  const columns = { identities: 'session_key', users: 'phone', access_tokens: 'token' } as const
  for (const table of ['identities', 'users', 'access_tokens'] as const) {
    const { count } = await db
      .selectFrom(table)
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where(isOld(columns[table], seal))
      .executeTakeFirstOrThrow()
    left += count
  }
  return left
}
