/** PostgreSQL: what it does differently from SQLite, over kysely's own dialect. */
import { randomUUID } from 'node:crypto'
import { PostgresDialect, sql, type RawBuilder } from 'kysely'
import pg from 'pg'
import type { Engine, ForeignKey } from './engine.ts'
import { moveBySavepoint } from './moveRows.ts'
import { announceEnds, listenForEnds } from './postgres/notices.ts'
import { postgresConfig } from './postgres/postgresConfig.ts'
import type { PostgresOptions } from './postgres/PostgresOptions.ts'
import { openPostgresPool, type PostgresPool } from './postgres/postgresPool.ts'
import { postgresTrouble } from './postgres/postgresTrouble.ts'
import { noReport, type StoreReport } from './report.ts'

/** Any number will do, as long as every node and version uses the same. */
const migrationsLock = 7_236_521_004

/** A standby takes no writes; nor does a role that may not both read and write one of these tables that is there. */
function refusalOf(tables: readonly string[]): RawBuilder<string | null> {
  const closed = sql`
    select 1 from pg_tables where schemaname = current_schema() and tablename in (${sql.join(tables)})
    and not (select bool_and(has_table_privilege(quote_ident(tablename), kind))
      from unnest(array['select', 'insert', 'update', 'delete']) as kind)`
  return sql`
    case when current_setting('transaction_read_only') = 'on' then '25006'
      when exists (${closed}) then '42501' end`
}

/** Since version 15 a role may create tables not even in its own database. */
const migrationRefusal = sql`case when has_schema_privilege(current_schema(), 'create') is not true then '42501' end`

/** In this schema; a partition has its key from its parent. */
const foreignKeys = sql<ForeignKey>`
  select made.relname as "table", part.attname as "column", target.relname as target,
    there.attname as "targetColumn",
    case key.confdeltype when 'c' then 'CASCADE' when 'n' then 'SET NULL' when 'd' then 'SET DEFAULT'
      when 'r' then 'RESTRICT' else 'NO ACTION' end as "onDelete"
  from pg_constraint as key
  join pg_class as made on made.oid = key.conrelid
  join pg_class as target on target.oid = key.confrelid
  cross join unnest(key.conkey, key.confkey) as pair (here, there)
  join pg_attribute as part on part.attrelid = key.conrelid and part.attnum = pair.here
  join pg_attribute as there on there.attrelid = key.confrelid and there.attnum = pair.there
  where key.contype = 'f' and key.conparentid = 0 and made.relnamespace = current_schema()::regnamespace`

/**
 * Own tables: the store itself takes a person's rows away or to another person, or their owner off; the others are at
 * least read. What else own code does with them is for its own rights to say.
 */
function closedOf(ours: readonly string[], belongToNobody: readonly string[]): RawBuilder<string | null> {
  // The null is no table's name: a list in SQL may not be empty.
  return sql`
    select string_agg(distinct named, ', ' order by named) from (
      select "table" as named, case "onDelete" when 'SET NULL' then array['select', 'update']
        else array['select', 'update', 'delete'] end as kinds
      from (${foreignKeys}) as keys where target = 'users' and "table" not in (${sql.join(ours)})
      union all select tablename, array['select'] from pg_tables
      where schemaname = current_schema() and tablename in (${sql.join([null, ...belongToNobody])})) as own
    where exists (select 1 from unnest(kinds) as kind where not has_table_privilege(quote_ident(named), kind))`
}

/** @throws {OpeningError} never with the address, which holds a password */
export function openPostgres(url: string, options: PostgresOptions = {}, report: StoreReport = noReport): Engine {
  const pool = openPostgresPool(url, options)
  const listening = options.listenUrl === undefined ? null : postgresConfig(options.listenUrl, options)
  const node = randomUUID()

  return {
    dialect: new PostgresDialect({ pool }),
    rowAddress: 'ctid',
    oneWriter: false,
    pauseMs: { least: 10, most: 100 },
    troubleOf: postgresTrouble,
    keep: ({ sql: text }) => keptOn(pool, text),
    prepare: async () => undefined,
    // Building an index on a large table takes longer than serving may.
    unlimited: () => openPostgres(url, { ...options, limit: 1, statementTimeoutMs: 0 }),
    readiness: ({ tables, belongToNobody }) => sql`select to_regclass('migrations') is not null as migrated,
      ${refusalOf(tables)} as refusal, ${migrationRefusal} as "migrationRefusal",
      (${closedOf(tables, belongToNobody)}) as closed`,
    foreignKeys,
    moveRows: moveBySavepoint,
    lockMigrations: async (tx) => void (await sql`select pg_advisory_xact_lock(${migrationsLock})`.execute(tx)),
    announce: (tx, sessionIds) => announceEnds(tx, node, sessionIds),
    listen: (hear) =>
      listenForEnds({ connect: listening ? () => new pg.Client(listening) : pool.another, node, hear, report }),
    pool: pool.use,
    abandon: pool.end,
  }
}

function keptOn(pool: PostgresPool, text: string) {
  return async <Row>(parameters: readonly unknown[]): Promise<Row | undefined> => {
    const client = await pool.connect()
    try {
      return (await client.query<Row>(text, parameters)).rows[0]
    } finally {
      client.release()
    }
  }
}
