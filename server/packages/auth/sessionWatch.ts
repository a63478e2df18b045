/**
 * Tells open connections that their session has ended: at once where the store hears of it, and else, whichever node
 * it happened on, within seconds, for all watched sessions are read again in one question.
 */
import type { AuthStore, SessionRow } from './AuthStore.ts'
import { whyEnded, type Lifetimes, type WhyEnded } from './goodSession.ts'

const everyMs = 5_000

export interface SessionWatch {
  /** Calls `tell` once, when this session has ended. The returned function stops that. */
  on(sessionId: string, tell: (why: WhyEnded) => void): () => void
  stop(): void
}

export interface SessionWatchParts {
  readonly store: Pick<AuthStore, 'findSessions' | 'onSessionEnded'>
  readonly lifetimes: Lifetimes
  readonly now: () => number
  /** Told when the store does not answer; it is asked again in time. */
  readonly onError: (error: unknown) => void
  /** Does the work again and again; the returned function ends that. @default setInterval */
  readonly repeat?: (work: () => void, everyMs: number) => () => void
}

export function createSessionWatch(parts: SessionWatchParts): SessionWatch {
  const { store, lifetimes, now, onError, repeat = byInterval } = parts
  const watchers = new Map<string, Set<(why: WhyEnded) => void>>()
  let isLooking = false

  const tellOf = (id: string, why: WhyEnded | null) => {
    if (why === null) return
    const told = watchers.get(id) ?? []
    watchers.delete(id)
    for (const tell of told) tell(why)
  }
  const look = async (ids: readonly string[]) => {
    const watched = ids.filter((id) => watchers.has(id))
    if (watched.length === 0) return
    try {
      const rows = await store.findSessions(watched)
      const moment = { lifetimes, at: now() }
      // A row that is there no more was over for so long that it was forgotten.
      const whyOf = (row: SessionRow | undefined) => (row ? whyEnded(row, moment) : 'expired')
      for (const id of watched) tellOf(id, whyOf(rows.get(id)))
    } catch (error) {
      onError(error)
    }
  }
  const lookAtAll = () => {
    if (isLooking) return
    isLooking = true
    void look([...watchers.keys()]).finally(() => (isLooking = false))
  }
  const stopRepeating = repeat(lookAtAll, everyMs)
  const stopListening = store.onSessionEnded((ids) => void look(ids))

  return {
    on(sessionId, tell) {
      const all = watchers.get(sessionId) ?? new Set()
      watchers.set(sessionId, all.add(tell))
      return () => {
        all.delete(tell)
        if (all.size === 0 && watchers.get(sessionId) === all) watchers.delete(sessionId)
      }
    },
    stop() {
      stopRepeating()
      stopListening()
      watchers.clear()
    },
  }
}

function byInterval(work: () => void, intervalMs: number): () => void {
  const timer = setInterval(work, intervalMs).unref()
  return () => clearInterval(timer)
}
