/**
 * Tells open connections that their session has ended: at once where the store hears of it, and else, whichever node
 * it happened on, within seconds, for all watched sessions are read again in one question.
 */
import type { AuthStore } from './AuthStore.ts'
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
  const { store, onError, repeat = byInterval } = parts
  const watchers = createWatchers()
  let isLooking = false

  const look = async (ids: readonly string[]) => {
    const watched = ids.filter(watchers.has)
    if (watched.length === 0) return
    try {
      for (const [id, why] of await endedAmong(watched, parts)) watchers.tell(id, why)
    } catch (error) {
      onError(error)
    }
  }
  const lookAtAll = () => {
    if (isLooking) return
    isLooking = true
    void look(watchers.ids()).finally(() => (isLooking = false))
  }
  const stopRepeating = repeat(lookAtAll, everyMs)
  const stopListening = store.onSessionEnded((ids) => void look(ids))

  return {
    on: watchers.add,
    stop() {
      stopRepeating()
      stopListening()
      watchers.clear()
    },
  }
}

/** Who wants to be told, by session. */
function createWatchers() {
  const watchers = new Map<string, Set<(why: WhyEnded) => void>>()

  return {
    has: (id: string): boolean => watchers.has(id),
    ids: (): readonly string[] => [...watchers.keys()],
    clear: (): void => watchers.clear(),
    add(id: string, tell: (why: WhyEnded) => void): () => void {
      const all = watchers.get(id) ?? new Set()
      watchers.set(id, all.add(tell))
      return () => {
        all.delete(tell)
        if (all.size === 0 && watchers.get(id) === all) watchers.delete(id)
      }
    },
    /** Once: whoever was told is forgotten. */
    tell(id: string, why: WhyEnded): void {
      const all = watchers.get(id) ?? []
      watchers.delete(id)
      for (const tell of all) tell(why)
    },
  }
}

async function endedAmong(
  ids: readonly string[],
  { store, lifetimes, now }: SessionWatchParts,
): Promise<ReadonlyArray<readonly [id: string, why: WhyEnded]>> {
  const rows = await store.findSessions(ids)
  const moment = { lifetimes, at: now() }
  return ids.flatMap((id) => {
    const row = rows.get(id)
    // A row that is there no more was over for so long that it was forgotten.
    const why = row ? whyEnded(row, moment) : 'expired'
    return why === null ? [] : [[id, why] as const]
  })
}

function byInterval(work: () => void, intervalMs: number): () => void {
  const timer = setInterval(work, intervalMs).unref()
  return () => clearInterval(timer)
}
