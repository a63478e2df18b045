/** WeChat's access tokens, shared by all nodes. */
import type { Kysely, Transaction } from 'kysely'
import { contexts } from './rows.ts'
import type { Seal } from './seal.ts'
import type { AccessTokenRow, Tables } from './tables.ts'

export interface NewAccessToken extends AccessTokenRow {
  readonly appId: string
}

/** `null` also for one sealed under a secret that is gone: WeChat gives another. */
export async function readAccessToken(db: Kysely<Tables>, appId: string, seal: Seal): Promise<AccessTokenRow | null> {
  const row = await db
    .selectFrom('access_tokens')
    .select(['token', 'expires_at', 'fetched_at'])
    .where('app_id', '=', appId)
    .executeTakeFirst()
  const token = row ? opened(row.token, appId, seal) : null
  return row && token !== null ? { token, expiresAt: row.expires_at, fetchedAt: row.fetched_at } : null
}

/** Answers what stands: an answer of WeChat's that comes late does not overwrite a newer one. */
export async function saveAccessToken(
  tx: Transaction<Tables>,
  { appId, token, expiresAt, fetchedAt }: NewAccessToken,
  seal: Seal,
): Promise<AccessTokenRow> {
  const row = { token: seal.seal(token, contexts.accessToken(appId)), expires_at: expiresAt, fetched_at: fetchedAt }
  await tx
    .insertInto('access_tokens')
    .values({ app_id: appId, ...row })
    .onConflict((conflict) =>
      conflict.column('app_id').doUpdateSet(row).where('access_tokens.fetched_at', '<=', fetchedAt),
    )
    .execute()
  return (await readAccessToken(tx, appId, seal)) ?? { token, expiresAt, fetchedAt }
}

function opened(sealed: string, appId: string, seal: Seal): string | null {
  try {
    return seal.open(sealed, contexts.accessToken(appId))
  } catch {
    return null
  }
}
