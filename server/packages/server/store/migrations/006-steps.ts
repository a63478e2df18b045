/** Indexes by which every question finds its rows, and only those, however many are old; older nodes run on. */
import { sql, type Transaction } from 'kysely'
import type { Tables } from '../tables.ts'

export async function steps({ schema }: Transaction<Tables>): Promise<void> {
  // Each session is in one half: SQLite, which counts no rows, would take all that live for few by an index over both.
  const live = sql<boolean>`ended_at is null`
  const ended = sql<boolean>`ended_at is not null`
  await schema.createIndex('sessions_live').on('sessions').columns(['user_id', 'created_at']).where(live).execute()
  await schema
    .createIndex('sessions_live_until')
    .on('sessions')
    .columns(['expires_at', 'ended_at'])
    .where(live)
    .execute()
  await schema.createIndex('sessions_ended').on('sessions').column('ended_at').where(ended).execute()
  const named = sql<boolean>`ended_at is not null and openid <> ''`
  await schema.createIndex('sessions_ended_named').on('sessions').column('user_id').where(named).execute()
  await schema.dropIndex('sessions_user_id').execute()
  await schema.dropIndex('sessions_expires_at').execute()
  await schema.dropIndex('sessions_ended_at').execute()
  await schema.createIndex('identities_openid').on('identities').column('openid').execute()
}
