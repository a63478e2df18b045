/**
 * The row of a person, held until the transaction ends: whatever changes a person, or begins and ends sessions, asks
 * here first.
 */
import type { Transaction } from 'kysely'
import { Refusal } from 'uni-trpc-protocol'
import { kept, type Given } from './kept.ts'
import { userColumns } from './rows.ts'
import type { Tables, UsersTable } from './tables.ts'

/** The user that counts, also where this one was merged into another; `null` for nobody, or somebody who left. */
export async function lockUser(tx: Transaction<Tables>, id: string): Promise<UsersTable | null> {
  const [user] = await find(tx, { id })
  if (!user || user.left_at !== null) return null
  return user.merged_into === null ? user : lockUser(tx, user.merged_into)
}

/** @throws {Refusal} SESSION_ENDED when the person left meanwhile, for leaving ends every session */
export async function lockPresentUser(tx: Transaction<Tables>, id: string): Promise<UsersTable> {
  const user = await lockUser(tx, id)
  if (!user) throw new Refusal('SESSION_ENDED')
  return user
}

/**
 * Keeps a person from leaving and from being merged until the transaction ends; any number may do so at once.
 *
 * @throws {Refusal} SESSION_ENDED for somebody who left; STORE_BUSY for who was merged since the request was checked,
 *   and is known by another id when it comes again
 */
export async function holdUser(tx: Transaction<Tables>, id: string): Promise<void> {
  const [user] = await findHeld(tx, { id })
  if (!user || user.left_at !== null) throw new Refusal('SESSION_ENDED')
  if (user.merged_into !== null) throw new Refusal('STORE_BUSY')
}

const findHeld = kept((db, given: Given<{ id: string }>) =>
  db.selectFrom('users').select(['left_at', 'merged_into']).where('id', '=', given('id')).forKeyShare(),
)

const find = kept((db, given: Given<{ id: string }>) =>
  db.selectFrom('users').select(userColumns).where('id', '=', given('id')).forUpdate(),
)
