/** PostgreSQL: a pool with a limit on whatever could wait for ever, so that a dead server never holds a request. */
import { randomUUID } from 'node:crypto'
import { PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, sql } from 'kysely'
import pg from 'pg'
import type { Engine } from './engine.ts'
import { announceEnds, listenForEnds } from './notices.ts'
import { OpeningError } from './OpeningError.ts'
import { PostgresDriver } from './PostgresDriver.ts'
import { postgresTrouble } from './postgresTrouble.ts'

/** Any number will do, as long as every node and version uses the same. */
const migrationsLock = 7_236_521_004

/** A standby, and a role that may not create tables (since version 15 not even in its own database), stop every start. */
const startRefusal = sql`case when current_setting('transaction_read_only') = 'on' then '25006'
  when has_schema_privilege(current_schema(), 'create') is not true then '42501' end`

export interface PostgresOptions {
  /** Connections of this process at most; one more listens where `onSessionEnded` is used. @default 10 */
  readonly limit?: number | undefined
  /** Milliseconds to wait for a free or a new connection. @default 5000 */
  readonly connectTimeoutMs?: number | undefined
  /** Milliseconds a statement may take, waiting for locks included. @default 5000 */
  readonly statementTimeoutMs?: number | undefined
}

/** @throws {OpeningError} never with the address, which holds a password */
export function openPostgres(url: string, options: PostgresOptions = {}): Engine {
  if (!URL.canParse(url)) throw noAddress()
  const config = configOf(url, options)
  const pool = new pg.Pool({ ...config, max: options.limit ?? 10 })
  const node = randomUUID()
  // Without a listener the loss of a connection would end the process; whoever uses it next is told anyway.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => void client.on('error', () => undefined))

  return {
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new PostgresDriver(pool),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
    oneWriter: false,
    pauseMs: { least: 10, most: 100 },
    troubleOf: postgresTrouble,
    prepare: async () => undefined,
    readiness: sql`select to_regclass('migrations') is not null as migrated, ${startRefusal} as refusal`,
    async lockMigrations(tx) {
      await sql`select pg_advisory_xact_lock(${migrationsLock})`.execute(tx)
      // Building an index on a large table takes longer than serving may.
      await sql`set local statement_timeout = 0`.execute(tx)
    },
    announce: (tx, sessionIds) => announceEnds(tx, node, sessionIds),
    listen: (hear) => listenForEnds({ connect: () => new pg.Client(config), node, hear }),
    pool: () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    abandon: () => pool.end(),
  }
}

function noAddress(): OpeningError {
  return new OpeningError(
    { en: 'The address of the database is no address', zh: '数据库地址不是有效的网址' },
    { en: 'Correct DATABASE_URL: is its password URL-encoded?', zh: '请更正 DATABASE_URL，密码须经 URL 编码' },
  )
}

function configOf(url: string, options: PostgresOptions): pg.ClientConfig {
  const { connectTimeoutMs = 5000, statementTimeoutMs = 5000 } = options
  return {
    connectionString: url,
    application_name: 'uni-trpc',
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: statementTimeoutMs,
    // For a server that does not even say that it timed out.
    query_timeout: statementTimeoutMs + 1000,
    // A process that stalls within a transaction must not hold its locks for ever.
    idle_in_transaction_session_timeout: 2 * statementTimeoutMs,
    keepAlive: true,
    types: { getTypeParser: parserOf },
  }
}

/** Times and counts are bigint there and plain numbers here; the year 287396 is far. */
function parserOf(oid: number, format?: 'text' | 'binary'): (text: string) => unknown {
  if (oid === pg.types.builtins.INT8) return Number
  return format === 'binary' ? pg.types.getTypeParser(oid, 'binary') : pg.types.getTypeParser(oid, 'text')
}
