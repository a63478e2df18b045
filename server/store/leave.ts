/** Leaving: everything personal goes; what stays says only that somebody was here, for a token to be told its end. */
import type { Transaction } from 'kysely'
import { lockUser } from './lockUser.ts'
import type { Ending } from './sessions.ts'
import type { Tables } from './tables.ts'

/** Whether there was such a user. Expired sessions end too: no phone of theirs may sign in again by itself. */
export async function leave(tx: Transaction<Tables>, userId: string, at: number): Promise<Ending<boolean>> {
  const user = await lockUser(tx, userId)
  if (!user) return { answer: false, ended: [] }
  const ended = await tx
    .updateTable('sessions')
    .set({ ended_at: at, end_reason: 'left' })
    .where('user_id', '=', user.id)
    .where('ended_at', 'is', null)
    .returning('id')
    .execute()
  const unnamed = { openid: '', device: null, address: null }
  await tx.updateTable('sessions').set(unnamed).where('user_id', '=', user.id).execute()
  for (const table of ['identities', 'unions', 'avatars', 'consents'] as const) {
    await tx.deleteFrom(table).where('user_id', '=', user.id).execute()
  }
  const nothing = { nickname: null, avatar_url: null, phone: null, phone_index: null }
  await tx.updateTable('users').set({ ...nothing, left_at: at }).where('id', '=', user.id).execute()
  return { answer: true, ended: ended.map(({ id }) => id) }
}
