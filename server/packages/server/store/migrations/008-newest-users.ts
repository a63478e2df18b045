/** An index for the operator's question who came last. */
import type { Transaction } from 'kysely'
import type { Tables } from '../tables.ts'

export async function newestUsers(tx: Transaction<Tables>): Promise<void> {
  await tx.schema.createIndex('users_by_age').on('users').column('created_at').execute()
}
