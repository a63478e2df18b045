/** Which version of the agreement a person accepted, and when; one row for each time it was ticked. */
import type { Kysely, Transaction } from 'kysely'
import type { ConsentRow, ConsentsTable, Tables } from './tables.ts'

export async function keepConsent(tx: Transaction<Tables>, consent: ConsentsTable): Promise<void> {
  await tx.insertInto('consents').values(consent).execute()
}

/** Of one person, the newest first. */
export async function listConsents(db: Kysely<Tables>, userId: string): Promise<ConsentRow[]> {
  return db
    .selectFrom('consents')
    .select(['version', 'at'])
    .where('user_id', '=', userId)
    .orderBy('at', 'desc')
    .execute()
}
