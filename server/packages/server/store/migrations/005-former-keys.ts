/** The session key before the newest one, for what a phone encrypted just before a sign-in; only adds. */
import type { Transaction } from 'kysely'
import type { Tables } from '../tables.ts'

export async function formerKeys(tx: Transaction<Tables>): Promise<void> {
  await tx.schema.alterTable('identities').addColumn('former_key', 'text').execute()
}
