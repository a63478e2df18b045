/** What happens to a session after its sign-in: found, seen, listed, ended, forgotten. */
import type { CompiledQuery, InferResult, Kysely, Transaction } from 'kysely'
import type { StoreDatabase } from './database.ts'
import { latestOf } from './latestOf.ts'
import { lockUser } from './lockUser.ts'
import { sessionColumns, toSessionRow, toUserRow } from './rows.ts'
import type { Seal } from './seal.ts'
import type { EndReason, SessionRow, Tables, UserRow } from './tables.ts'

/** The one named or, if that was replaced, the one in its place; all of this person's but the one named; or all. */
export type EndScope =
  | { readonly scope: 'this' | 'others'; readonly sessionId: string }
  | { readonly scope: 'all'; readonly sessionId?: string }

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

/** Few enough not to hold the lock, or the process, for long. */
const prunedAtOnce = 500

/** One statement, compiled once: it runs on every request of a signed-in person. */
export function createFindSession(seal: Seal) {
  let compiled: CompiledQuery<FoundRow> | null = null

  return async (db: Kysely<Tables>, id: string): Promise<{ session: SessionRow; user: UserRow } | null> => {
    compiled ??= compileFind(db)
    const query: CompiledQuery<FoundRow> = { ...compiled, parameters: [id] }
    const [row] = (await db.executeQuery(query)).rows
    if (!row) return null
    const { user_created_at, nickname, avatar_url, phone, disabled_at } = row
    const user = { id: row.user_id, nickname, avatar_url, phone, created_at: user_created_at, disabled_at }
    return { session: toSessionRow(row), user: toUserRow(user, seal) }
  }
}

type FoundRow = InferResult<ReturnType<typeof compileFind>>[number]

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
    .where('ended_at', 'is', null)
    .where('expires_at', '>', at)
  if (which.scope === 'this') chosen = chosen.where('id', '=', await latestOf(tx, which.sessionId))
  if (which.scope === 'others') chosen = chosen.where('id', '!=', which.sessionId)
  return (await chosen.returning('id').execute()).map(({ id }) => id)
}

export async function countLiveSessions(db: Kysely<Tables>, at: number): Promise<number> {
  const { count } = await db
    .selectFrom('sessions')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('ended_at', 'is', null)
    .where('expires_at', '>', at)
    .executeTakeFirstOrThrow()
  return count
}

/** The live ones of a user, the newest first. */
export async function listSessions(db: Kysely<Tables>, userId: string, at: number): Promise<SessionRow[]> {
  const rows = await db
    .selectFrom('sessions')
    .select(sessionColumns)
    .where('user_id', '=', userId)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', at)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute()
  return rows.map(toSessionRow)
}

/** All of it, some at a time, so that other writes get their turn between. */
export async function pruneSessions(write: StoreDatabase['write'], endedBefore: number): Promise<number> {
  let total = 0
  for (;;) {
    const { deleted, more } = await write((tx) => pruneSome(tx, endedBefore))
    total += deleted
    if (!more) return total
  }
}

async function pruneSome(
  tx: Transaction<Tables>,
  endedBefore: number,
): Promise<{ deleted: number; more: boolean }> {
  const { numDeletedRows } = await tx
    .deleteFrom('sessions')
    .where('id', 'in', ({ selectFrom }) =>
      selectFrom('sessions as old')
        .select('old.id')
        .where(({ eb, or }) => or([eb('old.ended_at', '<', endedBefore), eb('old.expires_at', '<', endedBefore)]))
        .limit(prunedAtOnce)
        .forUpdate()
        .skipLocked(),
    )
    .executeTakeFirst()
  const deleted = Number(numDeletedRows)
  return { deleted, more: deleted === prunedAtOnce }
}
