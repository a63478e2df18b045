/** Before the store serves: whether it may, and what of its tables is missing. */
import type { Kysely } from 'kysely'
import { createDatabase } from '../database/database.ts'
import type { Engine } from '../database/engine.ts'
import { storeTables } from './foreignKeys.ts'
import { migrate, migrationsCount, pendingMigrations } from './migrate.ts'
import type { OwnData } from './ownData.ts'
import { OpeningError, StoreError } from '../database/errors.ts'
import type { StoreDatabase, Tables } from './tables.ts'

/** Starting waits longer than serving does: another process may be migrating, or the database starting too. */
export const openDeadlineMs = 10_000

/** A start only reads of migrations, which another role may have run. */
const writtenTables = [...storeTables].filter((table) => table !== 'migrations')

/** What makes a product's own tables, and which of them are nobody's. */
export type OwnTables = Pick<OwnData, 'migrations' | 'belongToNobody'>

export interface Preparing {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly own: OwnTables
}

/**
 * How many migrations are pending.
 *
 * @throws {StoreError} where they, or nothing at all, may be written
 * @throws {OpeningError} where own tables are closed
 */
export async function countPending(
  db: Kysely<Tables>,
  engine: Engine,
  { migrations, belongToNobody }: OwnTables,
): Promise<number> {
  const [row] = (await engine.readiness({ tables: writtenTables, belongToNobody }).execute(db)).rows
  if (row?.refusal) throw new StoreError(row.refusal)
  if (row?.closed) throw closedError(row.closed)
  const pending = row?.migrated ? (await pendingMigrations(db, migrations)).length : migrationsCount + migrations.length
  if (pending > 0 && row?.migrationRefusal) throw new StoreError(row.migrationRefusal)
  return pending
}

function closedError(tables: string): OpeningError {
  return new OpeningError(
    {
      en: `The database cannot be prepared: permission denied for your own tables ${tables} (42501)`,
      zh: `数据库不可用：对自有表 ${tables} 权限不足（42501）`,
    },
    {
      en: 'Grant its role select, update and delete on tables with a foreign key to users, and select on all others',
      zh: '请授予该角色对引用 users 的表的 select、update、delete 权限，以及对其余表的 select 权限',
    },
  )
}

/** Looks first without a lock: where all is done a role serves that may create nothing. */
export async function prepareTables(database: StoreDatabase, engine: Engine, { at, own }: Preparing): Promise<void> {
  if ((await database.read((db) => countPending(db, engine, own), openDeadlineMs)) === 0) return
  const migrating = engine.unlimited?.()
  const patient = migrating ? createDatabase<Tables>(migrating) : database
  try {
    await patient.write(async (tx) => {
      await engine.lockMigrations(tx)
      await migrate(tx, at, own.migrations)
    }, openDeadlineMs)
  } finally {
    if (patient !== database) await patient.close()
  }
}
