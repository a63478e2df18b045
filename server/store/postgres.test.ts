/** The PostgreSQL store on a real server keeps the contracts of every store. */
import { afterAll, beforeAll } from 'vitest'
import { openPostgres, type TestPostgres } from '../testing/openPostgres.ts'
import { openStore } from './store.ts'
import { nodesContract } from './testing/nodesContract.ts'
import { storeContract } from './testing/storeContract.ts'

let postgres: TestPostgres
beforeAll(async () => {
  postgres = await openPostgres()
})
afterAll(() => postgres.stop())

storeContract('PostgreSQL', async (options) => {
  const store = await openStore({ ...options, url: await postgres.createDatabase() })
  return { store, discard: () => store.close() }
})

nodesContract('PostgreSQL', async () => {
  const url = await postgres.createDatabase()
  return { open: (options) => openStore({ ...options, url }), discard: async () => undefined }
})
