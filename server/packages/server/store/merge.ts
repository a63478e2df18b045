/** One person known as two users becomes one. */
import type { Transaction } from 'kysely'
import { keepEvent } from './events.ts'
import { isUnended } from './liveSessions.ts'
import type { OwnRows } from './ownRows.ts'
import { Raced } from '../database/errors.ts'
import { contexts, userColumns } from './rows.ts'
import type { Seal } from './seal.ts'
import { endSessions } from './sessions.ts'
import type { Tables, UsersTable } from './tables.ts'

export interface Merging {
  readonly userIds: readonly [string, string]
  /** What led to it; `at` is the time of the merge. */
  readonly cause: {
    readonly appId: string
    readonly address: string | null
    readonly requestId: string | null
    readonly at: number
  }
}

/** What a merge needs beside the database. */
export interface MergeParts {
  readonly seal: Seal
  readonly ownRows: OwnRows
}

/**
 * The older user survives and takes over identities, sessions, consents, rows of own tables, and of phone, nickname
 * and picture what it has not itself; if one of them was disabled, it is. The younger row stays, empty, and says who
 * it is now, so that whoever still holds its id finds the person.
 *
 * @throws {Raced} when one of the two has gone meanwhile
 */
export async function merge(
  tx: Transaction<Tables>,
  { userIds, cause }: Merging,
  { seal, ownRows }: MergeParts,
): Promise<{ user: UsersTable; ended: string[] }> {
  const [older, younger] = await lockBoth(tx, userIds)
  await moveAll(tx, { from: younger.id, to: older.id })
  await moveAvatar(tx, older, younger)
  await ownRows.merged(tx, younger.id, older.id)
  const nothing = { nickname: null, avatar_url: null, phone: null, phone_index: null, merged_into: older.id }
  await tx.updateTable('users').set(nothing).where('id', '=', younger.id).execute()
  const gained = gain(older, younger, seal)
  await tx.updateTable('users').set(gained).where('id', '=', older.id).execute()
  const user = { ...older, ...gained }
  const end = { reason: 'disabled', at: cause.at } as const
  const ended = user.disabled_at === null ? [] : await endSessions(tx, { userId: user.id, scope: 'all' }, end)
  await keepEvent(tx, { ...cause, event: 'merge', userId: user.id, detail: `from ${younger.id}` }, cause.at)
  return { user, ended }
}

/** In the order of their ids, so that two merges never wait for each other. */
async function lockBoth(tx: Transaction<Tables>, ids: Merging['userIds']): Promise<[UsersTable, UsersTable]> {
  const locked = await tx
    .selectFrom('users')
    .select(userColumns)
    .where('id', 'in', [...ids].sort())
    .orderBy('id')
    .forUpdate()
    .execute()
  const present = locked.filter((user) => user.merged_into === null && user.left_at === null)
  const [older, younger] = present.sort((one, other) => one.created_at - other.created_at)
  if (!older || !younger) throw new Raced()
  return [older, younger]
}

async function moveAll(tx: Transaction<Tables>, { from, to }: { from: string; to: string }): Promise<void> {
  for (const table of ['identities', 'unions', 'consents'] as const) {
    await tx.updateTable(table).set({ user_id: to }).where('user_id', '=', from).execute()
  }
  // Of those that ended there may be many, and nobody asks whose they were.
  await tx.updateTable('sessions').set({ user_id: to }).where('user_id', '=', from).where(isUnended()).execute()
  await tx.updateTable('users').set({ merged_into: to }).where('merged_into', '=', from).execute()
}

async function moveAvatar(tx: Transaction<Tables>, older: UsersTable, younger: UsersTable): Promise<void> {
  if (older.avatar_url !== null) await tx.deleteFrom('avatars').where('user_id', '=', younger.id).execute()
  else await tx.updateTable('avatars').set({ user_id: older.id }).where('user_id', '=', younger.id).execute()
}

function gain(older: UsersTable, younger: UsersTable, seal: Seal) {
  return {
    nickname: older.nickname ?? younger.nickname,
    avatar_url: older.avatar_url ?? younger.avatar_url,
    phone: older.phone ?? resealed(younger, older, seal),
    phone_index: older.phone_index ?? younger.phone_index,
    disabled_at: older.disabled_at ?? younger.disabled_at,
  }
}

/** A sealed phone opens in its own row alone. */
function resealed(from: UsersTable, to: UsersTable, seal: Seal): string | null {
  if (from.phone === null) return null
  return seal.seal(seal.open(from.phone, contexts.phone(from.id)), contexts.phone(to.id))
}
