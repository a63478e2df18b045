/** Own tables on a real PostgreSQL, and made by two processes at once. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openStore } from '../store/store.ts'
import { start } from '../store/testing/aSignIn.ts'
import { createWorkers, tellAll } from '../store/testing/workers.ts'
import { sharedPostgres, type SharedPostgres } from '../testing/sharedPostgres.ts'
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
