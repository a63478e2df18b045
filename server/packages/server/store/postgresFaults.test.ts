/** What is PostgreSQL's own: its migrations and statements, and everything that can happen to a server on a network. */
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openPostgres as startPostgres, type TestPostgres } from '../testing/openPostgres.ts'
import { createDatabase } from '../database/database.ts'
import { examineStore } from './examineStore.ts'
import { openPostgres } from '../database/postgres.ts'
import { migrationsCount } from './migrate.ts'
import { openStore, type Store, type StoreOptions } from './store.ts'
import type { Tables } from './tables.ts'
import { aSignIn, storeReasonOf, start, testIndexKey, testSeal } from './testing/aSignIn.ts'
import { openLine } from './testing/severedLine.ts'

let postgres: TestPostgres
let url: string
let opened: Store[]
beforeAll(async () => {
  postgres = await startPostgres(['-c', 'deadlock_timeout=50ms', '-c', 'log_statement=all'])
})
afterAll(() => postgres.stop())
beforeEach(async () => {
  opened = []
  url = await postgres.createDatabase()
})
afterEach(() => Promise.all(opened.map((store) => store.close())))

const open = async (options: Partial<StoreOptions> = {}): Promise<Store> => {
  const store = await openStore({ url, seal: testSeal, indexKey: testIndexKey, now: () => start, ...options })
  opened.push(store)
  return store
}
const ask = (text: string, values?: readonly unknown[]) => postgres.query(url, text, values)
const database = () => new URL(url).pathname.slice(1)
const ours = "from pg_stat_activity where datname = current_database() and application_name = 'uni-trpc'"
const killAll = () => ask(`select pg_terminate_backend(pid) ${ours}`)
/** The same database through another port. */
const through = (port: number): string => Object.assign(new URL(url), { port: String(port) }).href

/** Holds a lock on every user, as a stalled node would. */
async function holdUsers(): Promise<pg.Client> {
  const holder = new pg.Client(url)
  await holder.connect()
  await holder.query('begin')
  await holder.query('select id from users for update')
  return holder
}

describe('tables and statements', () => {
  it('H82, H84: hold no session key, phone or access token that can be read', async () => {
    const store = await open()
    const { user } = await store.signIn(aSignIn({ sessionKey: 'CANARYsessionkey==' }))
    await store.bindPhone(user.id, '13800138000')
    await store.saveAccessToken({ appId: 'wxone', token: 'CANARYtoken', expiresAt: 9, fetchedAt: 1 })
    const tables = ['users', 'identities', 'sessions', 'access_tokens', 'audit', 'unions']
    const dump = JSON.stringify(await Promise.all(tables.map((table) => ask(`select * from ${table}`))))
    expect(dump).toContain('oalice')
    expect(dump + postgres.log()).not.toMatch(/CANARY|13800138000/)
  })

  it('D44: started again and again, by four at once, are migrated once', async () => {
    for (let round = 0; round < 3; round++) await Promise.all(Array.from({ length: 4 }, () => open()))
    expect(await ask('select name from migrations')).toHaveLength(migrationsCount)
  })

  it('D44: after a migration that failed nothing is left, and the next start does it', async () => {
    await ask('create table audit (a int)')
    await expect(open()).rejects.toThrow(
      /^The database cannot be prepared: it answers 42P07\. Look this code up.* \/ 数据库不可用：它的回答是 42P07，/,
    )
    const tables = "select tablename from pg_tables where schemaname = 'public'"
    expect(await ask(tables)).toEqual([{ tablename: 'audit' }])
    await ask('drop table audit')
    await (await open()).signIn(aSignIn())
  })

  it('D44: are of use to a node that keeps statements while a newer one adds columns', async () => {
    const store = await open({ postgres: { limit: 1 } })
    const use = async () => {
      const { session, user } = await store.signIn(aSignIn({ unionId: 'ualice' }))
      expect((await store.findSession(session.id))?.user.id).toBe(user.id)
      expect(await store.listSessions(user.id)).not.toEqual([])
      expect(await store.bindPhone(user.id, '13800138000')).toEqual(await store.findUser({ id: user.id }))
    }
    await use()
    for (const table of ['users', 'sessions', 'identities']) await ask(`alter table ${table} add column newer text`)
    await use()
  })

  it('one statement is what a session costs, and the server keeps its plan', async () => {
    const store = await open({ postgres: { limit: 1 } })
    const { session } = await store.signIn(aSignIn())
    await ask("select 'from here'")
    for (let count = 0; count < 20; count++) await store.findSession(session.id)
    await ask("select 'to here'")
    await expect.poll(() => postgres.log()).toContain("select 'to here'")
    const log = postgres.log()
    const part = log.slice(log.indexOf("select 'from here'") + 1, log.indexOf("select 'to here'"))
    expect(part.match(/LOG: {2}execute uni_[\w-]{27}: select "sessions"/g)).toHaveLength(20)
    expect(part.match(/LOG: {2}(execute|statement)/g)).toHaveLength(21)
  })

  it('D41: a unique value that is there already is told without SQL and without values', async () => {
    const store = await open()
    const { session } = await store.signIn(aSignIn())
    const error: unknown = await store
      .signIn(aSignIn({ openId: 'obob', session: { id: session.id } }))
      .catch((e: unknown) => e)
    expect({ ...Object(error), message: String(error) }).toEqual({
      name: 'StoreError',
      code: '23505',
      constraint: 'sessions_pkey',
      message: 'StoreError: The database answered 23505 (sessions_pkey)',
    })
  })
})

describe('the address', () => {
  it.each([
    [
      'a wrong password',
      (good: URL) => Object.assign(good, { password: 'CANARY' }),
      /user or password is wrong \(28P01\)\. Correct user, password .* \/ .*用户名或密码错误（28P01），请更正/,
    ],
    [
      'an unknown user',
      (good: URL) => Object.assign(good, { username: 'nobody' }),
      /user or password is wrong \(28P01\)\. Correct user, password .* \/ .*用户名或密码错误（28P01），请更正/,
    ],
    [
      'no password',
      (good: URL) => Object.assign(good, { password: '' }),
      /(holds no password|password is wrong).* \/ .*密码/,
    ],
    [
      'no such database',
      (good: URL) => Object.assign(good, { pathname: '/nowhere' }),
      /no database of this name \(3D000\)\. Create it.* \/ .*没有这个数据库（3D000），请创建它/,
    ],
    [
      'a host that nobody knows',
      (good: URL) => Object.assign(good, { hostname: 'nowhere.invalid' }),
      /(nobody knows its host name|DNS does not answer) \((ENOTFOUND|EAI_AGAIN)\)\. Correct the host .* \/ .*请更正/,
    ],
    [
      'a port where nobody listens',
      (good: URL) => Object.assign(good, { port: '1' }),
      /nobody listens at its address \(ECONNREFUSED\)\. Start it.* \/ .*无人监听（ECONNREFUSED），请启动/,
    ],
    [
      'TLS asked of a server without',
      (good: URL) => Object.assign(good, { search: '?sslmode=require' }),
      /the server has no TLS\. Turn ssl on.* \/ .*未启用 TLS，请/,
    ],
    [
      'a root certificate that is not there',
      (good: URL) => Object.assign(good, { search: '?sslmode=verify-full&sslrootcert=/nowhere/root.crt' }),
      /a file named by sslrootcert.* cannot be read \(ENOENT\)\. Correct its path.* \/ .*无法读取.*（ENOENT），请/,
    ],
  ])('with %s is told with what to do, without the address', async (_, spoil, told) => {
    const error: unknown = await examineStore(spoil(new URL(url)).href).catch((e: unknown) => e)
    expect(String(error)).toMatch(told)
    const atStart: unknown = await open({ url: spoil(new URL(url)).href, busyDeadlineMs: 0 }).catch((e: unknown) => e)
    expect(String(atStart)).toMatch(told)
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toMatch(/CANARY|postgres:/)
  })

  it('that is none is told without repeating it', async () => {
    await expect(open({ url: 'postgres://user:CANARY@:x:y' })).rejects.toThrow(
      /^The address of the database is no address\..*URL-encoded\? \/ 数据库地址不是有效的网址，/,
    )
    await expect(open({ url: 'postgres://user:CANARY@:x:y' })).rejects.not.toThrow('CANARY')
  })

  it('I93: where nobody answers yet is asked again until somebody does', async () => {
    await postgres.crash()
    const opening = open()
    await postgres.start()
    await (await opening).ping()
  })
})

describe('D40: a connection', () => {
  it('that was terminated is replaced, and nobody notices', async () => {
    const store = await open()
    const { session } = await store.signIn(aSignIn())
    for (let round = 0; round < 5; round++) {
      await Promise.all(Array.from({ length: 10 }, () => store.ping()))
      await killAll()
      expect((await store.findSession(session.id))?.session.id).toBe(session.id)
      expect(await store.spendCode(`code-${round}`)).toBe(true)
    }
  })

  it('that is terminated under load costs nothing that was acknowledged', async () => {
    const store = await open({ busyDeadlineMs: 10_000 })
    let isOver = false
    const outcomes: string[] = []
    const kept: string[] = []
    const load = Array.from({ length: 8 }, async (_, worker) => {
      for (let count = 0; !isOver; count++) {
        const input = aSignIn({ openId: `o${worker}-${count}` })
        const outcome = store.signIn(input).then(
          () => 'written',
          (error: unknown) => storeReasonOf(Promise.reject(error)),
        )
        outcomes.push(await outcome)
        if (outcomes.at(-1) === 'written') kept.push(input.session.id)
      }
    })
    for (let round = 0; round < 10; round++) {
      const before = kept.length
      await expect.poll(() => kept.length).toBeGreaterThan(before + 20)
      await killAll()
    }
    isOver = true
    await Promise.all(load)
    expect(outcomes.filter((outcome) => outcome !== 'written' && outcome !== 'STORE_BUSY')).toEqual([])
    const found = await Promise.all(kept.map((id) => store.findSession(id)))
    expect(found.filter((row) => row === null)).toEqual([])
  })

  it('that cannot be had in time is STORE_BUSY, and there is never one too many', async () => {
    const store = await open({
      busyDeadlineMs: 0,
      postgres: { limit: 2, connectTimeoutMs: 200, statementTimeoutMs: 3000 },
    })
    const { user } = await store.signIn(aSignIn())
    const holder = await holdUsers()
    const stuck = [1, 2].map((count) => store.updateUser(user.id, { nickname: `${count}` }))
    await expect.poll(() => store.pool()).toEqual({ total: 2, idle: 0, waiting: 0 })
    expect(await storeReasonOf(store.ping())).toBe('STORE_BUSY')
    expect(await ask(`select count(*)::int as count ${ours}`)).toEqual([{ count: 2 }])
    await holder.end()
    await Promise.all(stuck)
    await store.ping()
  })

  it('that waits for a lock longer than a statement may take is STORE_BUSY, and serves again afterwards', async () => {
    const store = await open({ busyDeadlineMs: 0, postgres: { statementTimeoutMs: 200 } })
    const { user } = await store.signIn(aSignIn())
    const holder = await holdUsers()
    expect(await storeReasonOf(store.updateUser(user.id, { nickname: 'x' }))).toBe('STORE_BUSY')
    expect((await store.findUser({ id: user.id }))?.nickname).toBeNull()
    await holder.end()
    expect((await store.updateUser(user.id, { nickname: 'x' })).nickname).toBe('x')
  })

  it('to a server that turned read-only is given up for one to whoever writes', async () => {
    const store = await open({ busyDeadlineMs: 300, postgres: { limit: 2 } })
    const { session } = await store.signIn(aSignIn())
    await ask(`alter database ${database()} set default_transaction_read_only = on`)
    await killAll()
    expect(await storeReasonOf(store.signIn(aSignIn()))).toBe('STORE_BUSY')
    expect((await store.findSession(session.id))?.session.id).toBe(session.id)
    await postgres.query(url.replace(database(), 'postgres'), `alter database ${database()} reset all`)
    await store.signIn(aSignIn())
  })

  it('on which nobody answers any more is given up, and everything works once somebody does', async () => {
    const line = await openLine(postgres.port)
    const store = await open({
      url: through(line.port),
      busyDeadlineMs: 0,
      postgres: { connectTimeoutMs: 300, statementTimeoutMs: 100 },
    })
    const { session } = await store.signIn(aSignIn())
    line.hush()
    expect(await storeReasonOf(store.findSession(session.id))).toBe('STORE_BUSY')
    expect(await storeReasonOf(store.signIn(aSignIn()))).toBe('STORE_BUSY')
    line.resume()
    expect((await store.findSession(session.id))?.session.id).toBe(session.id)
    await store.signIn(aSignIn())
    await store.close()
    await line.close()
  })

  it.each(['cutAfter', 'hushAfter'] as const)(
    'lost while it commits is STORE_BUSY and never a second try: %s',
    async (lose) => {
      const line = await openLine(postgres.port)
      const store = await open({ url: through(line.port), postgres: { statementTimeoutMs: 200 } })
      const input = aSignIn()
      line[lose]('commit')
      expect(await storeReasonOf(store.signIn(input))).toBe('STORE_BUSY')
      await expect.poll(() => store.findSession(input.session.id)).not.toBeNull()
      expect(await ask('select count(*)::int as count from sessions')).toEqual([{ count: 1 }])
      await store.close()
      await line.close()
    },
  )
})

describe('a transaction in which an error was swallowed', () => {
  const swallowed = async (failing: string) => {
    const db = createDatabase<Tables>(openPostgres(url))
    let runs = 0
    const work = db.write(async (tx) => {
      runs++
      await sql`insert into t values (2)`.execute(tx)
      await sql
        .raw(failing)
        .execute(tx)
        .catch(() => undefined)
      return 'acknowledged'
    })
    const outcome = await work.catch(String)
    await db.close()
    return { outcome, runs, rows: await ask('select id from t') }
  }
  beforeEach(() => ask('create table t (id int primary key); insert into t values (1)'))

  it.each([
    ['a unique value that is there already', 'insert into t values (1)'],
    ['a mistake in SQL', 'insert into nowhere values (1)'],
    ['a serialization failure', "do $$ begin raise exception 'race' using errcode = '40001'; end $$"],
    ['a deadlock', "do $$ begin raise exception 'race' using errcode = '40P01'; end $$"],
    ['a statement that took too long', "set local statement_timeout = '20ms'; select pg_sleep(5)"],
  ])('is refused at its end, and nothing of it is written: %s', async (_, failing) => {
    expect(await swallowed(failing)).toEqual({
      outcome: 'AbortedTransactionError: Transaction was rolled back instead of committed',
      runs: 1,
      rows: [{ id: 1 }],
    })
  })

  it('and the connection with it is done again on another one', async () => {
    const killing = `select pg_terminate_backend(pid) ${ours} `
    const db = createDatabase<Tables>(openPostgres(url))
    let runs = 0
    await db.write(async (tx) => {
      await sql`insert into t values (2)`.execute(tx)
      if (runs++ === 0)
        await sql
          .raw(killing)
          .execute(tx)
          .catch(() => undefined)
    })
    await db.close()
    expect({ runs, rows: await ask('select id from t order by id') }).toEqual({ runs: 2, rows: [{ id: 1 }, { id: 2 }] })
  })
})

describe('D41: transactions in each other’s way', () => {
  it('that cannot be serialized are tried again, and nothing is lost', async () => {
    await ask(`alter database ${database()} set default_transaction_isolation = 'serializable'`)
    const store = await open({ busyDeadlineMs: 20_000 })
    const inputs = Array.from({ length: 60 }, (_, index) =>
      aSignIn({ unionId: 'ualice', appId: `wx${index % 3}`, cap: 100 }),
    )
    const results = await Promise.all(inputs.map((input) => store.signIn(input)))
    const [userId = '', ...others] = new Set(results.map(({ user }) => user.id))
    expect(others).toEqual([])
    expect(await store.listSessions(userId)).toHaveLength(60)
    expect(postgres.log()).toContain('could not serialize access')
  })

  it('that deadlock are tried again, and both succeed', async () => {
    const engine = openPostgres(url)
    const db = createDatabase<Tables>(engine)
    await ask('create table t (id int primary key, count int); insert into t values (1, 0), (2, 0)')
    let arrived = 0
    const bothHold = new Promise<void>((resolve) => {
      const timer = setInterval(() => {
        if (arrived < 2) return
        clearInterval(timer)
        resolve()
      }, 5)
    })
    const both = [
      [1, 2],
      [2, 1],
    ].map(([first, second]) =>
      db.write(async (tx) => {
        await sql`update t set count = count + 1 where id = ${first}`.execute(tx)
        arrived++
        await bothHold
        await sql`update t set count = count + 1 where id = ${second}`.execute(tx)
      }),
    )
    await Promise.all(both)
    expect(await ask('select count from t')).toEqual([{ count: 2 }, { count: 2 }])
    expect(arrived).toBe(3)
    await db.close()
  })
})

describe('onSessionEnded', () => {
  it('hears of ends on other nodes, once, and again after its connection was lost', async () => {
    const [one, two] = [await open(), await open()]
    const heard: string[] = []
    const own: string[] = []
    one.onSessionEnded((ids) => void heard.push(...ids))
    two.onSessionEnded((ids) => void own.push(...ids))
    const end = async (): Promise<string> => {
      const { user, session } = await two.signIn(aSignIn())
      await two.endSessions(user.id, { scope: 'all' })
      return session.id
    }
    for (let round = 0; round < 2; round++) {
      heard.length = 0
      await expect
        .poll(async () => [await end(), heard.length > 0].at(-1), { timeout: 10_000, interval: 50 })
        .toBe(true)
      const last = await end()
      await expect.poll(() => heard.filter((id) => id === last)).toEqual([last])
      expect(own.filter((id) => id === last)).toEqual([last])
      await killAll()
    }
  })

  it('hears of more ends at once than one notice holds, and of none that was rolled back', async () => {
    const [one, two] = [await open(), await open()]
    const heard = new Set<string>()
    one.onSessionEnded((ids) => ids.forEach((id) => heard.add(id)))
    const inputs = Array.from({ length: 250 }, () => aSignIn({ cap: 1000 }))
    const [first] = await Promise.all(inputs.map((input) => two.signIn(input)))
    await expect
      .poll(() => ask(`select count(*)::int as count ${ours} and query like 'listen%'`))
      .toEqual([{ count: 1 }])
    await ask("notify sessions_ended, 'no notice of ours'")
    await ask('alter table sessions add check (ended_at is null) not valid')
    await expect(two.endSessions(first?.user.id ?? '', { scope: 'all' })).rejects.toThrow('23514')
    await ask('alter table sessions drop constraint sessions_ended_at_check')
    expect(heard.size).toBe(0)
    await two.endSessions(first?.user.id ?? '', { scope: 'all' })
    await expect.poll(() => heard).toEqual(new Set(inputs.map(({ session }) => session.id)))
  })

  it('leaves no connection behind when the store is closed', async () => {
    const store = await open()
    store.onSessionEnded(() => undefined)
    await store.close()
    await expect.poll(() => ask(`select count(*)::int as count ${ours}`)).toEqual([{ count: 0 }])
  })
})

describe('D39: the server', () => {
  it('that crashes under load and comes back loses nothing that was acknowledged, and the pool heals by itself', async () => {
    const store = await open()
    let isOver = false
    const kept: string[] = []
    const reasons = new Set<string>()
    const load = Array.from({ length: 8 }, async (_, worker) => {
      for (let count = 0; !isOver; count++) {
        const input = aSignIn({ openId: `o${worker}-${count}` })
        await store.signIn(input).then(
          () => kept.push(input.session.id),
          async (error: unknown) => reasons.add(await storeReasonOf(Promise.reject(error))),
        )
      }
    })
    for (let round = 0; round < 2; round++) {
      const before = kept.length
      await expect.poll(() => kept.length, { timeout: 10_000 }).toBeGreaterThan(before + 50)
      await postgres.crash()
      expect(await storeReasonOf(store.findSession('nobody'))).toBe('STORE_BUSY')
      await postgres.start()
    }
    const before = kept.length
    await expect.poll(() => kept.length, { timeout: 10_000 }).toBeGreaterThan(before + 50)
    isOver = true
    await Promise.all(load)
    expect(reasons).toEqual(new Set(['STORE_BUSY']))
    const rows = await ask('select id from sessions')
    const written = new Set(rows.map(({ id }) => id))
    expect(kept.filter((id) => !written.has(id))).toEqual([])
    const halves = 'select users.id from users left join sessions on user_id = users.id where sessions.id is null'
    expect(await ask(halves)).toEqual([])
  }, 60_000)
})
