/**
 * PostgreSQL behind a real PgBouncer that lends its connections for one transaction, as Neon, Supabase and others do.
 */
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createLimits } from '../limit/limits.ts'
import { sharedPostgres, type SharedPostgres } from '../testing/sharedPostgres.ts'
import { pgbouncerFile } from '../testing/proxyFiles.ts'
import { isMissing, startProxy, type RunningProxy } from '../testing/startProxy.ts'
import { examineStore } from './examineStore.ts'
import { openPostgresPool } from '../database/postgres/postgresPool.ts'
import type { PostgresOptions } from '../database/postgres/PostgresOptions.ts'
import { noReport } from '../database/report.ts'
import { openStore, type Store, type StoreOptions } from './store.ts'
import { aSignIn, start, testIndexKey, testSeal } from './testing/aSignIn.ts'

let postgres: SharedPostgres
let direct: string
beforeAll(async () => {
  postgres = await sharedPostgres()
})
beforeEach(async () => {
  direct = await postgres.createDatabase()
})

describe.skipIf(isMissing('pgbouncer'))('behind PgBouncer in transaction mode', () => {
  let pooler: RunningProxy
  let opened: Store[]
  let notices: string[]
  const settings = ['default_pool_size = 3', 'max_client_conn = 60', 'query_wait_timeout = 20']
  beforeAll(async () => {
    const server = new URL(await postgres.createDatabase())
    pooler = await startProxy('pgbouncer', (port) => pgbouncerFile(port, server, settings))
  })
  afterAll(() => pooler.stop())
  beforeEach(() => {
    opened = []
    notices = []
  })
  afterEach(() => Promise.all(opened.map((store) => store.close())))

  const through = (url: string): string => Object.assign(new URL(url), { port: String(pooler.port) }).href
  const open = async (postgresOptions: PostgresOptions = {}, options: Partial<StoreOptions> = {}): Promise<Store> => {
    const report = { ...noReport, notice: ({ en }: { en: string }) => void notices.push(en) }
    const store = await openStore({
      url: through(direct),
      seal: testSeal,
      indexKey: testIndexKey,
      now: () => start,
      report,
      postgres: postgresOptions,
      ...options,
    })
    opened.push(store)
    return store
  }

  it('the store starts, four nodes at once, and is examined', async () => {
    await Promise.all(Array.from({ length: 4 }, () => open()))
    expect(await examineStore(through(direct))).toEqual({ kind: 'present', pending: 0 })
  })

  it('two nodes that use other statements first, and all at once, get their own answers alone', async () => {
    const [one, two] = [await open(), await open()]
    const person = async (store: Store, name: string) => {
      const { user, session } = await store.signIn(aSignIn({ openId: name, sessionKey: `key-${name}` }))
      return { store, name, user, session }
    }
    // Each node knows its statements in another order, so that names by number would name different ones.
    await two.listSessions('nobody')
    await one.findUser({ id: 'nobody' })
    const people = await Promise.all(
      Array.from({ length: 60 }, (_, index) => person(index % 2 ? one : two, `o${index}`)),
    )
    const rounds = people.flatMap(({ name, user, session }, index) =>
      [one, two].map(async (store) => {
        if (index % 3 === 0) await store.updateUser(user.id, { nickname: name })
        expect((await store.findSession(session.id))?.session.openId).toBe(name)
        expect((await store.listSessions(user.id)).map(({ id }) => id)).toEqual([session.id])
        expect((await store.sessionKeyOf(session.appId, name))?.sessionKey).toBe(`key-${name}`)
        expect((await store.findUser({ id: user.id }))?.id).toBe(user.id)
        expect(await store.spendCode(`${name}-${store === one}`)).toBe(true)
      }),
    )
    await Promise.all(rounds)
  })

  it('limits are counted, by two nodes together', async () => {
    await open()
    const fallbacks: unknown[] = []
    const nodes = [1, 2].map(() =>
      createLimits({ url: through(direct), onFallback: (error) => void fallbacks.push(error) }),
    )
    const outcomes = await Promise.allSettled(
      nodes.flatMap((limits) => Array.from({ length: 5 }, () => limits.perPhoneCode('alice'))),
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(5)
    expect(fallbacks).toEqual([])
    await Promise.all(nodes.map((limits) => limits.close()))
  })

  it('a transaction has its time limits, and nothing of ours stays on the connections of others', async () => {
    const pool = openPostgresPool(through(direct), { statementTimeoutMs: 4000 })
    const client = await pool.connect()
    const limits = async (): Promise<unknown[]> =>
      (
        await client.query(
          "select current_setting('statement_timeout') as statement, current_setting('idle_in_transaction_session_timeout') as idle",
          [],
        )
      ).rows
    expect(await limits()).toEqual([{ statement: '0', idle: '0' }])
    await client.query('begin', [])
    expect(await limits()).toEqual([{ statement: '4s', idle: '8s' }])
    await client.query('commit', [])
    expect(await limits()).toEqual([{ statement: '0', idle: '0' }])
    await client.query('select $1::int', [1])
    expect((await client.query('select name from pg_prepared_statements', [])).rows).toEqual([])
    client.release()
    await pool.end()
  })

  it('nobody listens on a connection that is lent, which is said once, and with DATABASE_LISTEN_URL all is heard', async () => {
    const [deaf, hearing, other] = [await open(), await open({ listenUrl: direct }), await open()]
    const heard: string[] = []
    const unheard: string[] = []
    deaf.onSessionEnded((ids) => void unheard.push(...ids))
    deaf.onSessionEnded(() => undefined)
    hearing.onSessionEnded((ids) => void heard.push(...ids))
    await expect.poll(() => notices).toEqual([expect.stringMatching(/through a pooler.*DATABASE_LISTEN_URL/)])
    await expect
      .poll(() => postgres.query(direct, "select query from pg_stat_activity where query like 'listen%'"))
      .toHaveLength(1)
    const { user, session } = await other.signIn(aSignIn())
    await other.endSessions(user.id, { scope: 'all' })
    await expect.poll(() => heard).toEqual([session.id])
    expect([unheard, notices.length]).toEqual([[], 1])
    expect((await deaf.findSessions([session.id])).get(session.id)?.endReason).toBe('signed-out')
  })

  it('what the pooler refuses is told with what to do, at once', async () => {
    await expect(
      open({}, { url: Object.assign(new URL(through(direct)), { pathname: '/nowhere' }).href }),
    ).rejects.toThrow(/no database of this name \(08P01\)\. Create it.* \/ .*（08P01），请创建/)
    await expect(open({}, { url: `${through(direct)}?options=-c%20geqo%3Doff` })).rejects.toThrow(
      /does not take a parameter.*\(08P01\)\. Take options .*out of DATABASE_URL \/ .*请去掉/,
    )
    const crowd = await Promise.all(
      Array.from({ length: 60 }, async () => {
        const client = new pg.Client(through(direct))
        client.on('error', () => undefined)
        await client.connect().catch(() => undefined)
        return client
      }),
    )
    await expect(examineStore(through(direct))).rejects.toThrow(
      /too many connections \(08P01\)\. Lower DATABASE_POOL.* \/ .*连接数已满/,
    )
    await Promise.all(crowd.map((client) => client.end()))
  })
})

describe('a pooler that cannot be told from PostgreSQL', () => {
  it('and loses prepared statements is answered by going without names', async () => {
    const pool = openPostgresPool(direct, { limit: 1 })
    const client = await pool.connect()
    await client.query('select $1::int as asked', [1])
    await client.query('deallocate all', [])
    await expect(client.query('select $1::int as asked', [2])).rejects.toMatchObject({ code: '26000' })
    expect((await client.query('select $1::int as asked', [3])).rows).toEqual([{ asked: 3 }])
    expect((await client.query('select name from pg_prepared_statements', [])).rows).toEqual([])
    client.release()
    await pool.end()
  })
})
