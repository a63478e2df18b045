/**
 * When a session is good: the one rule behind every check, every open connection, the list of a person's sessions, the
 * cap, the end of sessions and the count of them.
 *
 * A session is **live** at a moment when
 * 1. nobody ended it: it was not signed out, revoked, replaced, capped, left or disabled, and
 * 2. its absolute end is still to come.
 *
 * It is **good** when besides
 * 3. it was used less than the idle time ago.
 *
 * At the very millisecond of an end it is over. One that somebody ended answers why, however old it is; any other that
 * is not good has expired. Being replaced is age as well: the same person came back on the same phone. What else a
 * caller must be, not disabled and not merged into somebody else, is the user's matter; sessionCheck.ts judges it.
 *
 * The same in SQL stands in uni-trpc-server's store/liveSessions.ts; liveSessions.postgres.test.ts holds the two equal.
 */
import type { Reason } from 'uni-trpc-protocol'
import type { EndReason, SessionRow } from './AuthStore.ts'

export interface Lifetimes {
  /** All in milliseconds: life of a token, of a session unused, of a session at most. */
  readonly token: number
  readonly idle: number
  readonly max: number
}

/** `expired`: unused for too long, or over its maximum. */
export type WhyEnded = EndReason | 'expired'

/** What the rule reads of a session. */
export type SessionTimes = Pick<SessionRow, 'expiresAt' | 'lastSeenAt' | 'endedAt' | 'endReason'>

export interface Moment {
  readonly lifetimes: Pick<Lifetimes, 'idle'>
  /** Milliseconds since 1970. */
  readonly at: number
}

/** The moment, in milliseconds, from which the session is over unless it is used before. */
export function endOf(
  session: Pick<SessionTimes, 'expiresAt' | 'lastSeenAt'>,
  { idle }: Pick<Lifetimes, 'idle'>,
): number {
  return Math.min(session.expiresAt, session.lastSeenAt + idle)
}

/** Sessions that are good at a moment were seen after this one: the third condition as SQL asks it. */
export function idleSince({ lifetimes, at }: Moment): number {
  return at - lifetimes.idle
}

/** `null` for a good session. */
export function whyEnded(session: SessionTimes, { lifetimes, at }: Moment): WhyEnded | null {
  if (session.endedAt !== null) return session.endReason ?? 'signed-out'
  return at >= endOf(session, lifetimes) ? 'expired' : null
}

/** What its phone is told: age is cured by signing in anew without a word, an end is for the person to hear. */
export function reasonOfEnd(why: WhyEnded): Extract<Reason, 'TOKEN_EXPIRED' | 'SESSION_ENDED'> {
  return why === 'expired' || why === 'replaced' ? 'TOKEN_EXPIRED' : 'SESSION_ENDED'
}
