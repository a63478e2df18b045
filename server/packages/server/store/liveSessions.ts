/**
 * When a session is good, in SQL. The rule stands in words in uni-trpc-auth's goodSession.ts;
 * liveSessions.postgres.test.ts holds the two equal, row by row, on both databases. Columns stand without their
 * table: within a query over one other name of `sessions` they are that one's.
 */
import { expressionBuilder, type Expression, type SqlBool } from 'kysely'
import type { Tables } from './tables.ts'

/** Milliseconds since 1970, or where a kept statement takes them. */
type Time = number | Expression<number>

/** Nobody ended it: the first condition. Of its own for what is also done to sessions that expired. */
export function isUnended(): Expression<SqlBool> {
  return expressionBuilder<Tables, 'sessions'>()('ended_at', 'is', null)
}

/** Nobody ended it, and its absolute end is still to come. The store is not told how long a session may be idle. */
export function isLive(at: Time): Expression<SqlBool> {
  const { eb, and } = expressionBuilder<Tables, 'sessions'>()
  return and([isUnended(), eb('expires_at', '>', at)])
}

/** Live, and used since then. */
export function isGood({ at, idleSince }: { readonly at: Time; readonly idleSince: Time }): Expression<SqlBool> {
  const { eb, and } = expressionBuilder<Tables, 'sessions'>()
  return and([isLive(at), eb('last_seen_at', '>', idleSince)])
}
