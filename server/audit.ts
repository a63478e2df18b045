/** What happened to whom, for whoever has to find out later: one row an event. */
import type { AuditEntry } from './store/audit.ts'
import type { Store } from './store/store.ts'

/** Never rejects. */
export type Audit = (entry: AuditEntry) => Promise<void>

/** @param onError told when a row could not be written */
export function createAudit(store: Pick<Store, 'audit'>, onError: (error: unknown) => void): Audit {
  return (entry) => store.audit(entry).catch(onError)
}
