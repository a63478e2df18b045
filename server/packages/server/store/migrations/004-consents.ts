/** Which agreement a person accepted, and when: what an operator has to be able to prove; only adds. */
import type { Transaction } from 'kysely'
import type { Tables } from '../tables.ts'

export async function consents(tx: Transaction<Tables>): Promise<void> {
  await tx.schema
    .createTable('consents')
    .addColumn('user_id', 'text', (column) => column.notNull().references('users.id'))
    .addColumn('version', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute()
  await tx.schema.createIndex('consents_user_id_at').on('consents').columns(['user_id', 'at']).execute()
}
