/** PostgreSQL: what it does differently from SQLite, over kysely's own dialect. */
import { randomUUID } from 'node:crypto'
import { PostgresDialect, sql } from 'kysely'
import type { Engine } from './engine.ts'
import { announceEnds, listenForEnds } from './notices.ts'
import { openPostgresPool } from './postgres/postgresPool.ts'
import type { PostgresOptions } from './postgres/PostgresOptions.ts'
import { postgresTrouble } from './postgres/postgresTrouble.ts'

/** Any number will do, as long as every node and version uses the same. */
const migrationsLock = 7_236_521_004

/** A standby, and a role that may not create tables (since version 15 not even in its own database), stop every start. */
const startRefusal = sql`case when current_setting('transaction_read_only') = 'on' then '25006'
  when has_schema_privilege(current_schema(), 'create') is not true then '42501' end`

/** @throws {OpeningError} never with the address, which holds a password */
export function openPostgres(url: string, options: PostgresOptions = {}): Engine {
  const pool = openPostgresPool(url, options)
  const node = randomUUID()

  return {
    dialect: new PostgresDialect({ pool }),
    rowAddress: 'ctid',
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
    listen: (hear) => listenForEnds({ connect: pool.another, node, hear }),
    pool: pool.use,
    abandon: pool.end,
  }
}
