/** A person's own sessions, to look at and to end: the phone left in a taxi is signed out from the one in the hand. */
import { Refusal } from 'uni-trpc-protocol'
import type { Audit } from './Audit.ts'
import type { AuthStore } from './AuthStore.ts'
import { whyEnded, type Lifetimes } from './goodSession.ts'
import { toSession, type Session } from './session.ts'
import type { Origin } from './signIn.ts'

export interface OwnSessions {
  /** The good ones, the newest first. */
  sessions(userId: string, currentId: string): Promise<Session[]>
  /** @throws {Refusal} NOT_FOUND for a session that is not there, not live or not this person's */
  revoke(userId: string, sessionId: string, from: Origin): Promise<number>
}

export interface OwnSessionsParts {
  readonly store: AuthStore
  readonly lifetimes: Lifetimes
  readonly now: () => number
  readonly audit: Audit
}

export function createOwnSessions({ store, lifetimes, now, audit }: OwnSessionsParts): OwnSessions {
  return {
    async sessions(userId, currentId) {
      const rows = await store.listSessions(userId)
      const moment = { lifetimes, at: now() }
      return rows.filter((row) => whyEnded(row, moment) === null).map((row) => toSession(row, { lifetimes, currentId }))
    },

    async revoke(userId, sessionId, { address, requestId }) {
      const ended = await store.endSessions(userId, { scope: 'this', sessionId }, 'revoked')
      if (ended === 0) throw new Refusal('NOT_FOUND')
      await audit({ event: 'revoke', userId, address, requestId, detail: sessionId })
      return ended
    },
  }
}
