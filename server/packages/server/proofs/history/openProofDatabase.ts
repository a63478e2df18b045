/** A database for a run, and what its own checks say of it afterwards. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { openPostgres, type TestPostgres } from '../../testing/openPostgres.ts'

export type DatabaseKind = 'sqlite' | 'postgres'

export interface ProofDatabase {
  /** For DATABASE_URL. */
  readonly url: string
  readonly postgres: TestPostgres | null
  readonly rows: Rows
  /** What is broken, or there twice; each in a sentence. */
  problems(): Promise<string[]>
  close(): Promise<void>
}

export type Rows = (sql: string) => Promise<Record<string, unknown>[]>

/** @param folder for SQLite @default one of its own */
export function openProofDatabase(kind: DatabaseKind, folder?: string): Promise<ProofDatabase> {
  return kind === 'sqlite' ? Promise.resolve(openSqlite(folder)) : openServer()
}

function openSqlite(given?: string): ProofDatabase {
  const folder = given ?? mkdtempSync(join(tmpdir(), 'uni-trpc-proof-'))
  const path = join(folder, 'app.db')
  return {
    url: `file:${path}`,
    postgres: null,
    rows: (sql) => withSqlite(path, (rows) => rows(sql)),
    problems: () => withSqlite(path, sqliteProblems),
    close: () => Promise.resolve(rmSync(folder, { recursive: true, force: true })),
  }
}

async function openServer(): Promise<ProofDatabase> {
  const postgres = await openPostgres()
  const url = await postgres.createDatabase()
  const rows: Rows = (sql) => postgres.query(url, sql)
  return {
    url,
    postgres,
    rows,
    problems: () => postgresProblems(rows),
    close: () => postgres.stop(),
  }
}

async function withSqlite<T>(path: string, ask: (rows: Rows) => Promise<T>): Promise<T> {
  const file = new DatabaseSync(path, { timeout: 5000 })
  try {
    return await ask((sql) => Promise.resolve(file.prepare(sql).all()))
  } finally {
    file.close()
  }
}

async function sqliteProblems(rows: Rows): Promise<string[]> {
  const integrity = (await rows('pragma integrity_check')).map((row) => String(row['integrity_check']))
  const orphans = (await rows('pragma foreign_key_check')).map(() => 'a row that belongs to nobody')
  return [...integrity.filter((text) => text !== 'ok'), ...orphans, ...(await doubled(rows))]
}

/** By amcheck, which reads every page of every table and index, and by its own foreign keys, asked again. */
export async function postgresProblems(rows: Rows): Promise<string[]> {
  const ours = "relnamespace = 'public'::regnamespace"
  const broken: string[] = []
  await rows('create extension if not exists amcheck')
  const tables = await rows(`select oid::regclass::text as name from pg_class where relkind = 'r' and ${ours}`)
  for (const { name } of tables)
    for (const { msg } of await rows(`select msg from verify_heapam('${String(name)}')`)) broken.push(String(msg))
  const indexes = `select bt_index_check(pg_class.oid, true) from pg_class join pg_am on pg_am.oid = relam
    where relkind = 'i' and amname = 'btree' and ${ours}`
  await rows(indexes).catch((error: unknown) => broken.push(String(error)))
  const keys = await rows(`select conrelid::regclass::text as child, confrelid::regclass::text as parent,
      (select attname from pg_attribute where attrelid = conrelid and attnum = conkey[1]) as own,
      (select attname from pg_attribute where attrelid = confrelid and attnum = confkey[1]) as theirs
    from pg_constraint where contype = 'f' and array_length(conkey, 1) = 1`)
  for (const { child, parent, own, theirs } of keys as Record<string, string>[]) {
    const without = `from ${child} where ${own} is not null and ${own} not in (select ${theirs} from ${parent})`
    for (const _row of await rows(`select 1 ${without}`)) broken.push(`a row of ${child} belongs to nobody`)
  }
  return [...broken, ...(await doubled(rows))]
}

/** What may be there once only. */
async function doubled(rows: Rows): Promise<string[]> {
  const asked = [
    ['an identity is there twice', 'select openid from identities group by app_id, openid having count(*) > 1'],
    [
      'a number is on two users',
      'select phone_index from users where phone_index is not null group by phone_index having count(*) > 1',
    ],
    [
      'a user nobody can reach',
      'select id from users where id not in (select user_id from identities) and left_at is null and merged_into is null',
    ],
  ] as const
  const found = await Promise.all(asked.map(async ([words, sql]) => (await rows(sql)).map(() => words)))
  return found.flat()
}
