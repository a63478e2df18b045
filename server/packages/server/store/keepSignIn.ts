/** The one transaction behind a sign-in: who it is, the new session key, the new session, and which old ones end. */
import type { NewSignIn, SessionRow, UserRow } from 'uni-trpc-auth'
import type { Transaction } from 'kysely'
import { keepConsent, keepEvent } from './events.ts'
import { kept, type Given } from './kept.ts'
import { personOf, rememberIdentity } from './identities.ts'
import { latestOf } from './latestOf.ts'
import { isGood, isLive } from './liveSessions.ts'
import type { MergeParts } from './merge.ts'
import { toSessionRow, toUserRow } from './rows.ts'
import type { Ending } from './sessions.ts'
import type { SessionsTable, Tables } from './tables.ts'

/** `null` for a disabled user, and then nothing was written, but for a merge that made the user one. */
export async function keepSignIn(
  tx: Transaction<Tables>,
  input: NewSignIn,
  parts: MergeParts,
): Promise<Ending<{ user: UserRow; session: SessionRow } | null>> {
  const { user, ended, heldKey } = await personOf(tx, input, parts)
  if (user.disabled_at !== null) return { answer: null, ended }
  const { seal } = parts
  await rememberIdentity(tx, { ...input, userId: user.id, heldKey }, seal)
  const replaced = await endReplaced(tx, input, user.id)
  const session = sessionOf(input, user.id)
  await insertSession(tx, session)
  const capped = await endBeyondCap(tx, session, input)
  const { appId, requestId = null, consent } = input
  const { address, createdAt: at } = input.session
  if (consent !== undefined) await keepConsent(tx, { user_id: user.id, version: consent, at })
  await keepEvent(tx, { event: 'sign-in', userId: user.id, appId, address, requestId }, at)
  const answer = { user: toUserRow(user, seal), session: toSessionRow(session) }
  return { answer, ended: [...ended, ...replaced, ...capped] }
}

async function endReplaced(tx: Transaction<Tables>, input: NewSignIn, userId: string): Promise<string[]> {
  if (input.replaces === null) return []
  const at = input.session.createdAt
  const ended = await tx
    .updateTable('sessions')
    .set({ ended_at: at, end_reason: 'replaced', replaced_by: input.session.id })
    .where('id', '=', await latestOf(tx, input.replaces))
    .where('user_id', '=', userId)
    .where('app_id', '=', input.appId)
    .where('openid', '=', input.openId)
    .where(isLive(at))
    .returning('id')
    .execute()
  return ended.map(({ id }) => id)
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
    replaced_by: null,
  }
}

const insertSession = kept((db, given: Given<SessionsTable>) =>
  db.insertInto('sessions').values({
    id: given('id'),
    user_id: given('user_id'),
    app_id: given('app_id'),
    openid: given('openid'),
    device: given('device'),
    address: given('address'),
    created_at: given('created_at'),
    last_seen_at: given('last_seen_at'),
    expires_at: given('expires_at'),
  }),
)

/** The new session always stays, even where another node's clock makes it look like the oldest. */
async function endBeyondCap(
  tx: Transaction<Tables>,
  newest: SessionsTable,
  { cap, idleSince = -1 }: Pick<NewSignIn, 'cap' | 'idleSince'>,
): Promise<string[]> {
  const { id: newestId, user_id: userId, created_at: at } = newest
  const ended = await endOldest(tx, { newestId, userId, at, idleSince, others: cap - 1 })
  return ended.map(({ id }) => id)
}

interface Beyond {
  readonly newestId: string
  readonly userId: string
  readonly at: number
  readonly idleSince: number
  /** How many may stay beside the newest. */
  readonly others: number
}

const endOldest = kept((db, given: Given<Beyond>) =>
  db
    .updateTable('sessions')
    .set({ ended_at: given('at'), end_reason: 'capped' })
    .where('user_id', '=', given('userId'))
    .where(isGood({ at: given('at'), idleSince: given('idleSince') }))
    .where('id', '!=', given('newestId'))
    .where('id', 'not in', ({ selectFrom }) =>
      selectFrom('sessions as kept')
        .select('kept.id')
        .where('kept.user_id', '=', given('userId'))
        .where(isGood({ at: given('at'), idleSince: given('idleSince') }))
        .where('kept.id', '!=', given('newestId'))
        .orderBy('kept.created_at', 'desc')
        .orderBy('kept.id')
        .limit(given('others')),
    )
    .returning('id'),
)
