/** Which tables hold rows of people: found by their foreign keys, which both databases know by heart. */
import type { Transaction } from 'kysely'
import type { Engine, ForeignKey } from '../database/engine.ts'
import type { Tables } from './tables.ts'

/** The store's own, whose rows it moves and deletes by itself. */
export const storeTables: ReadonlySet<string> = new Set([
  'users',
  'identities',
  'sessions',
  'unions',
  'avatars',
  'consents',
  'access_tokens',
  'audit',
  'spent_codes',
  'migrations',
  'rate_limits',
])

/** Those of own tables, as they stand now: another node may have migrated since this one started. */
export async function ownForeignKeys(tx: Transaction<Tables>, engine: Engine): Promise<ForeignKey[]> {
  const { rows } = await engine.foreignKeys.execute(tx)
  return rows.filter(({ table }) => !storeTables.has(table))
}
