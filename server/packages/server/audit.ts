/** What happened to whom, for whoever has to find out later: one row an event that changed something. */
import type { Audit, AuditEntry } from 'uni-trpc-auth'
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

const windowMs = 3_600_000

interface QuotaSizes {
  readonly perKey: number
  /** Bounds what is remembered, too. */
  readonly total: number
}

/**
 * Lets through so many of each kind in an hour, and so many of all, as this process counts them. Answers how many more
 * of this key may pass after this one, or `null` where this one may not.
 *
 * @param clock milliseconds that never jump
 */
function createQuota({ perKey, total }: QuotaSizes, clock: () => number): (key: string) => number | null {
  const counts = new Map<string, number>()
  let since = clock()
  let passed = 0

  return (key) => {
    if (clock() - since >= windowMs) {
      counts.clear()
      since = clock()
      passed = 0
    }
    const count = (counts.get(key) ?? 0) + 1
    if (count > perKey || passed >= total) return null
    counts.set(key, count)
    passed++
    return perKey - count
  }
}
