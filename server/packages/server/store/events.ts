/** What happened and what was agreed to, kept for whoever has to find out later. */
import type { AuditEntry, AuditRow } from 'uni-trpc-auth'
import { sql, type Kysely, type Transaction } from 'kysely'
import type { Engine } from '../database/engine.ts'
import { kept, type Given } from './kept.ts'
import type { StoreDatabase, AuditTable, Tables, ConsentRow, ConsentsTable } from './tables.ts'
import { forgottenAtOnce, untilNone } from './untilNone.ts'

export async function keepEvent(tx: Transaction<Tables>, entry: AuditEntry, now: number): Promise<void> {
  const { event, userId = null, appId = null, address = null, requestId = null, detail = null, at = now } = entry
  const row = { event, user_id: userId, app_id: appId, address, request_id: requestId, detail, at }
  await insert(tx, row)
}

const insert = kept((db, given: Given<AuditTable>) =>
  db.insertInto('audit').values({
    event: given('event'),
    user_id: given('user_id'),
    app_id: given('app_id'),
    address: given('address'),
    request_id: given('request_id'),
    detail: given('detail'),
    at: given('at'),
  }),
)

/** Of one person, the newest first. */
export async function listAudit(db: Kysely<Tables>, userId: string, limit: number): Promise<AuditRow[]> {
  return db
    .selectFrom('audit')
    .select(['event', 'user_id as userId', 'app_id as appId', 'address', 'request_id as requestId', 'detail', 'at'])
    .where('user_id', '=', userId)
    .orderBy('at', 'desc')
    .limit(limit)
    .execute()
}

/** Answers how many. */
export async function pruneAudit(
  write: StoreDatabase['write'],
  before: number,
  { rowAddress }: Pick<Engine, 'rowAddress'>,
): Promise<number> {
  const address = sql.ref(rowAddress)
  return untilNone(write, async (tx) => {
    // The rows have no key, and any number of them may be of one moment.
    const { numAffectedRows } = await sql`delete from audit where ${address} in
      (select ${address} from audit where at < ${before} order by at limit ${forgottenAtOnce})`.execute(tx)
    return Number(numAffectedRows)
  })
}

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
