/** What happened, kept for whoever has to find out later. */
import type { Kysely, Transaction } from 'kysely'
import type { AuditRow, Tables } from './tables.ts'

export interface AuditEntry extends Partial<Omit<AuditRow, 'event'>> {
  /** Such as `sign-in`, `refusal`, `bind`, `revoke`, `merge`, `leave`. */
  readonly event: string
}

export async function audit(tx: Transaction<Tables>, entry: AuditEntry, now: number): Promise<void> {
  const { event, userId = null, appId = null, address = null, requestId = null, detail = null, at = now } = entry
  const row = { event, user_id: userId, app_id: appId, address, request_id: requestId, detail, at }
  await tx.insertInto('audit').values(row).execute()
}

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

/** Answers how many rows. */
export async function pruneAudit(tx: Transaction<Tables>, before: number): Promise<number> {
  const { numDeletedRows } = await tx.deleteFrom('audit').where('at', '<', before).executeTakeFirst()
  return Number(numDeletedRows)
}
