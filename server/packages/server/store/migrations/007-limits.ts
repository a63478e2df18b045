/** The table of rate limits, as the library would make it: a role that serves may create nothing, and finds it. */
import type { Transaction } from 'kysely'
import type { Tables } from '../tables.ts'

export async function limits(tx: Transaction<Tables>): Promise<void> {
  await tx.schema
    .createTable('rate_limits')
    .ifNotExists()
    .addColumn('key', 'varchar(255)', (column) => column.primaryKey())
    .addColumn('points', 'integer', (column) => column.notNull())
    .addColumn('expire', 'bigint')
    .execute()
}
