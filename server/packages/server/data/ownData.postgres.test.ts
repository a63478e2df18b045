/** Own tables on a real PostgreSQL, made by two processes at once, and closed to the role that serves. */
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { examineStore } from '../store/examineStore.ts'
import { storeTables } from '../store/foreignKeys.ts'
import { openStore } from '../store/store.ts'
import { aSignIn, start, testSeal } from '../store/testing/aSignIn.ts'
import { createWorkers, tellAll } from '../store/testing/workers.ts'
import { sharedPostgres, type SharedPostgres } from '../testing/sharedPostgres.ts'
import { defineDiaries } from './testing/diaries.ts'
import { ownDataContract } from './testing/ownDataContract.ts'

const workers = createWorkers()
let postgres: SharedPostgres
beforeAll(async () => {
  postgres = await sharedPostgres()
})
afterAll(() => workers.end())

ownDataContract('PostgreSQL', async () => {
  const url = await postgres.createDatabase()
  const patience = { busyDeadlineMs: 60_000, postgres: { connectTimeoutMs: 60_000, statementTimeoutMs: 30_000 } }
  return {
    open: (options) => openStore({ ...options, ...patience, url, now: () => start }),
    discard: async () => undefined,
  }
})

it('own tables are made once when two processes start at once', { timeout: 60_000 }, async () => {
  const url = await postgres.createDatabase()
  await tellAll(await workers.start(2), () => ({ kind: 'open', url, withDiaries: true }))
  const made = await postgres.query(url, "select name from migrations where name like 'own-%' order by name")
  expect(made).toEqual([{ name: 'own-001' }, { name: 'own-002' }])
  expect(await postgres.query(url, 'select * from diaries')).toEqual([])
})

it('I93: a start and the doctor name the own tables that the role may not use; with the rights they ask for it serves', async () => {
  const url = await postgres.createDatabase()
  const ask = (text: string) => postgres.query(url, text)
  const own = defineDiaries()
  await (await openStore({ url, seal: testSeal, own })).close()
  const role = `limited_${randomBytes(6).toString('hex')}`
  const asRole = Object.assign(new URL(url), { username: role, password: 'CANARY' }).href
  await ask(`create role ${role} login password 'CANARY'`)
  await ask(`grant select, insert, update, delete on ${[...storeTables].join()} to ${role}`)
  const refused = async (tables: string) => {
    const words = new RegExp(`own tables ${tables} \\(42501\\)\\. Grant its role select, update.*自有表 ${tables}`)
    await expect(examineStore(asRole, { own })).rejects.toThrow(words)
    await expect(openStore({ url: asRole, seal: testSeal, own })).rejects.toThrow(words)
  }

  await refused('cities, diaries, follows, likes, orders')
  await ask(`grant select, update, delete on diaries, likes to ${role}; grant select, update on follows to ${role}`)
  await refused('cities, follows, orders')
  await ask(
    `grant delete on follows to ${role}; grant select, update on orders to ${role}; grant select on cities to ${role}`,
  )
  expect(await examineStore(asRole, { own })).toEqual({ kind: 'present', pending: 0 })
  const store = await openStore({ url: asRole, seal: testSeal, own })
  const { user } = await store.signIn(aSignIn())
  await ask(`insert into diaries values ('d', '${user.id}'); insert into pages values ('d', 'dear diary')`)
  await ask(`insert into orders values ('o', '${user.id}')`)
  expect(await store.leave(user.id)).toBe(true)
  expect(await ask('select * from diaries, pages')).toEqual([])
  expect(await ask('select * from orders')).toEqual([{ id: 'o', user_id: null }])
  await store.close()
})
