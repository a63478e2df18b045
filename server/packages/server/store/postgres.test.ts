/** The PostgreSQL store on a real server keeps the contracts of every store. */
import { beforeAll } from 'vitest'
import { sharedPostgres, type SharedPostgres } from '../testing/sharedPostgres.ts'
import { openStore } from './store.ts'
import { nodesContract } from './testing/nodesContract.ts'
import { storeContract } from './testing/storeContract.ts'

/** A thousand at once on a busy machine: what is proven here is that they succeed, not how soon. */
const patience = { busyDeadlineMs: 60_000, postgres: { connectTimeoutMs: 60_000, statementTimeoutMs: 30_000 } }

let postgres: SharedPostgres
let emptied: string
beforeAll(async () => {
  postgres = await sharedPostgres()
  emptied = await postgres.createDatabase()
})

storeContract('PostgreSQL', async (options) => {
  const store = await openStore({ ...options, ...patience, url: emptied })
  return { store, discard: async () => [await store.close(), await empty(emptied)] }
})

nodesContract('PostgreSQL', async () => {
  const url = await postgres.createDatabase()
  return { open: (options) => openStore({ ...options, ...patience, url }), discard: async () => undefined }
})

/** Much sooner done than another database. */
async function empty(url: string): Promise<void> {
  const rows = await postgres.query(url, "select tablename from pg_tables where schemaname = 'public'")
  const tables = rows.map(({ tablename }) => String(tablename)).filter((name) => name !== 'migrations')
  await postgres.query(url, `truncate ${tables.join(', ')}`)
}
