/** Before the store serves: whether it may, and what of its tables is missing. */
import type { Kysely } from 'kysely'
import { createDatabase } from '../database/database.ts'
import type { Engine } from '../database/engine.ts'
import { storeTables } from './foreignKeys.ts'
import { migrate, migrationsCount, pendingMigrations } from './migrate.ts'
import type { Migration } from './ownData.ts'
import { StoreError } from '../database/errors.ts'
import type { StoreDatabase, Tables } from './tables.ts'

/** Starting waits longer than serving does: another process may be migrating, or the database starting too. */
export const openDeadlineMs = 10_000

/** A start only reads of migrations, which another role may have run. */
const writtenTables = [...storeTables].filter((table) => table !== 'migrations')

export interface Preparing {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly own: readonly Migration[]
}

/** How many migrations are pending. @throws {StoreError} where they, or nothing at all, may be written */
export async function countPending(
  db: Kysely<Tables>,
  engine: Engine,
  own: readonly Migration[] = [],
): Promise<number> {
  const [row] = (await engine.readiness(writtenTables).execute(db)).rows
  if (row?.refusal) throw new StoreError(row.refusal)
  const pending = row?.migrated ? (await pendingMigrations(db, own)).length : migrationsCount + own.length
  if (pending > 0 && row?.migrationRefusal) throw new StoreError(row.migrationRefusal)
  return pending
}

/** Looks first without a lock: where all is done a role serves that may create nothing. */
export async function prepareTables(database: StoreDatabase, engine: Engine, { at, own }: Preparing): Promise<void> {
  if ((await database.read((db) => countPending(db, engine, own), openDeadlineMs)) === 0) return
  const migrating = engine.unlimited?.()
  const patient = migrating ? createDatabase<Tables>(migrating) : database
  try {
    await patient.write(async (tx) => {
      await engine.lockMigrations(tx)
      await migrate(tx, at, own)
    }, openDeadlineMs)
  } finally {
    if (patient !== database) await patient.close()
  }
}
