/** What is asked of a person or an identity outside a sign-in. */
import type { HeldSessionKey, UserRow } from 'uni-trpc-auth'
import type { Kysely, Transaction } from 'kysely'
import { lockUser } from './lockUser.ts'
import { openedOrNull } from './openedOrNull.ts'
import { normalisePhone, type PhoneIndex } from './profile.ts'
import { contexts, toUserRow, userColumns } from './rows.ts'
import type { Seal } from './seal.ts'
import { endSessions, type Ending } from './sessions.ts'
import type { Tables, UsersTable } from './tables.ts'

/**
 * How long the session key counts that another one has replaced, after it was: as old a number may be, for WeChat's
 * watermark is judged by the same ten minutes.
 */
const formerKeyMs = 10 * 60_000

/** WeChat's session key and since when it is known, or `null` for an identity that never signed in. */
export async function sessionKeyOf(
  db: Kysely<Tables>,
  { appId, openId, now }: { readonly appId: string; readonly openId: string; readonly now: number },
  seal: Seal,
): Promise<HeldSessionKey | null> {
  const row = await db
    .selectFrom('identities')
    .select(['session_key', 'session_key_at', 'former_key'])
    .where('app_id', '=', appId)
    .where('openid', '=', openId)
    .executeTakeFirst()
  if (!row) return null
  const context = contexts.sessionKey(appId, openId)
  const sessionKey = seal.open(row.session_key, context)
  if (sessionKey === '') return null
  const formerKey = now < row.session_key_at + formerKeyMs && openedOrNull(seal, row.former_key, context)
  return { sessionKey, at: row.session_key_at, formerKey: formerKey || null }
}

/** Disabling ends every live session; enabling (`null`) brings none back. Answers whether the user exists. */
export async function setDisabled(
  tx: Transaction<Tables>,
  userId: string,
  at: number | null,
): Promise<Ending<boolean>> {
  const user = await lockUser(tx, userId)
  if (!user) return { answer: false, ended: [] }
  await tx.updateTable('users').set({ disabled_at: at }).where('id', '=', user.id).execute()
  const end = { reason: 'disabled', at: at ?? 0 } as const
  return { answer: true, ended: at === null ? [] : await endSessions(tx, { userId: user.id, scope: 'all' }, end) }
}

/** By one of the ways an operator may know a person. */
export type UserQuery =
  | { readonly id: string }
  | { readonly phone: string }
  /** An openid is of one app only; without the app, the person who signed in with it first. */
  | { readonly openId: string; readonly appId?: string | undefined }

/** `null` for nobody, and for somebody who left. A user who was merged into another is found as that one. */
export async function findUser(
  db: Kysely<Tables>,
  query: UserQuery,
  { seal, indexOf }: { readonly seal: Seal; readonly indexOf: PhoneIndex },
): Promise<UserRow | null> {
  const id = await idOf(db, query, indexOf)
  const row = id === null ? undefined : await userWith(db, id)
  const user = row && row.merged_into !== null ? await userWith(db, row.merged_into) : row
  return user ? toUserRow(user, seal) : null
}

/** The last who came, the newest first; without those who left, or turned out to be somebody else. */
export async function listUsers(db: Kysely<Tables>, limit: number, seal: Seal): Promise<UserRow[]> {
  const users = db.selectFrom('users').select(userColumns).where('left_at', 'is', null).where('merged_into', 'is', null)
  const rows = await users.orderBy('created_at', 'desc').limit(limit).execute()
  return rows.map((row) => toUserRow(row, seal))
}

async function userWith(db: Kysely<Tables>, id: string): Promise<UsersTable | undefined> {
  const users = db.selectFrom('users').select(userColumns)
  return users.where('id', '=', id).where('left_at', 'is', null).executeTakeFirst()
}

async function idOf(db: Kysely<Tables>, query: UserQuery, indexOf: PhoneIndex): Promise<string | null> {
  if ('id' in query) return query.id
  if ('phone' in query) {
    const number = normalisePhone(query.phone)
    if (number === null) return null
    const users = db.selectFrom('users').select('id').where('phone_index', '=', indexOf(number))
    return (await users.executeTakeFirst())?.id ?? null
  }
  const identities = db.selectFrom('identities').select('user_id').where('openid', '=', query.openId)
  const ofApp = query.appId === undefined ? identities : identities.where('app_id', '=', query.appId)
  return (await ofApp.orderBy('created_at').limit(1).executeTakeFirst())?.user_id ?? null
}
