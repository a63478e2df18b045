/** Brings the tables up to date when the store opens; imported by name, for the production build is one file. */
import type { Kysely, Transaction } from 'kysely'
import { accounts } from './migrations/001-accounts.ts'
import { identity } from './migrations/002-identity.ts'
import { successors } from './migrations/003-successors.ts'
import { consents } from './migrations/004-consents.ts'
import { formerKeys } from './migrations/005-former-keys.ts'
import { steps } from './migrations/006-steps.ts'
import { limits } from './migrations/007-limits.ts'
import { newestUsers } from './migrations/008-newest-users.ts'
import type { Migration } from './ownData.ts'
import type { Tables } from './tables.ts'

/** In this order; a name that once went out never changes. */
const migrations: ReadonlyArray<readonly [name: string, up: (tx: Transaction<Tables>) => Promise<void>]> = [
  ['001-accounts', accounts],
  ['002-identity', identity],
  ['003-successors', successors],
  ['004-consents', consents],
  ['005-former-keys', formerKeys],
  ['006-steps', steps],
  ['007-limits', limits],
  ['008-newest-users', newestUsers],
]

/**
 * Applies what is missing, all or nothing. Runs inside a transaction that already holds a lock, so that of
 * several processes starting at once one migrates and the others find it done. Names from a newer version are left
 * alone: an old node may restart while a new one already serves. Own ones run last.
 */
export async function migrate(tx: Transaction<Tables>, at: number, own: readonly Migration[]): Promise<void> {
  await tx.schema
    .createTable('migrations')
    .ifNotExists()
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('applied_at', 'bigint', (column) => column.notNull())
    .execute()
  for (const [name, up] of await pendingMigrations(tx, own)) {
    await up(tx)
    await tx.insertInto('migrations').values({ name, applied_at: at }).execute()
  }
}

/** Those that the next start applies, of a database that has the table of migrations. */
export async function pendingMigrations(
  db: Kysely<Tables>,
  own: readonly Migration[],
): Promise<ReadonlyArray<readonly [name: string, up: (tx: Transaction<Tables>) => Promise<void>]>> {
  const applied = new Set((await db.selectFrom('migrations').select('name').execute()).map(({ name }) => name))
  const numbered = own.map((up, place) => [`own-${String(place + 1).padStart(3, '0')}`, up] as const)
  return [...migrations, ...numbered].filter(([name]) => !applied.has(name))
}

/** All but own ones: what the first start applies. */
export const migrationsCount = migrations.length
