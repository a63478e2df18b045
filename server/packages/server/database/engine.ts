/** What the two databases do differently. Everything else in this folder is written once. */
import type { CompiledQuery, Dialect, QueryExecutorProvider, RawBuilder } from 'kysely'

/** `busy` passes by itself; `unable` (a full or read-only disk) needs somebody's hand. */
export type Trouble = 'busy' | 'unable'

/** Connections: all, those that do nothing, and requests that wait for one. Zeros where there is no pool. */
export interface PoolUse {
  readonly total: number
  readonly idle: number
  readonly waiting: number
}

export interface Readiness {
  /** SQLite has numbers for truth. */
  readonly migrated: boolean | number
  /** Why nothing can be written at all. */
  readonly refusal: string | null
  /** Why no migration can be run. */
  readonly migrationRefusal: string | null
  /** Names of own tables that the role may not use as it must. */
  readonly closed: string | null
}

/** Whose rights are looked at, as far as they are there. */
export interface Wanted {
  /** The store's own. */
  readonly tables: readonly string[]
  /** Of a product, and of nobody's rows; those of people's rows are found by their foreign keys. */
  readonly belongToNobody: readonly string[]
}

/** A column of a foreign key. */
export interface ForeignKey {
  readonly table: string
  readonly column: string
  /** The table that it refers to. */
  readonly target: string
  /** That table's column; `null` where SQLite is to take its primary key. */
  readonly targetColumn: string | null
  /** In SQL's words, such as `CASCADE`, `SET NULL` or `NO ACTION`. */
  readonly onDelete: string
}

/** Ids of the two persons. */
export interface Owners {
  readonly from: string
  readonly to: string
}

/** Rows change hands; one that cannot, for the new owner has its like already, is deleted. */
export type MoveRows = (
  tx: QueryExecutorProvider,
  key: Pick<ForeignKey, 'table' | 'column'>,
  owners: Owners,
) => Promise<void>

export interface Engine {
  readonly dialect: Dialect
  /** Whether writes of this process stand in one line, so that only the first asks for the lock. */
  readonly oneWriter: boolean
  /** Between two attempts, in milliseconds. */
  readonly pauseMs?: { readonly least: number; readonly most: number }
  /** The column that every row has, by which those without a key are told apart within a transaction. */
  readonly rowAddress: 'rowid' | 'ctid'
  readonly troubleOf: (error: unknown) => Trouble | null
  /** The same database without limits of time and with one connection, where there are limits: for migrations. */
  readonly unlimited?: (() => Engine) | undefined
  /**
   * Keeps a statement that answers one row at most, to be asked beside the transactions under way and without kysely's
   * way to a connection, where that is shorter: it runs on every request.
   */
  readonly keep?:
    | (<Row>(query: CompiledQuery<Row>) => (parameters: readonly unknown[]) => Promise<Row | undefined>)
    | undefined
  /** Before anything else; is called again when it met trouble that passes. */
  prepare(): Promise<void>
  /**
   * Asks, in one row, whether the table of migrations is there, and for that by which a start would be refused: tables
   * of the store have to be readable and writable, own ones as people who leave or merge need it, or readable.
   */
  readiness(wanted: Wanted): RawBuilder<Readiness>
  /** Asks for the foreign keys of all tables. */
  readonly foreignKeys: RawBuilder<ForeignKey>
  readonly moveRows: MoveRows
  /** Keeps other processes from migrating until this transaction ends. */
  lockMigrations(tx: QueryExecutorProvider): Promise<void>
  /** Tells the other nodes, if this transaction commits, that these sessions ended. */
  announce(tx: QueryExecutorProvider, sessionIds: readonly string[]): Promise<void>
  /** Hears what other nodes announce, until the function it answers is called. */
  listen(hear: (sessionIds: readonly string[]) => void): () => Promise<void>
  pool(): PoolUse
  /** Only where opening failed: otherwise the dialect closes. */
  abandon(): Promise<void>
}
