/** What happens to a session after its sign-in: found, seen, listed, ended, forgotten. */
import type { EndReason, EndScope, SessionRow, UserRow } from 'uni-trpc-auth'
import type { Kysely, SelectQueryBuilder, Transaction } from 'kysely'
import { latestOf } from './latestOf.ts'
import { isLive, isUnended } from './liveSessions.ts'
import { lockUser } from './lockUser.ts'
import { breath } from '../database/patiently.ts'
import { sessionColumns, toSessionRow, toUserRow } from './rows.ts'
import type { Seal } from './seal.ts'
import type { StoreDatabase, Tables } from './tables.ts'
import { forgottenAtOnce, untilNone } from './untilNone.ts'

export interface SessionEnd {
  readonly reason: EndReason
  /** Milliseconds since 1970. */
  readonly at: number
}

/** What a transaction answers, and the sessions it ended, which others are told of once it is committed. */
export interface Ending<T> {
  readonly answer: T
  readonly ended: readonly string[]
}

/** So many rows are counted by one statement. */
const countedAtOnce = 10_000
/** More than the largest cap allows, so only rows that another hand wrote are left out. */
const mostListed = 1000

/** One kept statement: it runs on every request of a signed-in person. */
export function createFindSession({ readOne }: StoreDatabase, seal: Seal) {
  const find = readOne(compileFind)

  return async (id: string): Promise<{ session: SessionRow; user: UserRow } | null> => {
    const row = await find([id])
    if (!row) return null
    const { user_created_at, nickname, avatar_url, phone, disabled_at } = row
    const user = { id: row.user_id, nickname, avatar_url, phone, created_at: user_created_at, disabled_at }
    return { session: toSessionRow(row), user: toUserRow(user, seal) }
  }
}

function compileFind(db: Kysely<Tables>) {
  return db
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .select(sessionColumns.map((name) => `sessions.${name}` as const))
    .select(['nickname', 'avatar_url', 'phone', 'disabled_at', 'users.created_at as user_created_at'])
    .where('sessions.id', '=', '')
    .compile()
}

/** Never backwards: the answers of two nodes may arrive in either order. */
export async function touchSession(tx: Transaction<Tables>, id: string, at: number): Promise<void> {
  await tx
    .updateTable('sessions')
    .set({ last_seen_at: at })
    .where('id', '=', id)
    .where('last_seen_at', '<', at)
    .execute()
}

/** Ends live sessions of one user and answers which. */
export async function endSessions(
  tx: Transaction<Tables>,
  which: EndScope & { readonly userId: string },
  { reason, at }: SessionEnd,
): Promise<string[]> {
  const user = await lockUser(tx, which.userId)
  if (!user) return []
  let chosen = tx
    .updateTable('sessions')
    .set({ ended_at: at, end_reason: reason })
    .where('user_id', '=', user.id)
    .where(isLive(at))
  if (which.scope === 'this') chosen = chosen.where('id', '=', await latestOf(tx, which.sessionId))
  if (which.scope === 'others') chosen = chosen.where('id', '!=', which.sessionId)
  return (await chosen.returning('id').execute()).map(({ id }) => id)
}

/** Some at a time, told by when they expire, so that everybody else gets a turn between. */
export async function countLiveSessions(read: StoreDatabase['read'], at: number): Promise<number> {
  let count = 0
  let after: number | null = at
  while (after !== null) {
    const from: number = after
    const step = await read((db) => countSome(db, from))
    count += step.count
    after = step.until
    await breath()
  }
  return count
}

/** `until` is null where these are the last. */
async function countSome(db: Kysely<Tables>, after: number): Promise<{ count: number; until: number | null }> {
  const live = db.selectFrom('sessions').where(isLive(after))
  const step = live
    .select('expires_at')
    .orderBy('expires_at')
    .offset(countedAtOnce - 1)
    .limit(1)
  const until = (await step.executeTakeFirst())?.expires_at ?? null
  const some = live.select(({ fn }) => fn.countAll<number>().as('count'))
  const { count } = await (until === null ? some : some.where('expires_at', '<=', until)).executeTakeFirstOrThrow()
  return { count, until }
}

/** The live ones of a user, the newest first. */
export async function listSessions(db: Kysely<Tables>, userId: string, at: number): Promise<SessionRow[]> {
  const rows = await db
    .selectFrom('sessions')
    .select(sessionColumns)
    .where('user_id', '=', userId)
    .where(isLive(at))
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .limit(mostListed)
    .execute()
  return rows.map(toSessionRow)
}

/** Answers how many. */
export async function pruneSessions(write: StoreDatabase['write'], endedBefore: number): Promise<number> {
  const ended = await untilNone(write, (tx) => {
    const old = tx.selectFrom('sessions').select('id').where('ended_at', '<', endedBefore)
    return forget(tx, old.orderBy('ended_at'))
  })
  const expired = await untilNone(write, (tx) => {
    const old = tx.selectFrom('sessions').select('id').where(isUnended()).where('expires_at', '<', endedBefore)
    return forget(tx, old.orderBy('expires_at'))
  })
  return ended + expired
}

async function forget(
  tx: Transaction<Tables>,
  chosen: SelectQueryBuilder<Tables, 'sessions', { id: string }>,
): Promise<number> {
  const some = chosen.limit(forgottenAtOnce).forUpdate().skipLocked()
  const { numDeletedRows } = await tx.deleteFrom('sessions').where('id', 'in', some).executeTakeFirst()
  return Number(numDeletedRows)
}
