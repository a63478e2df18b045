/** Leaving: everything personal goes; what stays says only that somebody was here, for a token to be told its end. */
import { sql, type Transaction } from 'kysely'
import { isUnended } from './liveSessions.ts'
import { lockUser } from './lockUser.ts'
import type { OwnRows } from './ownRows.ts'
import type { Ending } from './sessions.ts'
import type { StoreDatabase, Tables } from './tables.ts'
import { forgottenAtOnce, untilNone } from './untilNone.ts'

const unnamed = { openid: '', device: null, address: null }

/** Before leaving: there may be very many sessions that ended, and nobody is shown them any more. */
export async function unnameEnded(write: StoreDatabase['write'], userId: string): Promise<void> {
  await untilNone(write, async (tx) => {
    const user = await lockUser(tx, userId)
    if (!user) return 0
    const some = named(tx, user.id).limit(forgottenAtOnce)
    const { numUpdatedRows } = await tx.updateTable('sessions').set(unnamed).where('id', 'in', some).executeTakeFirst()
    return Number(numUpdatedRows)
  })
}

/** Whether there was such a user. Expired sessions end too: no phone of theirs may sign in again by itself. */
export async function leave(
  tx: Transaction<Tables>,
  userId: string,
  { at, ownRows }: { readonly at: number; readonly ownRows: OwnRows },
): Promise<Ending<boolean>> {
  const user = await lockUser(tx, userId)
  if (!user) return { answer: false, ended: [] }
  await tx.updateTable('sessions').set(unnamed).where('id', 'in', named(tx, user.id)).execute()
  const ended = await tx
    .updateTable('sessions')
    .set({ ended_at: at, end_reason: 'left', ...unnamed })
    .where('user_id', '=', user.id)
    .where(isUnended())
    .returning('id')
    .execute()
  await ownRows.left(tx, user.id)
  for (const table of ['identities', 'unions', 'avatars', 'consents'] as const) {
    await tx.deleteFrom(table).where('user_id', '=', user.id).execute()
  }
  const nothing = { nickname: null, avatar_url: null, phone: null, phone_index: null }
  await tx
    .updateTable('users')
    .set({ ...nothing, left_at: at })
    .where('id', '=', user.id)
    .execute()
  return { answer: true, ended: ended.map(({ id }) => id) }
}

/** Ended sessions that still say whose they were, also from before this person was merged. */
function named(tx: Transaction<Tables>, userId: string) {
  return (
    tx
      .selectFrom('sessions')
      .select('id')
      .where('ended_at', 'is not', null)
      // A literal, for the index over these rows is not seen to hold for a parameter.
      .where('openid', '!=', sql.lit(''))
      .where('user_id', 'in', ({ selectFrom }) =>
        selectFrom('users')
          .select('users.id')
          .where(({ eb, or }) => or([eb('users.id', '=', userId), eb('users.merged_into', '=', userId)])),
      )
  )
}
