/** SQLite for kysely: a libsql file whose transactions take the write lock at once, and whose statements are kept. */
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import {
  CompiledQuery,
  SqliteAdapter,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
  sql,
  type DatabaseConnection,
  type SelectModifierNode,
} from 'kysely'
import Database from 'libsql'
import { fileOf, notOpened } from './databaseFile.ts'
import type { Engine, Trouble } from './engine.ts'
import { keepStatements, type SqliteFile } from './keepStatements.ts'

/** libsql waits in the main thread, so nothing else runs meanwhile: the real waiting is done in database.ts. */
const busyTimeoutMs = 5

/** Opens a database file, creating it when it is missing. */
export type Connect = (path: string) => SqliteFile

const connectLibsql: Connect = (path) => new Database(path, { timeout: busyTimeoutMs })

/**
 * The file named by `file:…`. Its folder is created, readable for this account alone.
 *
 * @throws {OpeningError} when the file cannot be opened
 */
export function openSqlite(url: string, connect: Connect = connectLibsql): Engine {
  const file = openFile(url, connect)
  return {
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new ImmediateDriver(file),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new LocklessCompiler(),
    },
    oneWriter: true,
    troubleOf: sqliteTrouble,
    prepare: async () => configure(file),
    readiness: sql`select exists (select 1 from sqlite_master where type = 'table' and name = 'migrations') as migrated, null as refusal`,
    // Every transaction holds the write lock.
    lockMigrations: async () => undefined,
    // Other processes learn of it when they read the row again.
    announce: async () => undefined,
    listen: () => async () => undefined,
    pool: () => ({ total: 0, idle: 0, waiting: 0 }),
    abandon: async () => file.close(),
  }
}

function openFile(url: string, connect: Connect): SqliteFile {
  const path = fileOf(url)
  try {
    if (path !== null) mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    return keepStatements(connect(path ?? ':memory:'))
  } catch (cause) {
    throw notOpened(path ?? '', { cause })
  }
}

/** Settings of the connection; the first one writes to the file, so it can meet another process's lock. */
function configure(file: SqliteFile): void {
  for (const pragma of ['journal_mode = wal', 'synchronous = full', 'foreign_keys = on']) {
    file.prepare(`pragma ${pragma}`).all([])
  }
}

/** https://www.sqlite.org/rescode.html: what passes by itself, and what somebody must mend first. */
function sqliteTrouble(error: unknown): Trouble | null {
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (typeof code !== 'string') return null
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) return 'busy'
  return /^SQLITE_(FULL|READONLY|IOERR|CANTOPEN)/.test(code) ? 'unable' : null
}

/**
 * A deferred transaction that reads first fails at once when another process has written meanwhile, and waiting does
 * not help: https://www.sqlite.org/lang_transaction.html#deferred_immediate_and_exclusive_transactions
 */
class ImmediateDriver extends SqliteDriver {
  readonly #file: SqliteFile

  constructor(file: SqliteFile) {
    super({ database: file })
    this.#file = file
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'))
  }

  /** A full disk rolls back by itself; rolling back again would hide the error behind another one. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#file.inTransaction) await super.rollbackTransaction(connection)
  }
}

/** SQLite locks no rows: its transaction is the only writer there is. */
class LocklessCompiler extends SqliteQueryCompiler {
  protected override visitSelectModifier(node: SelectModifierNode): void {
    if (node.modifier !== 'ForUpdate' && node.modifier !== 'SkipLocked') super.visitSelectModifier(node)
  }
}
