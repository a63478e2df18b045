/** SQLite for kysely: a file whose transactions take the write lock at once, and whose statements are kept. */
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
import { sqliteErrorName } from './sqliteErrorName.ts'
import { connectSqlite, sqliteVersion, type Connect, type SqliteFile, type SqliteStatement } from './sqliteFile.ts'
import { fileOf, notOpened } from './databaseFile.ts'
import type { Engine, ForeignKey, Trouble } from './engine.ts'
import { keepStatements } from './keepStatements.ts'
import { moveOrIgnore } from './moveRows.ts'
import { OpeningError } from './errors.ts'
import { checkedParameters } from './parameters.ts'

/** Older ones may lose what two processes commit to one file: https://www.sqlite.org/wal.html */
const oldestSound = [3, 51, 3] as const

export interface SqliteOptions {
  /** How a file is opened. */
  readonly connect?: Connect | undefined
  /** Of SQLite. @default the library's */
  readonly version?: string | undefined
}

/**
 * The file named by `file:…`. Its folder is created, readable for this account alone.
 *
 * @throws {OpeningError} when the file cannot be opened, or SQLite is too old to be trusted with it
 */
export function openSqlite(
  url: string,
  { connect = connectSqlite, version = sqliteVersion() }: SqliteOptions = {},
): Engine {
  if (!isSound(version)) throw tooOld(version)
  const file = openFile(url, connect)
  const reader = createReader(() => openFile(url, connect))
  return {
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new ImmediateDriver(file, reader.close),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new LocklessCompiler(),
    },
    rowAddress: 'rowid',
    oneWriter: true,
    troubleOf: sqliteTrouble,
    // SQLite's memory is of one connection.
    keep: fileOf(url) === null ? undefined : reader.keep,
    prepare: async () => configure(file),
    readiness: () => sql`
      select exists (select 1 from sqlite_master where type = 'table' and name = 'migrations') as migrated,
        null as refusal, null as "migrationRefusal", null as closed`,
    foreignKeys,
    moveRows: moveOrIgnore,
    // Every transaction holds the write lock.
    lockMigrations: async () => undefined,
    // Other processes learn of it when they read the row again.
    announce: async () => undefined,
    listen: () => async () => undefined,
    pool: () => ({ total: 0, idle: 0, waiting: 0 }),
    abandon: async () => file.close(),
  }
}

const foreignKeys = sql<ForeignKey>`
  select made.name as "table", key."from" as "column", key."table" as target, key."to" as "targetColumn",
    key.on_delete as "onDelete"
  from sqlite_master as made, pragma_foreign_key_list(made.name) as key
  where made.type = 'table'`

function openFile(url: string, connect: Connect): SqliteFile {
  const path = fileOf(url)
  try {
    if (path !== null) mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    return connect(path ?? ':memory:')
  } catch (cause) {
    throw notOpened(path ?? '', { cause })
  }
}

function isSound(version: string): boolean {
  const parts = version.split('.').map(Number)
  const differing = oldestSound.findIndex((least, place) => parts[place] !== least)
  return differing === -1 || (parts[differing] ?? NaN) > (oldestSound[differing] ?? 0)
}

function tooOld(version: string): OpeningError {
  const least = oldestSound.join('.')
  return new OpeningError(
    {
      en: `SQLite ${version} can lose what two processes write at once`,
      zh: `SQLite ${version} 在两个进程同时写入时可能丢失数据`,
    },
    { en: `Run npm ci: this program needs ${least} or newer`, zh: `请运行 npm ci：本程序需要 ${least} 或更新的版本` },
  )
}

/**
 * Settings of the connection; the first one writes to the file, so it can meet another process's lock. A quarter of
 * SQLite's own size for checkpoints takes as long in all, but is a third to a half of the longest pause.
 */
function configure(file: SqliteFile): void {
  for (const pragma of ['journal_mode = wal', 'synchronous = full', 'foreign_keys = on', 'wal_autocheckpoint = 250']) {
    file.prepare(`pragma ${pragma}`).all()
  }
}

/** https://www.sqlite.org/rescode.html: what passes by itself, and what somebody must mend first. */
function sqliteTrouble(error: unknown): Trouble | null {
  const name = sqliteErrorName(error) ?? ''
  if (/^SQLITE_(BUSY|LOCKED)/.test(name)) return 'busy'
  return /^SQLITE_(FULL|READONLY|IOERR|CANTOPEN)/.test(name) ? 'unable' : null
}

/**
 * A deferred transaction that reads first fails at once when another process has written meanwhile, and waiting does
 * not help: https://www.sqlite.org/lang_transaction.html#deferred_immediate_and_exclusive_transactions
 */
class ImmediateDriver extends SqliteDriver {
  readonly #file: SqliteFile
  readonly #onDestroy: () => void

  constructor(file: SqliteFile, onDestroy: () => void) {
    super({ database: keepStatements(file) })
    this.#file = file
    this.#onDestroy = onDestroy
  }

  override async destroy(): Promise<void> {
    this.#onDestroy()
    await super.destroy()
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'))
  }

  /** A full disk rolls back by itself; rolling back again would hide the error behind another one. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#file.isTransaction) await super.rollbackTransaction(connection)
  }
}

/** A connection of its own, opened when first asked: on the writer's it would see half of a transaction. */
function createReader(open: () => SqliteFile) {
  let file: SqliteFile | null = null

  return {
    keep<Row>({ sql: text }: CompiledQuery<Row>) {
      let read: ReturnType<typeof prepareOne> | null = null
      return async (parameters: readonly unknown[]): Promise<Row | undefined> => {
        read ??= prepareOne((file ??= open()).prepare(text))
        return read(parameters) as Row | undefined
      }
    },
    close: () => file?.close(),
  }
}

/** Values come as a list and get their names here: the driver takes longer to name them than SQLite to find them. */
function prepareOne(statement: SqliteStatement) {
  const names = statement.columns().map(({ name }) => name)
  statement.setReturnArrays(true)
  return (parameters: readonly unknown[]): Record<string, unknown> | undefined => {
    const values: unknown = statement.get(...checkedParameters(parameters))
    if (!Array.isArray(values)) return undefined
    const row: Record<string, unknown> = {}
    for (let at = 0; at < names.length; at++) row[names[at] ?? ''] = values[at]
    return row
  }
}

/** SQLite locks no rows: its transaction is the only writer there is. */
class LocklessCompiler extends SqliteQueryCompiler {
  protected override visitSelectModifier(node: SelectModifierNode): void {
    const isLock = ['ForUpdate', 'ForKeyShare', 'SkipLocked'].includes(node.modifier ?? '')
    if (!isLock) super.visitSelectModifier(node)
  }
}
