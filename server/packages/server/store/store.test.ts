/** The SQLite store: the contract of every store, and what is SQLite's own: files, locks, full disks. */
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { DatabaseSync } from '@photostructure/sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SqliteFile } from '../database/sqliteFile.ts'
import { aSignIn, storeReasonOf, start, testSeal } from './testing/aSignIn.ts'
import { nodesContract } from './testing/nodesContract.ts'
import { storeContract } from './testing/storeContract.ts'
import { watched } from './testing/watchedFile.ts'
import { migrationsCount } from './migrate.ts'
import { contexts } from './rows.ts'
import { createSeal } from './seal.ts'
import { openStore, type Store, type StoreOptions } from './store.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'store-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const fileNamed = (name: string): string => join(folder, name)
const open = (options: Partial<StoreOptions> = {}): Promise<Store> =>
  openStore({ url: `file:${fileNamed('app.db')}`, seal: testSeal, now: () => start, ...options })

storeContract('SQLite', async (options) => {
  const store = await open(options)
  return { store, discard: () => store.close() }
})

storeContract('SQLite in memory', async (options) => {
  const store = await open({ ...options, url: 'file::memory:' })
  return { store, discard: () => store.close() }
})

nodesContract('SQLite file', async () => ({
  open: (options) => openStore({ ...options, url: `file:${fileNamed('app.db')}`, busyDeadlineMs: 20_000 }),
  discard: async () => undefined,
}))

/** A second connection, as another process would have it. */
function other(): SqliteFile {
  return new DatabaseSync(fileNamed('app.db'), { timeout: 0 })
}

/** The first column of the first row. */
function first(database: SqliteFile, sql: string): unknown {
  const [row] = database.prepare(sql).all()
  return Object.values(row ?? {})[0]
}

function count(table: string): unknown {
  const database = other()
  const rows = first(database, `select count(*) from ${table}`)
  database.close()
  return rows
}

describe('the file', () => {
  it('is made with its folder, for this account alone, and is there again next time', async () => {
    const url = `file:${fileNamed('deep/er/app.db')}`
    const store = await openStore({ url, seal: testSeal })
    const { session } = await store.signIn(aSignIn())
    await store.close()
    const again = await openStore({ url, seal: testSeal })
    expect((await again.findSession(session.id))?.session).toEqual(session)
    await again.close()
    if (process.platform !== 'win32') expect(statSync(fileNamed('deep')).mode & 0o777).toBe(0o700)
  })

  it('may be named by a file:/// URL', async () => {
    const store = await openStore({ url: pathToFileURL(fileNamed('a b.db')).href, seal: testSeal })
    await store.close()
    expect(readdirSync(folder)).toContain('a b.db')
  })

  it('runs with WAL, synchronous FULL, foreign keys and every transaction immediate', async () => {
    const statements: string[] = []
    const store = await open({ sqlite: { connect: watched((sql) => statements.push(sql)) } })
    await store.signIn(aSignIn())
    await store.close()
    expect(statements.filter((sql) => sql.startsWith('pragma'))).toEqual([
      'pragma journal_mode = wal',
      'pragma synchronous = full',
      'pragma foreign_keys = on',
      'pragma wal_autocheckpoint = 250',
    ])
    const begins = statements.filter((sql) => sql.startsWith('begin'))
    expect(new Set(begins)).toEqual(new Set(['begin immediate']))
    const database = other()
    expect(first(database, 'pragma journal_mode')).toBe('wal')
    database.close()
  })

  it.each(['mysql://localhost/app', 'app.db', 'file:', ''])('%j is refused with a sentence', async (url) => {
    await expect(open({ url })).rejects.toThrow(
      /^The store opens addresses that begin with file:.*Correct DATABASE_URL \/ 数据库地址须以 file:.*请更正 DATABASE_URL$/,
    )
  })

  it('that is no SQLite file is refused with a sentence', async () => {
    writeFileSync(fileNamed('app.db'), 'This is a letter, not a database. '.repeat(100))
    const sentence =
      'The database cannot be prepared: it answers SQLITE_NOTADB. Correct DATABASE_URL: this file is no database'
    await expect(open()).rejects.toThrow(
      `${sentence} / 数据库不可用：它的回答是 SQLITE_NOTADB，该文件不是数据库，请更正 DATABASE_URL`,
    )
  })

  it('in a folder that is a file is refused with a sentence', async () => {
    writeFileSync(fileNamed('data'), '')
    await expect(openStore({ url: `file:${fileNamed('data/app.db')}`, seal: testSeal })).rejects.toThrow(
      `The database file ${fileNamed('data/app.db')} cannot be opened. Make it and its folder writable, or correct DATABASE_URL / 数据库文件 ${fileNamed('data/app.db')} 打不开`,
    )
  })

  it('that is a folder is refused with a sentence', async () => {
    mkdirSync(fileNamed('app.db'))
    await expect(open()).rejects.toThrow(/cannot be opened.*打不开/)
  })

  it.each(['3.45.1', '3.51.2', '2.99.99', '3.9.0', 'unknown'])(
    'is not opened by SQLite %s, which may lose what two processes write',
    async (version) => {
      await expect(open({ sqlite: { version } })).rejects.toThrow(
        `SQLite ${version} can lose what two processes write at once. Run npm ci: this program needs 3.51.3 or newer / SQLite ${version} 在两个进程同时写入时可能丢失数据，请运行 npm ci`,
      )
      expect(readdirSync(folder)).toEqual([])
    },
  )

  it.each(['3.51.3', '3.53.0', '3.100.0', '4.0.0'])('is opened by SQLite %s', async (version) => {
    await (await open({ sqlite: { version } })).close()
  })

  it('is opened by a SQLite of at least 3.51.3', () => {
    const database = other()
    const [major = 0, minor = 0, patch = 0] = String(first(database, 'select sqlite_version()')).split('.').map(Number)
    database.close()
    expect(major * 1e6 + minor * 1e3 + patch).toBeGreaterThanOrEqual(3_051_003)
  })

  it('migrates once: opened again, it changes nothing', async () => {
    await (await open()).close()
    const before = count('migrations')
    await (await open()).close()
    expect([before, count('migrations')]).toEqual([migrationsCount, migrationsCount])
  })

  it('I98: opens what a newer version has migrated further', async () => {
    await (await open()).close()
    const database = other()
    database.exec("insert into migrations values ('999-from-the-future', 0); alter table users add column badge text")
    database.close()
    const store = await open()
    expect((await store.signIn(aSignIn())).user.nickname).toBeNull()
    await store.close()
  })

  it('D44: a migration that fails leaves nothing behind, and the next start does it', async () => {
    const failing = watched((sql) => {
      if (sql.includes('sessions_ended_at')) throw new Error('The power went out')
    })
    await expect(open({ sqlite: { connect: failing } })).rejects.toThrow('The database cannot be prepared')
    const database = other()
    expect(database.prepare("select name from sqlite_master where type = 'table'").all()).toEqual([])
    database.close()
    const store = await open()
    await store.signIn(aSignIn())
    await store.close()
  })
})

describe('what lies on the disk', () => {
  it('H82, H84: holds no session key and no phone that can be read', async () => {
    const store = await open()
    const { user, session } = await store.signIn(aSignIn({ sessionKey: 'CANARYsessionkey==' }))
    const database = other()
    const sealedPhone = testSeal.seal('13800138000', contexts.phone(user.id))
    database.prepare('update users set phone = ? where id = ?').run(sealedPhone, user.id)
    database.close()
    expect((await store.findSession(session.id))?.user.phone).toBe('13800138000')
    const grep = (): string =>
      readdirSync(folder)
        .map((name) => readFileSync(fileNamed(name), 'latin1'))
        .join('')
    expect(grep()).toContain('oalice')
    expect(grep()).not.toMatch(/CANARY|13800138000/)
    await store.close()
    expect(grep()).not.toMatch(/CANARY|13800138000/)
  })

  it('H84: a session key moved to another row does not open', async () => {
    const store = await open()
    await store.signIn(aSignIn())
    await store.signIn(aSignIn({ openId: 'obob' }))
    const database = other()
    database.exec("update identities set session_key = (select session_key from identities where openid = 'oalice')")
    database.close()
    expect((await store.sessionKeyOf('wxone', 'oalice'))?.sessionKey).toBe('key-of-alice==')
    await expect(store.sessionKeyOf('wxone', 'obob')).rejects.toThrow('altered, cut, or moved')
    await store.close()
  })

  it('H84: is read with an old secret, and written with the new one', async () => {
    const [old, fresh] = ['old', 'new'].map((id) => ({ id, key: randomBytes(32) }))
    if (!old || !fresh) throw new Error('There are two secrets')
    const before = await open({ seal: createSeal([old]) })
    await before.signIn(aSignIn())
    await before.close()
    const store = await open({ seal: createSeal([fresh, old]) })
    expect((await store.sessionKeyOf('wxone', 'oalice'))?.sessionKey).toBe('key-of-alice==')
    await store.signIn(aSignIn())
    await store.close()
    const after = await open({ seal: createSeal([fresh]) })
    expect((await after.sessionKeyOf('wxone', 'oalice'))?.sessionKey).toBe('key-of-alice==')
    await after.close()
  })
})

describe('D42: whatever statement fails, nothing is half done', () => {
  it('signIn leaves no row of a person, and works afterwards', async () => {
    let left = Infinity
    const connect = watched(() => {
      if (left-- === 0) throw new Error('This statement failed')
    })
    const store = await open({ sqlite: { connect } })
    const tables = ['users', 'identities', 'sessions']
    const known = await store.signIn(aSignIn({ openId: 'obob' }))
    const before = tables.map(count)
    let failures = 0
    for (; ; failures++) {
      left = failures
      const input = aSignIn({ replaces: known.session.id })
      const failed = await store.signIn(input).then(
        () => false,
        (error: Error) => error.message === 'This statement failed',
      )
      left = Infinity
      if (!failed) break
      expect(tables.map(count)).toEqual(before)
      expect(await store.findSession(input.session.id)).toBeNull()
    }
    // latest, begin, look for the person, user, identity, latest, replacement, session, cap, audit, commit
    expect(failures).toBe(11)
    expect(tables.map(count)).toEqual(before.map((rows) => Number(rows) + 1))
    await store.close()
  })

  it('setDisabled disables and ends, or neither', async () => {
    let fails = false
    const connect = watched((sql) => {
      if (fails && sql.startsWith('update "sessions"')) throw new Error('This statement failed')
    })
    const store = await open({ sqlite: { connect } })
    const { user, session } = await store.signIn(aSignIn())
    fails = true
    await expect(store.setDisabled(user.id, 1)).rejects.toThrow('This statement failed')
    expect(await store.findSession(session.id)).toEqual({ user, session })
    await store.close()
  })
})

describe('D37: another process holds the lock', () => {
  it('for longer than the deadline: STORE_BUSY, while reads and everything else go on', async () => {
    const store = await open({ busyDeadlineMs: 300 })
    const { session } = await store.signIn(aSignIn())
    const holder = other()
    holder.exec('begin immediate')
    let waiting = true
    const refused = storeReasonOf(store.signIn(aSignIn({ openId: 'obob' }))).finally(() => {
      waiting = false
    })
    let [reads, ticks] = [0, 0]
    while (waiting) {
      expect((await store.findSession(session.id))?.session).toEqual(session)
      reads++
      await new Promise((resolve) => setImmediate(resolve))
      ticks++
    }
    expect(await refused).toBe('STORE_BUSY')
    expect(Math.min(reads, ticks)).toBeGreaterThan(20)
    holder.exec('rollback')
    holder.close()
    expect(count('identities')).toBe(1)
    expect((await store.signIn(aSignIn({ openId: 'obob' }))).user.createdAt).toBeGreaterThan(0)
    await store.close()
  })

  it('for a while: the write waits and succeeds, and the process waits in sleep alone', async () => {
    const holder: { current: SqliteFile | null } = { current: null }
    const pauses: number[] = []
    const store = await open({
      random: () => 0.5,
      sleep: async (ms) => {
        pauses.push(ms)
        if (pauses.length === 7) holder.current?.exec('rollback')
      },
    })
    holder.current = other()
    holder.current.exec('begin immediate')
    expect(await store.spendCode('a')).toBe(true)
    expect(pauses).toEqual([15, 15, 15, 15, 15, 15, 15])
    holder.current.close()
    await store.close()
  })

  it('many writes wait in one line: one asks for the lock, and all give up together', async () => {
    const time = { at: 0 }
    let asked = 0
    const connect = watched((sql) => {
      if (sql === 'begin immediate') asked++
    })
    const sleep = async (): Promise<void> => void (time.at += 10)
    const store = await open({ sqlite: { connect }, busyDeadlineMs: 100, clock: () => time.at, sleep })
    const holder = other()
    holder.exec('begin immediate')
    asked = 0
    const codes = Array.from({ length: 50 }, (_, index) => `code-${index}`)
    const reasons = await Promise.all(codes.map((code) => storeReasonOf(store.spendCode(code))))
    expect(new Set(reasons)).toEqual(new Set(['STORE_BUSY']))
    // The other 49 stand in four groups, each of which is tried once together.
    expect(asked).toBe(11 + 4 + 49)
    holder.exec('rollback')
    holder.close()
    expect(await store.spendCode('code-1')).toBe(true)
    await store.close()
  })

  it('a long line that moves is no reason to give up', async () => {
    const time = { at: 0 }
    const store = await open({ busyDeadlineMs: 10, clock: () => time.at++ })
    const outcomes = await Promise.all(Array.from({ length: 100 }, (_, index) => store.spendCode(`code-${index}`)))
    expect(new Set(outcomes)).toEqual(new Set([true]))
    await store.close()
  })

  it('at the start: opening waits, too', async () => {
    const holder = other()
    holder.exec('begin immediate')
    let tries = 0
    const sleep = async (): Promise<void> => {
      if (++tries === 5) holder.exec('rollback')
    }
    const store = await open({ busyDeadlineMs: 0, sleep })
    expect(tries).toBe(5)
    holder.close()
    await store.close()
  })
})

describe('D38: a disk that does not take any more', () => {
  async function openWithFile(): Promise<{ store: Store; file: SqliteFile }> {
    const file = other()
    // The store's writer is opened first, its reader next.
    const files = [file]
    return { file, store: await open({ sqlite: { connect: () => files.pop() ?? other() } }) }
  }

  it('full: STORE_BUSY, nothing half done, and it recovers when there is room', async () => {
    const { store, file } = await openWithFile()
    const { user } = await store.signIn(aSignIn())
    file.exec(`pragma max_page_count = ${String(first(file, 'pragma page_count'))}`)
    const device = 'x'.repeat(20_000)
    expect(await storeReasonOf(store.signIn(aSignIn({ openId: 'obob', session: { device } })))).toBe('STORE_BUSY')
    expect(await store.sessionKeyOf('wxone', 'obob')).toBeNull()
    expect(await store.listSessions(user.id)).toHaveLength(1)
    file.exec('pragma max_page_count = 100000')
    await store.signIn(aSignIn({ openId: 'obob', session: { device } }))
    expect(first(file, 'pragma integrity_check')).toBe('ok')
    await store.close()
  })

  it('read-only: STORE_BUSY for writes, while reads go on', async () => {
    const { store, file } = await openWithFile()
    const { session } = await store.signIn(aSignIn())
    file.exec('pragma query_only = on')
    expect(await storeReasonOf(store.touchSession(session.id, session.createdAt + 1))).toBe('STORE_BUSY')
    expect((await store.findSession(session.id))?.session).toEqual(session)
    file.exec('pragma query_only = off')
    await store.touchSession(session.id, session.createdAt + 1)
    expect((await store.findSession(session.id))?.session.lastSeenAt).toBe(session.createdAt + 1)
    await store.close()
  })
})
