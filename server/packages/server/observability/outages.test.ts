import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createLog } from './log.ts'
import { createOutages } from './outages.ts'
import { openStore } from '../store/store.ts'
import { aSignIn, storeReasonOf, testSeal } from '../store/testing/aSignIn.ts'
import { openLine } from '../store/testing/severedLine.ts'
import { createStoreReport } from './storeReport.ts'
import { sharedPostgres, type SharedPostgres } from '../testing/sharedPostgres.ts'
import { createWorld, nowhere } from '../testing/world.ts'

const line = z.object({
  level: z.number(),
  msg: z.string(),
  outage: z.string().optional(),
  failures: z.number().optional(),
})

function keptLog() {
  const lines: string[] = []
  const log = createLog({ write: (text: string) => void lines.push(text) })
  /** Warnings and worse. */
  return {
    log,
    lines,
    told: () => lines.map((text) => line.parse(JSON.parse(text))).filter(({ level }) => level >= 40),
  }
}

function heldTimers() {
  const due = new Set<() => void>()
  return {
    due,
    later: (work: () => void) => {
      due.add(work)
      return () => void due.delete(work)
    },
    pass: () => [...due].forEach((work) => [due.delete(work), work()]),
  }
}

const sentence = { en: 'it is away. Start it', zh: '未启动，请启动' }

describe('an outage', () => {
  it('is told once, however many requests meet it, and its end once', () => {
    const { log, told } = keptLog()
    const timers = heldTimers()
    const outages = createOutages({ log, clock: () => 0, later: timers.later })
    outages.worked('database')
    for (let count = 0; count < 100; count++) outages.failed('database', { sentence })
    expect(told()).toEqual([{ level: 50, outage: 'database', msg: 'database: it is away. Start it / 未启动，请启动' }])
    for (let count = 0; count < 100; count++) outages.worked('database')
    timers.pass()
    expect(told().slice(1)).toEqual([
      { level: 40, outage: 'database', failures: 100, msg: 'database: works again / 已恢复' },
    ])
    outages.worked('database')
    expect([told().length, timers.due.size]).toEqual([2, 0])
  })

  it('that comes and goes is one, and what fails beside it another', () => {
    const { log, told } = keptLog()
    const timers = heldTimers()
    const outages = createOutages({ log, later: timers.later })
    for (let count = 0; count < 5; count++) {
      outages.failed('database', { sentence })
      outages.worked('database')
    }
    outages.failed('notices', { sentence, isMinor: true })
    expect(told().map(({ outage, level }) => [outage, level])).toEqual([
      ['database', 50],
      ['notices', 40],
    ])
    timers.pass()
    outages.failed('database', { sentence })
    expect(
      told()
        .map(({ outage, level }) => [outage, level])
        .slice(2),
    ).toEqual([
      ['database', 40],
      ['database', 50],
    ])
  })
})

describe('PostgreSQL', () => {
  let postgres: SharedPostgres
  beforeAll(async () => {
    postgres = await sharedPostgres()
  })

  it('that drops every packet is noticed, refused as STORE_BUSY, and told once with its end', async () => {
    const url = await postgres.createDatabase()
    const wire = await openLine(postgres.port)
    const { log, lines, told } = keptLog()
    const report = createStoreReport(log, createOutages({ log }))
    const patience = { busyDeadlineMs: 100, postgres: { connectTimeoutMs: 300, statementTimeoutMs: 100 } }
    const store = await openStore({
      url: Object.assign(new URL(url), { port: String(wire.port) }).href,
      seal: testSeal,
      report,
      ...patience,
    })
    const { session } = await store.signIn(aSignIn())
    expect(told()).toEqual([])
    wire.hush()
    const refused = await Promise.all(Array.from({ length: 30 }, () => storeReasonOf(store.findSession(session.id))))
    expect(new Set(refused)).toEqual(new Set(['STORE_BUSY']))
    expect(await storeReasonOf(store.signIn(aSignIn()))).toBe('STORE_BUSY')
    expect(told()).toEqual([
      {
        level: 50,
        outage: 'database',
        msg: expect.stringMatching(/^database: requests are refused for now: .+\. .+ \/ 请求暂被拒绝：.+。/),
      },
    ])
    wire.resume()
    await expect.poll(() => store.findSession(session.id).catch(() => null)).not.toBeNull()
    await expect
      .poll(() => told().slice(1), { timeout: 10_000 })
      .toEqual([{ level: 40, outage: 'database', failures: 31, msg: 'database: works again / 已恢复' }])
    expect(lines.join('')).not.toContain(new URL(url).password)
    await store.close()
    await wire.close()
  })
})

describe('WeChat', () => {
  it('H85: that refuses every code, for its secret is frozen, is told once at error, with what to do, and its end', async () => {
    const world = await createWorld()
    const told = () => world.lines.map((text) => line.parse(JSON.parse(text))).filter(({ level }) => level >= 40)
    const signIn = async () =>
      (
        await world.app.request('/trpc/auth.check', {
          headers: { 'x-login-code': await world.code(), 'content-type': 'application/json' },
        })
      ).status
    await world.fault({ errcode: 40243, times: 3 })
    for (let count = 0; count < 3; count++) await signIn()
    expect(told()).toEqual([
      {
        level: 50,
        outage: 'WeChat:/sns/jscode2session:touristappid',
        msg: expect.stringMatching(
          /errcode 40243\): the AppSecret is frozen: unfreeze it .+ \/ .+AppSecret 已被冻结，请/,
        ),
      },
    ])
    await signIn()
    await expect
      .poll(
        () =>
          told()
            .slice(1)
            .map(({ level, msg }) => [level, msg]),
        { timeout: 10_000 },
      )
      .toEqual([[40, 'WeChat:/sns/jscode2session:touristappid: works again / 已恢复']])
    await world.close()
  })

  it.each([
    [40125, /AppSecret.*更新 WECHAT_APPS/],
    [40013, /app id in WECHAT_APPS.*核对/],
    [40164, /IP allow-list.*IP 白名单/],
    [48001, /no permission for this interface.*没有此接口的权限/],
    [61007, /no permission for this interface.*没有此接口的权限/],
    [50002, /banned.*封禁/],
    [89503, /administrator.*管理员/],
  ])('that refuses an app by errcode %i is told once, with what to do', async (errcode, sentence) => {
    const world = await createWorld()
    const told = () => world.lines.map((text) => line.parse(JSON.parse(text))).filter(({ level }) => level >= 40)
    await world.fault({ errcode, times: 3 })
    for (let calls = 0; calls < 3; calls++)
      await world.auth.signIn({ ...nowhere, code: await world.code() }, null).catch(() => null)
    expect(told()).toEqual([
      { level: 50, outage: 'WeChat:/sns/jscode2session:touristappid', msg: expect.stringMatching(sentence) },
    ])
    await world.close()
  })

  it('that is busy, refuses a bad code, or renews a token it refused, is no outage', async () => {
    const world = await createWorld()
    const errors = () => world.lines.map((text) => line.parse(JSON.parse(text))).filter(({ level }) => level >= 40)
    for (const fault of [{ errcode: 45011 }, { errcode: 40029 }, { status: 502 }, { errcode: 40226 }]) {
      await world.fault(fault)
      await world.auth.signIn({ ...nowhere, code: await world.code() }, null).catch(() => null)
    }
    const { user, session } = await world.auth.signIn({ ...nowhere, code: await world.code() }, null)
    await world.fault({ path: '/wxa/business/getuserphonenumber', errcode: 40001 })
    const asker = { userId: user.id, sessionId: session.id, requestId: 'test', address: null }
    const bound = await world.services.accounts.bindPhone(asker, {
      code: await world.phoneCode('alice', '13800138000'),
    })
    expect(bound.phone).toBe('138****8000')
    expect(errors()).toEqual([])
    await world.close()
  })
})
