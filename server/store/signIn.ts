/** The one transaction behind a sign-in: who it is, the new session key, the new session, and which old ones end. */
import type { Transaction } from 'kysely'
import { Refusal } from '../../shared/refusal.ts'
import { contexts, toSessionRow, toUserRow } from './rows.ts'
import type { Seal } from './seal.ts'
import type { SessionRow, SessionsTable, Tables, UserRow, UsersTable } from './tables.ts'

export interface NewSession {
  /** Unguessable. */
  readonly id: string
  readonly device: string | null
  readonly address: string | null
  /** Milliseconds since 1970: the time of this sign-in. */
  readonly createdAt: number
  readonly expiresAt: number
}

export interface NewSignIn {
  readonly appId: string
  readonly openId: string
  readonly unionId: string | null
  /** WeChat's; sealed before it is written. */
  readonly sessionKey: string
  /** Used if the person is new. */
  readonly userId: string
  readonly session: NewSession
  /** A session of the same identity that ends as `replaced`; of any other it is left alone. */
  readonly replaces: string | null
  /** How many sessions one person may have; the oldest end as `capped`. At least 1. */
  readonly cap: number
}

/** @throws {Refusal} USER_DISABLED, and then nothing was written */
export async function signIn(
  tx: Transaction<Tables>,
  input: NewSignIn,
  seal: Seal,
): Promise<{ user: UserRow; session: SessionRow }> {
  const user = (await knownUser(tx, input)) ?? (await newUser(tx, input))
  if (user.disabled_at !== null) throw new Refusal('USER_DISABLED')
  await rememberIdentity(tx, { ...input, userId: user.id }, seal)
  await endReplaced(tx, input, user.id)
  const session = sessionOf(input, user.id)
  await tx.insertInto('sessions').values(session).execute()
  await endBeyondCap(tx, session, input.cap)
  return { user: toUserRow(user, seal), session: toSessionRow(session) }
}

/** By this very identity; else by the unionid, which WeChat gives to all apps of one owner. */
async function knownUser(tx: Transaction<Tables>, input: NewSignIn): Promise<UsersTable | undefined> {
  const users = tx.selectFrom('users').innerJoin('identities', 'identities.user_id', 'users.id').selectAll('users')
  const same = await users
    .where('identities.app_id', '=', input.appId)
    .where('identities.openid', '=', input.openId)
    .executeTakeFirst()
  if (same || input.unionId === null) return same
  return users
    .where('identities.unionid', '=', input.unionId)
    .orderBy('identities.created_at')
    .limit(1)
    .executeTakeFirst()
}

async function newUser(tx: Transaction<Tables>, input: NewSignIn): Promise<UsersTable> {
  const user: UsersTable = {
    id: input.userId,
    nickname: null,
    avatar_url: null,
    phone: null,
    created_at: input.session.createdAt,
    disabled_at: null,
  }
  await tx.insertInto('users').values(user).execute()
  return user
}

/** The newest session key wins, for WeChat lets the older ones die. A known unionid is never forgotten. */
async function rememberIdentity(tx: Transaction<Tables>, input: NewSignIn, seal: Seal): Promise<void> {
  const at = input.session.createdAt
  await tx
    .insertInto('identities')
    .values({
      app_id: input.appId,
      openid: input.openId,
      user_id: input.userId,
      unionid: input.unionId,
      session_key: seal.seal(input.sessionKey, contexts.sessionKey(input.appId, input.openId)),
      session_key_at: at,
      created_at: at,
    })
    .onConflict((conflict) =>
      conflict.columns(['app_id', 'openid']).doUpdateSet(({ ref, fn }) => ({
        session_key: ref('excluded.session_key'),
        session_key_at: ref('excluded.session_key_at'),
        unionid: fn.coalesce('excluded.unionid', 'identities.unionid'),
      })),
    )
    .execute()
}

async function endReplaced(tx: Transaction<Tables>, input: NewSignIn, userId: string): Promise<void> {
  if (input.replaces === null) return
  const at = input.session.createdAt
  await tx
    .updateTable('sessions')
    .set({ ended_at: at, end_reason: 'replaced' })
    .where('id', '=', input.replaces)
    .where('user_id', '=', userId)
    .where('app_id', '=', input.appId)
    .where('openid', '=', input.openId)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', at)
    .execute()
}

function sessionOf(input: NewSignIn, userId: string): SessionsTable {
  const { id, device, address, createdAt, expiresAt } = input.session
  return {
    id,
    user_id: userId,
    app_id: input.appId,
    openid: input.openId,
    device,
    address,
    created_at: createdAt,
    last_seen_at: createdAt,
    expires_at: expiresAt,
    ended_at: null,
    end_reason: null,
  }
}

/** The new session always stays, even where another node's clock makes it look like the oldest. */
async function endBeyondCap(tx: Transaction<Tables>, newest: SessionsTable, cap: number): Promise<void> {
  await tx
    .updateTable('sessions')
    .set({ ended_at: newest.created_at, end_reason: 'capped' })
    .where('user_id', '=', newest.user_id)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', newest.created_at)
    .where('id', '!=', newest.id)
    .where('id', 'not in', ({ selectFrom }) =>
      selectFrom('sessions as kept')
        .select('kept.id')
        .where('kept.user_id', '=', newest.user_id)
        .where('kept.ended_at', 'is', null)
        .where('kept.expires_at', '>', newest.created_at)
        .where('kept.id', '!=', newest.id)
        .orderBy('kept.created_at', 'desc')
        .orderBy('kept.id')
        .limit(cap - 1),
    )
    .execute()
}
