/** better-auth's session check, `GET /api/auth/get-session`, as its pages set it up: a signed cookie, one database. */
import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import { DatabaseSync } from '@photostructure/sqlite'
import { betterAuth } from 'better-auth'
import { getMigrations } from 'better-auth/db/migration'
import { toNodeHandler } from 'better-auth/node'
import { SqliteDialect } from 'kysely'
import { listen, settings } from './peer.ts'

const file = new DatabaseSync(`${settings.databaseUrl.replace(/^file:/, '')}.better-auth`)
file.exec('pragma journal_mode = wal')
const dialect = new SqliteDialect({
  database: {
    close: () => file.close(),
    prepare: (sql) => {
      const statement = file.prepare(sql)
      const reader = statement.columns().length > 0
      const plain = (values: readonly unknown[]) => values as (string | number | null)[]
      return {
        reader,
        all: (values) => statement.all(...plain(values)),
        run: (values) => statement.run(...plain(values)),
        iterate: (values) => statement.iterate(...plain(values)) as IterableIterator<unknown>,
      }
    },
  },
})
const auth = betterAuth({
  secret: randomBytes(32).toString('hex'),
  baseURL: 'http://127.0.0.1',
  database: { dialect, type: 'sqlite' },
  emailAndPassword: { enabled: true },
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
})
await (await getMigrations(auth.options)).runMigrations()
const body = { name: 'alice', email: 'alice@example.com', password: randomBytes(12).toString('hex') }
const { headers } = await auth.api.signUpEmail({ body, returnHeaders: true })
const cookie = headers
  .getSetCookie()
  .map((line) => line.split(';', 1)[0])
  .join('; ')
const handler = toNodeHandler(auth)
listen(
  createServer((incoming, outgoing) => void handler(incoming, outgoing)),
  { cookie },
)
