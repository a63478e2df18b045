/** What happened, kept for whoever has to find out later. */
import type { Kysely, Transaction } from 'kysely'
import type { StoreDatabase } from './database.ts'
import type { AuditRow, Tables } from './tables.ts'

/** Few enough not to hold the lock, or the process, for long. */
const prunedAtOnce = 500

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

/** All of it, some at a time, so that other writes get their turn between. Answers how many rows. */
export async function pruneAudit(write: StoreDatabase['write'], before: number): Promise<number> {
  let total = 0
  for (;;) {
    const deleted = await write((tx) => pruneSome(tx, before))
    if (deleted === 0) return total
    total += deleted
  }
}

/** The rows have no key, so a step is told by time: it takes whatever is as old as the last row of the step. */
async function pruneSome(tx: Transaction<Tables>, before: number): Promise<number> {
  const old = tx.selectFrom('audit').select('at').where('at', '<', before).orderBy('at')
  const last = await old.offset(prunedAtOnce - 1).limit(1).executeTakeFirst()
  const chosen = tx.deleteFrom('audit').where('at', '<', before)
  const { numDeletedRows } = await (last ? chosen.where('at', '<=', last.at) : chosen).executeTakeFirst()
  return Number(numDeletedRows)
}
