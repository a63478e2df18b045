/** What happened to whom, for whoever has to find out later: one row an event that changed something. */
import type { Audit, AuditEntry } from 'uni-trpc-auth'
import { createQuota } from './limit/createQuota.ts'
import type { Store } from './store/store.ts'

/** Anybody can be refused as often as they ask, and the first rows of an hour say what goes on. */
const refusals = { perKey: 10, total: 1000 }

export interface AuditOptions {
  /** Told when a row could not be written. */
  readonly onError: (error: unknown) => void
  /** Milliseconds that never jump. */
  readonly clock?: (() => number) | undefined
}

/** Keeps every event, but of `refusal` ten an hour of one person or, where nobody is known, of one address. */
export function createAudit(
  store: Pick<Store, 'audit'>,
  { onError, clock = () => performance.now() }: AuditOptions,
): Audit {
  const quota = createQuota(refusals, clock)

  const limited = (entry: AuditEntry): AuditEntry | null => {
    if (entry.event !== 'refusal') return entry
    const left = quota(entry.userId ?? entry.address ?? 'unknown')
    if (left === null) return null
    return left > 0 ? entry : { ...entry, detail: `${entry.detail ?? ''}; no more are kept this hour` }
  }

  return async (entry) => {
    const kept = limited(entry)
    if (kept) await store.audit(kept).catch(onError)
  }
}
