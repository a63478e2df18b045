/** What a person shows and is reached by: a nickname, a picture, a phone number. */
import { createHmac } from 'node:crypto'
import type { NewAvatar, Profile, UserRow } from 'uni-trpc-auth'
import type { Kysely, Transaction } from 'kysely'
import { Refusal } from 'uni-trpc-protocol'
import { StoreError } from '../database/errors.ts'
import { lockPresentUser } from './lockUser.ts'
import { toUserRow, contexts } from './rows.ts'
import type { Seal } from './seal.ts'
import type { StoreDatabase, AvatarRow, Tables } from './tables.ts'

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

/** Keyed, for there are few enough numbers to try them all; answers what stands in `users.phone_index`. */
export type PhoneIndex = (phone: string) => string

/** @throws {TypeError} for a key shorter than 32 bytes */
export function createPhoneIndex(key: Uint8Array | undefined): PhoneIndex {
  if (key && key.length < 32) throw new TypeError('The key of the phone index is shorter than 32 bytes')
  return (phone) => {
    if (!key) throw new TypeError('The store was opened without indexKey, so it knows no phones')
    return createHmac('sha256', key).update(`users.phone ${phone}`).digest('base64url')
  }
}

/**
 * One person's many ways to write a number, as one: `+8613800138000` (E.164). A mainland mobile number may come
 * without its country code. `null` for what is no number.
 */
export function normalisePhone(text: string): string | null {
  const plain = text.normalize('NFKC').replace(/[\s().\-\u2010-\u2015]/g, '')
  const full = /^1[3-9]\d{9}$/.test(plain) ? `+86${plain}` : plain.replace(/^00/, '+')
  return /^\+[1-9]\d{6,14}$/.test(full) ? full : null
}

export interface Binding {
  readonly userId: string
  readonly phone: string
}

/**
 * @throws {Refusal} PHONE_TAKEN when another user has it, SESSION_ENDED when this one left
 * @throws {TypeError} for what is no number
 */
export async function bindPhone(
  write: StoreDatabase['write'],
  { userId, phone }: Binding,
  { seal, indexOf }: { readonly seal: Seal; readonly indexOf: PhoneIndex },
): Promise<UserRow> {
  const number = normalisePhone(phone)
  if (number === null) throw new TypeError('What was given is no phone number')
  const bind = async (tx: Transaction<Tables>): Promise<UserRow> => {
    const user = await lockPresentUser(tx, userId)
    const columns = { phone: seal.seal(number, contexts.phone(user.id)), phone_index: indexOf(number) }
    await tx.updateTable('users').set(columns).where('id', '=', user.id).execute()
    return toUserRow({ ...user, ...columns }, seal)
  }
  return write(bind).catch((error: unknown) => {
    // The index is the only unique value written here, and the one judge when two come at once.
    throw error instanceof StoreError && error.isTaken ? new Refusal('PHONE_TAKEN') : error
  })
}

/** @throws {Refusal} SESSION_ENDED when this user left */
export async function unbindPhone(tx: Transaction<Tables>, userId: string, seal: Seal): Promise<UserRow> {
  const user = await lockPresentUser(tx, userId)
  const columns = { phone: null, phone_index: null }
  await tx.updateTable('users').set(columns).where('id', '=', user.id).execute()
  return toUserRow({ ...user, ...columns }, seal)
}
