/** What a person shows: a nickname and a picture. */
import type { NewAvatar, Profile, UserRow } from 'uni-trpc-auth'
import type { Kysely, Transaction } from 'kysely'
import { lockPresentUser } from './lockUser.ts'
import { toUserRow } from './rows.ts'
import type { Seal } from './seal.ts'
import type { AvatarRow, Tables } from './tables.ts'

type Change<T> = T & { readonly userId: string }

/** @throws {Refusal} SESSION_ENDED when this user left */
export async function updateUser(
  tx: Transaction<Tables>,
  { userId, nickname }: Change<Profile>,
  seal: Seal,
): Promise<UserRow> {
  const user = await lockPresentUser(tx, userId)
  await tx.updateTable('users').set({ nickname }).where('id', '=', user.id).execute()
  return toUserRow({ ...user, nickname }, seal)
}

/** @throws {Refusal} SESSION_ENDED when this user left */
export async function saveAvatar(
  tx: Transaction<Tables>,
  { userId, id, type, bytes }: Change<NewAvatar>,
  seal: Seal,
): Promise<UserRow> {
  const user = await lockPresentUser(tx, userId)
  const avatar_url = `/avatars/${id}`
  await tx.deleteFrom('avatars').where('user_id', '=', user.id).execute()
  await tx
    .insertInto('avatars')
    .values({ id, user_id: user.id, type, bytes: Buffer.from(bytes) })
    .execute()
  await tx.updateTable('users').set({ avatar_url }).where('id', '=', user.id).execute()
  return toUserRow({ ...user, avatar_url }, seal)
}

export async function avatarOf(db: Kysely<Tables>, id: string): Promise<AvatarRow | null> {
  const row = await db.selectFrom('avatars').select(['type', 'bytes']).where('id', '=', id).executeTakeFirst()
  if (!row) return null
  const { buffer, byteOffset, byteLength } = row.bytes
  return { type: row.type, bytes: Buffer.from(buffer, byteOffset, byteLength) }
}
