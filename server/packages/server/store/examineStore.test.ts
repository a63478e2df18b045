/** What the doctor asks of the store: a look at a real file and a real PostgreSQL that leaves both as they were. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { DatabaseSync } from '@photostructure/sqlite'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createLimits } from '../limit/limits.ts'
import { sharedPostgres, type SharedPostgres } from '../testing/sharedPostgres.ts'
import { freePort } from '../testing/startServer.ts'
import { examineStore } from './examineStore.ts'
import { migrationsCount } from './migrate.ts'
import { openStore } from './store.ts'
import { aSignIn, testSeal } from './testing/aSignIn.ts'

const migrate = async (url: string) => (await openStore({ url, seal: testSeal })).close()

describe('a SQLite file', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'store-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))
  const fileNamed = (name: string) => join(folder, name)

  /**
   * Every file with what it holds and when it was written, but for SQLite's own beside it, which come with each
   * reader.
   */
  function everything(): unknown[] {
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => !/-(wal|shm)$/.test(name))
      .sort()
    return names.map((name) => {
      const stat = statSync(fileNamed(name))
      return [name, stat.mtimeMs, stat.isFile() ? readFileSync(fileNamed(name), 'base64') : null]
    })
  }

  it.each(['app.db', 'typo/x.db', 'far/away/x.db'])(
    'that is not there is told by its absolute path, and is not made: %s',
    async (name) => {
      const path = fileNamed(name)
      for (const url of [`file:${path}`, `file:${relative(process.cwd(), path)}`, pathToFileURL(path).href]) {
        expect(await examineStore(url)).toEqual({ kind: 'absent', path })
      }
      expect(everything()).toEqual([])
    },
  )

  it('that is up to date, older or empty is told by how many migrations it lacks, and stays as it is', async () => {
    for (const name of ['app.db', 'older.db']) {
      await migrate(`file:${fileNamed(name)}`)
      const database = new DatabaseSync(fileNamed(name))
      if (name === 'older.db') database.exec("delete from migrations where name > '002'")
      database.exec('pragma wal_checkpoint(truncate)')
      database.close()
    }
    writeFileSync(fileNamed('empty.db'), '')
    const before = everything()
    const look = (name: string) => examineStore(`file:${fileNamed(name)}`)
    expect(await look('app.db')).toEqual({ kind: 'present', pending: 0 })
    expect(await look('older.db')).toEqual({ kind: 'present', pending: migrationsCount - 1 })
    expect(await look('empty.db')).toEqual({ kind: 'present', pending: migrationsCount })
    const own = { migrations: [async () => undefined], belongToNobody: [] }
    const withOwn = (name: string) => examineStore(`file:${fileNamed(name)}`, { own })
    expect(await withOwn('older.db')).toEqual({ kind: 'present', pending: migrationsCount })
    expect(await withOwn('empty.db')).toEqual({ kind: 'present', pending: migrationsCount + 1 })
    expect(everything()).toEqual(before)
  })

  it('that a server has open is looked at without harm to it', async () => {
    const url = `file:${fileNamed('app.db')}`
    const store = await openStore({ url, seal: testSeal })
    expect(await examineStore(url)).toEqual({ kind: 'present', pending: 0 })
    await store.signIn(aSignIn())
    await store.close()
  })

  it('that is none, or a folder, or in a folder that is a file, is refused with a sentence', async () => {
    writeFileSync(fileNamed('letter'), 'This is a letter, not a database. '.repeat(100))
    mkdirSync(fileNamed('folder'))
    await expect(examineStore(`file:${fileNamed('letter')}`)).rejects.toThrow(/SQLITE_NOTADB.*该文件不是数据库/)
    await expect(examineStore(`file:${fileNamed('folder')}`)).rejects.toThrow(/cannot be opened.*打不开/)
    await expect(examineStore(`file:${fileNamed('letter/deeper/x.db')}`)).rejects.toThrow(/cannot be opened.*打不开/)
  })

  it('that cannot be written or made is refused with a sentence', async () => {
    writeFileSync(fileNamed('app.db'), '')
    const refused = async (url: string, locked: string) =>
      expect(examineStore(url, { mayWrite: (path) => path !== locked })).rejects.toThrow(
        /Make it and its folder writable.*可写/,
      )
    await refused(`file:${fileNamed('app.db')}`, fileNamed('app.db'))
    await refused(`file:${fileNamed('app.db')}`, folder)
    await refused(`file:${fileNamed('typo/x.db')}`, folder)
  })
})

describe('PostgreSQL', () => {
  let postgres: SharedPostgres
  let url: string
  beforeAll(async () => {
    postgres = await sharedPostgres()
  })
  beforeEach(async () => {
    url = await postgres.createDatabase()
  })
  const ask = (text: string) => postgres.query(url, text)
  const tables = "select count(*)::int as count from pg_tables where schemaname = 'public'"

  it('that is empty, older or up to date is told by how many migrations it lacks, and stays as it is', async () => {
    expect(await examineStore(url)).toEqual({ kind: 'present', pending: migrationsCount })
    expect(await ask(tables)).toEqual([{ count: 0 }])
    await migrate(url)
    expect(await examineStore(url)).toEqual({ kind: 'present', pending: 0 })
    await ask("delete from migrations where name > '003'")
    expect(await examineStore(url)).toEqual({ kind: 'present', pending: migrationsCount - 2 })
    expect(await ask('select count(*)::int as count from migrations')).toEqual([{ count: 2 }])
  })

  it('whose role may create nothing is served where no migration is pending, and refused with what to do else', async () => {
    const asRole = Object.assign(new URL(url), { username: 'limited', password: 'CANARY' }).href
    await ask("create role limited login password 'CANARY'")
    const refused = async () => {
      await expect(examineStore(asRole)).rejects.toThrow(/permission denied \(42501\).*create tables.*建表/)
      await expect(openStore({ url: asRole, seal: testSeal })).rejects.toThrow(
        /permission denied \(42501\).*create tables.*建表/,
      )
    }
    await refused()
    await migrate(url)
    await ask('grant select on migrations to limited')
    await refused()
    await ask('grant select, insert, update, delete on all tables in schema public to limited')
    expect(await examineStore(asRole)).toEqual({ kind: 'present', pending: 0 })
    const store = await openStore({ url: asRole, seal: testSeal })
    const limits = createLimits({ url: asRole, onFallback: (error) => expect(error).toBeNull() })
    const { user } = await store.signIn(aSignIn())
    await limits.perPhoneCode(user.id)
    expect(await ask('select count(*)::int as count from rate_limits')).toEqual([{ count: 1 }])
    await Promise.all([store.close(), limits.close()])
    await ask("delete from migrations where name = '004-consents'")
    await refused()
  })

  it('that only reads is refused as the next start would be', async () => {
    await migrate(url)
    await ask(`alter database ${new URL(url).pathname.slice(1)} set default_transaction_read_only = on`)
    await expect(examineStore(url)).rejects.toThrow(/25006.*read-only.*只读/)
  })

  it('that is away or refuses is told with the next step, never with the password', async () => {
    const spoiled = (change: Partial<URL>) =>
      examineStore(Object.assign(new URL(url), change).href).catch((error: unknown) => error)
    const away = await spoiled({ port: String(await freePort()), password: 'CANARY' })
    const sentence =
      'The database cannot be prepared: nobody listens at its address (ECONNREFUSED). Start it, or correct DATABASE_URL'
    expect(String(away)).toBe(
      `Error: ${sentence} / 数据库不可用：该地址无人监听（ECONNREFUSED），请启动数据库或更正 DATABASE_URL`,
    )
    const refused = await spoiled({ password: 'CANARY' })
    expect(String(refused)).toMatch(/28P01.*Correct user, password and name.*请更正/)
    for (const error of [away, refused])
      expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toMatch(/CANARY|postgres:/)
  })
})
