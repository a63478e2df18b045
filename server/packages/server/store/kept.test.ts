import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type CompiledQuery,
  type Dialect,
} from 'kysely'
import { expect, it } from 'vitest'
import { kept, type Given } from './kept.ts'
import type { Tables } from './tables.ts'

/** A database that answers nothing, and what it was asked. */
function recorded(dialect: Pick<Dialect, 'createAdapter' | 'createQueryCompiler' | 'createIntrospector'>) {
  const asked: Array<Pick<CompiledQuery, 'sql' | 'parameters'>> = []
  const log = ({ query: { sql, parameters } }: { readonly query: CompiledQuery }): void =>
    void asked.push({ sql, parameters })
  return { db: new Kysely<Tables>({ dialect: { ...dialect, createDriver: () => new DummyDriver() }, log }), asked }
}

const sqlite = () =>
  recorded({
    createAdapter: () => new SqliteAdapter(),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  })
const postgres = () =>
  recorded({
    createAdapter: () => new PostgresAdapter(),
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createIntrospector: (db) => new PostgresIntrospector(db),
  })

it('a statement is built once for a database, and asked with the values of each call', async () => {
  let built = 0
  const spentSince = kept((db, given: Given<{ hash: string; at: number }>) => {
    built++
    return db
      .selectFrom('spent_codes')
      .select('hash')
      .where('hash', '=', given('hash'))
      .where('spent_at', '>', given('at'))
      .limit(7)
  })
  const [one, other] = [sqlite(), postgres()]
  await spentSince(one.db, { hash: 'a', at: 1 })
  await one.db.transaction().execute((tx) => spentSince(tx, { hash: 'b', at: 2 }))
  await spentSince(other.db, { hash: 'c', at: 3 })
  expect(built).toBe(2)
  const text = 'select "hash" from "spent_codes" where "hash" = ? and "spent_at" > ? limit ?'
  expect(one.asked).toEqual([
    { sql: text, parameters: ['a', 1, 7] },
    { sql: text, parameters: ['b', 2, 7] },
  ])
  expect(other.asked).toEqual([
    { sql: text.replace('?', '$1').replace('?', '$2').replace('?', '$3'), parameters: ['c', 3, 7] },
  ])
})

it('one value may stand in several places', async () => {
  const find = kept((db, given: Given<{ id: string }>) =>
    db.selectFrom('users').select('id').where('id', '=', given('id')).where('merged_into', '!=', given('id')),
  )
  const { db, asked } = sqlite()
  await find(db, { id: 'u' })
  expect(asked[0]?.parameters).toEqual(['u', 'u'])
})
