/** The store under test, opened anew for every test, and how it is looked at. */
import { afterEach, beforeEach } from 'vitest'
import type { Store, StoreOptions } from '../store.ts'
import { start, testIndexKey, testSeal } from './aSignIn.ts'

export interface Opened {
  readonly store: Store
  discard(): Promise<unknown>
}

/** Opens a store that nobody has used before. */
export type OpenEmpty = (options: Pick<StoreOptions, 'seal' | 'indexKey' | 'now'>) => Promise<Opened>

export interface Subject {
  readonly store: Store
  readonly clock: { at: number }
  /** The ids of a person's live sessions. */
  live(userId: string): Promise<string[]>
  /** Why and when a session ended. */
  endOf(id: string): Promise<unknown>
}

/** To be called inside `describe`. */
export function createSubject(openEmpty: OpenEmpty): Subject {
  const clock = { at: start }
  let opened: Opened | null = null
  const current = (): Store => {
    if (!opened) throw new Error('The store is open inside a test only')
    return opened.store
  }
  beforeEach(async () => {
    clock.at = start
    opened = await openEmpty({ seal: testSeal, indexKey: testIndexKey, now: () => clock.at })
  })
  afterEach(() => opened?.discard())

  return {
    get store() {
      return current()
    },
    clock,
    live: async (userId) => (await current().listSessions(userId)).map(({ id }) => id),
    async endOf(id) {
      const found = await current().findSession(id)
      return found && [found.session.endReason, found.session.endedAt]
    },
  }
}
