/** Who a sign-in is: by this very identity, else by the unionid that WeChat gives to all apps of one owner. */
import type { Transaction } from 'kysely'
import { kept, type Given } from './kept.ts'
import { lockUser } from './lockUser.ts'
import { merge, type MergeParts } from './merge.ts'
import { openedOrNull } from './openedOrNull.ts'
import { Raced } from '../database/errors.ts'
import { contexts } from './rows.ts'
import type { Seal } from './seal.ts'
import type { NewSignIn } from 'uni-trpc-auth'
import type { IdentitiesTable, Tables, UsersTable } from './tables.ts'

export interface Person {
  readonly user: UsersTable
  /** Sessions that ended on the way. */
  readonly ended: string[]
  /** The session key known before this sign-in, sealed. */
  readonly heldKey: string | null
}

/**
 * The user, locked; made if new, merged if known twice.
 *
 * @throws {Raced} when another sign-in of this person came first
 */
export async function personOf(tx: Transaction<Tables>, input: NewSignIn, parts: MergeParts): Promise<Person> {
  const [identity] = await findIdentity(tx, input)
  const own = identity?.user_id
  const heldKey = identity?.session_key ?? null
  const linked = input.unionId === null ? undefined : await ownerOfUnion(tx, input.unionId)
  if (own !== undefined && linked !== undefined && own !== linked) {
    const { appId, requestId = null } = input
    const { address, createdAt: at } = input.session
    const merged = await merge(tx, { userIds: [own, linked], cause: { appId, address, requestId, at } }, parts)
    return { ...merged, heldKey }
  }
  const known = own ?? linked
  if (known === undefined) return { user: await newUser(tx, input), ended: [], heldKey }
  const user = await lockUser(tx, known)
  if (!user) throw new Raced()
  return { user, ended: [], heldKey }
}

const findIdentity = kept((db, given: Given<{ appId: string; openId: string }>) =>
  db
    .selectFrom('identities')
    .select(['user_id', 'session_key'])
    .where('app_id', '=', given('appId'))
    .where('openid', '=', given('openId')),
)

async function ownerOfUnion(tx: Transaction<Tables>, unionId: string): Promise<string | undefined> {
  const row = await tx.selectFrom('unions').select('user_id').where('unionid', '=', unionId).executeTakeFirst()
  return row?.user_id
}

async function newUser(tx: Transaction<Tables>, input: NewSignIn): Promise<UsersTable> {
  const user: UsersTable = {
    id: input.userId,
    nickname: null,
    avatar_url: null,
    phone: null,
    phone_index: null,
    created_at: input.session.createdAt,
    disabled_at: null,
    merged_into: null,
    left_at: null,
  }
  await insertUser(tx, user)
  return user
}

const insertUser = kept((db, given: Given<UsersTable>) =>
  db.insertInto('users').values({ id: given('id'), created_at: given('created_at') }),
)

/**
 * The newest session key wins, for WeChat lets the older ones die; the one before is kept beside it, because a number
 * may be encrypted with it and on its way. A known unionid is never forgotten.
 *
 * @throws {Raced} when the identity or the unionid went to another user meanwhile
 */
export async function rememberIdentity(
  tx: Transaction<Tables>,
  { heldKey, ...input }: NewSignIn & Pick<Person, 'heldKey'>,
  seal: Seal,
): Promise<void> {
  const at = input.session.createdAt
  const context = contexts.sessionKey(input.appId, input.openId)
  // WeChat gives the same key again for a while, and that replaces nothing.
  const isNewKey = input.sessionKey !== null && openedOrNull(seal, heldKey, context) !== input.sessionKey
  const sameKey = input.sessionKey === null ? rememberWithoutKey : rememberSameKey
  const [owner] = await (isNewKey ? rememberNewKey : sameKey)(tx, {
    app_id: input.appId,
    openid: input.openId,
    user_id: input.userId,
    unionid: input.unionId,
    // An identity that WeChat vouched for without a code has no session key yet.
    session_key: seal.seal(input.sessionKey ?? '', context),
    at,
  })
  if (owner?.user_id !== input.userId) throw new Raced()
  if (input.unionId !== null) await rememberUnion(tx, input.unionId, input.userId)
}

interface Remembered extends Pick<IdentitiesTable, 'app_id' | 'openid' | 'user_id' | 'unionid' | 'session_key'> {
  readonly at: number
}

/** What becomes of the key of an identity that is known already. */
const remember = (ofKey: { readonly isSent: boolean; readonly isNew: boolean }) =>
  kept((db, given: Given<Remembered>) =>
    db
      .insertInto('identities')
      .values({
        app_id: given('app_id'),
        openid: given('openid'),
        user_id: given('user_id'),
        unionid: given('unionid'),
        session_key: given('session_key'),
        session_key_at: given('at'),
        created_at: given('at'),
      })
      .onConflict((conflict) =>
        conflict.columns(['app_id', 'openid']).doUpdateSet(({ ref, fn }) => ({
          ...(ofKey.isSent && { session_key: ref('excluded.session_key') }),
          ...(ofKey.isNew && {
            former_key: ref('identities.session_key'),
            session_key_at: ref('excluded.session_key_at'),
          }),
          unionid: fn.coalesce('excluded.unionid', 'identities.unionid'),
        })),
      )
      .returning('user_id'),
  )
const rememberNewKey = remember({ isSent: true, isNew: true })
const rememberSameKey = remember({ isSent: true, isNew: false })
const rememberWithoutKey = remember({ isSent: false, isNew: false })

/** PostgreSQL waits here for whoever is about to write the same unionid. */
async function rememberUnion(tx: Transaction<Tables>, unionId: string, userId: string): Promise<void> {
  await tx
    .insertInto('unions')
    .values({ unionid: unionId, user_id: userId })
    .onConflict((conflict) => conflict.column('unionid').doNothing())
    .execute()
  if ((await ownerOfUnion(tx, unionId)) !== userId) throw new Raced()
}
