/**
 * Where the counts of rate limits stand: the same database as everything else, on a connection of its own, for the
 * library opens transactions by itself and must not open them inside ours.
 */
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { RateLimiterPostgres, RateLimiterSQLite, type RateLimiterAbstract } from 'rate-limiter-flexible'
import { connectSqlite, type SqliteFile, type SqliteStatement } from '../database/sqliteFile.ts'
import { errorCode } from '../errorCode.ts'
import { openPostgresPool } from '../database/postgres/postgresPool.ts'

const tableName = 'rate_limits'
/** As the library would make it, which does not do so safely on a locked file. */
const createTable = `create table if not exists ${tableName}
  (key varchar(255) primary key, points integer not null, expire bigint)`
/** Two nodes made the table at the same moment: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const madeMeanwhile = ['23505', '42710', '42P07']
/** Few enough not to hold up this process. */
const prunedAtOnce = 500
const postgresPool = { limit: 2, connectTimeoutMs: 1000, statementTimeoutMs: 1000 }

export interface LimitRule {
  /** Sets this rule's keys apart from those of others. */
  readonly name: string
  /** How many in a window. */
  readonly points: number
  readonly windowSeconds: number
}

export interface LimitDatabase {
  /** @throws when the database does not answer */
  limiter(rule: LimitRule): Promise<RateLimiterAbstract>
  /** Forgets windows that ended before, in milliseconds since 1970. */
  prune(endedBefore: number): Promise<void>
  close(): Promise<void>
}

/** @param url `file:…` or `postgres://…`; nothing is opened before the first question. */
export function openLimitDatabase(url: string): LimitDatabase {
  return /^postgres(ql)?:/.test(url) ? inPostgres(url) : inSqlite(url)
}

function inSqlite(url: string): LimitDatabase {
  let file: SqliteFile | null = null
  const open = () => (file ??= openFile(url))
  const limiters = keptOnce(
    (rule) =>
      new RateLimiterSQLite({ ...optionsOf(rule), storeClient: clientOver(open()), storeType: 'better-sqlite3' }),
  )

  return {
    limiter: async (rule) => limiters(rule),
    async prune(endedBefore) {
      const { prepare } = clientOver(open())
      await untilEnd(async (after) => {
        const last = prepare(lastOf('?')).get(after)?.['last']
        if (typeof last !== 'string') return null
        prepare(`delete from ${tableName} where key > ? and key <= ? and expire < ?`).run(after, last, endedBefore)
        return last
      })
    },
    async close() {
      file?.close()
      file = null
    },
  }
}

function inPostgres(url: string): LimitDatabase {
  const pool = openPostgresPool(url, postgresPool)
  const ask = async <R = unknown>(text: string, values: readonly unknown[] = []) => {
    const client = await pool.connect()
    return client.query<R>(text, values).finally(() => client.release())
  }
  // The pool names statements, or not, as whoever stands between allows; the library's own names would clash.
  const storeClient = { query: ({ text, values }: { text: string; values: unknown[] }) => ask(text, values) }
  const limiters = keptOnce((rule) => new RateLimiterPostgres({ ...optionsOf(rule), storeClient, storeType: 'client' }))
  let table: Promise<unknown> | null = null

  const tableMade = () =>
    (table ??= makeTable(ask).catch((error: unknown) => {
      table = null
      throw error
    }))

  return {
    async limiter(rule) {
      await tableMade()
      return limiters(rule)
    },
    async prune(endedBefore) {
      await tableMade()
      await untilEnd(async (after) => {
        const [row] = (await ask<{ last: string | null }>(lastOf('$1'), [after])).rows
        if (!row?.last) return null
        await ask(`delete from ${tableName} where key > $1 and key <= $2 and expire < $3`, [
          after,
          row.last,
          endedBefore,
        ])
        return row.last
      })
    },
    close: () => pool.end(),
  }
}

/** The store's migrations make it; asking to make it again takes a right that a role which serves may not have. */
async function makeTable(ask: (text: string) => Promise<{ readonly rows: readonly unknown[] }>): Promise<void> {
  const { rows } = await ask(`select 1 where to_regclass('${tableName}') is null`)
  if (rows.length === 0) return
  await ask(createTable).catch((error: unknown) => {
    if (!madeMeanwhile.includes(errorCode(error))) throw error
  })
}

/** The last of the next keys, so that the table is pruned in steps without an index that every count would pay for. */
const lastOf = (after: string): string =>
  `select max(key) as last from
    (select key from ${tableName} where key > ${after} order by key limit ${prunedAtOnce}) as step`

/** @param step prunes some keys after the one given and answers the last of them; null where there are none */
async function untilEnd(step: (after: string) => Promise<string | null>): Promise<void> {
  for (let after: string | null = ''; after !== null; after = await step(after)) await turn()
}

/** The library keeps its statements and settings in an object per rule. */
function keptOnce(make: (rule: LimitRule) => RateLimiterAbstract): (rule: LimitRule) => RateLimiterAbstract {
  const kept = new Map<string, RateLimiterAbstract>()
  return (rule) => {
    const limiter = kept.get(rule.name) ?? make(rule)
    kept.set(rule.name, limiter)
    return limiter
  }
}

function optionsOf({ name, points, windowSeconds }: LimitRule) {
  // The library's own pruning does not catch a locked file.
  const ours = { tableName, tableCreated: true, clearExpiredByTimeout: false }
  return { keyPrefix: name, points, duration: windowSeconds, ...ours }
}

/**
 * What the library asks of better-sqlite3. Each of its transactions is a single statement, which SQLite does wholly or
 * not at all without one; and there are few statements, so all are kept.
 */
function clientOver(file: SqliteFile) {
  const kept = new Map<string, SqliteStatement>()
  return {
    prepare(sql: string) {
      const statement = kept.get(sql) ?? file.prepare(sql)
      kept.set(sql, statement)
      return statement
    },
    transaction: <T>(work: () => T): (() => T) => work,
  }
}

function openFile(url: string): SqliteFile {
  const path = url.startsWith('file://') ? fileURLToPath(url) : url.replace(/^file:/, '')
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const file = connectSqlite(path)
  try {
    // A count lost with the power does no harm; waiting for the disk at each would.
    file.exec(`pragma journal_mode = wal; pragma synchronous = normal; ${createTable}`)
    return file
  } catch (error) {
    file.close()
    throw error
  }
}
