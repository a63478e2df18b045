/** Which session came after a replaced one, so that a phone that missed an answer finds its line again; only adds. */
import type { Transaction } from 'kysely'
import type { Tables } from '../tables.ts'

export async function successors(tx: Transaction<Tables>): Promise<void> {
  await tx.schema.alterTable('sessions').addColumn('replaced_by', 'text').execute()
}
