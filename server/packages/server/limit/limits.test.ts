import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { afterAll, expect, it, vi } from 'vitest'
import { openLimitDatabase, type LimitDatabase } from './limitDatabase.ts'
import { failedSignIn, goodSignIn } from './testing/attempts.ts'
import { createLimits } from './limits.ts'
import { RateLimited } from 'uni-trpc-auth'
import { limitContract } from './testing/limitContract.ts'

const folder = mkdtempSync(join(tmpdir(), 'uni-trpc-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let files = 0
const freshUrl = async () => `file:${join(folder, 'deeper', `${++files}.db`)}`
limitContract('SQLite', freshUrl)

const home = { address: '203.0.113.7' }

/** A database that can be switched off, and a clock that is moved by hand. */
async function breakable() {
  const real = openLimitDatabase(await freshUrl())
  const state = { isDown: false, asked: 0, time: 0 }
  const database: LimitDatabase = {
    ...real,
    limiter: async (rule) => {
      state.asked++
      if (state.isDown) throw new Error('connect ECONNREFUSED')
      return real.limiter(rule)
    },
  }
  const onFallback = vi.fn()
  const limits = createLimits({ url: '', database, onFallback, sizes: { failedSignIns: 2 }, clock: () => state.time })
  return { state, limits, onFallback }
}

it('G74: while the database is down memory counts, which is told once, and the database is left alone for a while', async () => {
  const { state, limits, onFallback } = await breakable()
  state.isDown = true
  await failedSignIn(limits, home)
  await failedSignIn(limits, home)
  await expect(goodSignIn(limits, home)).rejects.toMatchObject({ reason: 'RATE_LIMITED', retryAfterSeconds: 60 })
  for (let time = 0; time < 10; time++) await limits.perIdentity('app', 'openid')
  await expect(limits.perIdentity('app', 'openid')).rejects.toBeInstanceOf(RateLimited)
  expect(onFallback).toHaveBeenCalledOnce()
  expect(state.asked).toBe(1)
  await limits.close()
})

it('I97: a clock set an hour forward and back limits nobody for longer than a window while memory counts, either', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  const { state, limits } = await breakable()
  state.isDown = true
  const at = Date.now()
  vi.setSystemTime(at + 3_600_000)
  for (let time = 0; time < 5; time++) await limits.perPhoneCode('user')
  for (let time = 0; time < 2; time++) await failedSignIn(limits, home)
  vi.setSystemTime(at)
  await limits.perPhoneCode('user')
  await goodSignIn(limits, home)
  vi.useRealTimers()
  await limits.close()
})

it('G74: a database that answers again is used again, and its next failure is told again', async () => {
  const { state, limits, onFallback } = await breakable()
  state.isDown = true
  await limits.perPhoneCode('user')
  state.time += 5000
  await limits.perPhoneCode('user')
  expect(onFallback).toHaveBeenCalledOnce()
  state.isDown = false
  state.time += 5000
  for (let time = 0; time < 5; time++) await limits.perPhoneCode('user')
  await expect(limits.perPhoneCode('user')).rejects.toBeInstanceOf(RateLimited)
  expect(onFallback).toHaveBeenCalledOnce()
  state.isDown = true
  await limits.perPhoneCode('user').catch(() => undefined)
  expect(onFallback).toHaveBeenCalledTimes(2)
  await limits.close()
})

it('G74: a file locked by another process is waited for without holding up this one', async () => {
  const url = await freshUrl()
  const onFallback = vi.fn()
  const limits = createLimits({ url, onFallback })
  await limits.perPhoneCode('user')
  const other = new DatabaseSync(url.slice('file:'.length))
  other.exec('begin immediate')
  const waiting = limits.perPhoneCode('user')
  const turns = await new Promise((resolve) => setTimeout(() => resolve('the event loop turned'), 20))
  other.exec('commit')
  other.close()
  await waiting
  expect(turns).toBe('the event loop turned')
  expect(onFallback).not.toHaveBeenCalled()
  await limits.close()
})

it('the table holds no address and no openid', async () => {
  const url = await freshUrl()
  const limits = createLimits({ url, onFallback: vi.fn() })
  await failedSignIn(limits, home)
  await limits.perIdentity('wxapp', 'o-openid-of-alice')
  await limits.close()
  const file = new DatabaseSync(url.slice('file:'.length))
  const rows = JSON.stringify(file.prepare('select key, points from rate_limits order by key').all())
  file.close()
  expect(rows).toMatch(/"address:[\w-]{43}".*"identity:[\w-]{43}"/)
  expect(rows).not.toMatch(/203\.0|openid/)
})

it('windows that ended long ago are forgotten in steps, and everybody else has a turn between', async () => {
  const url = await freshUrl()
  const database = openLimitDatabase(url)
  await database.prune(0)
  const file = new DatabaseSync(url.slice('file:'.length))
  file.exec(`with recursive n (i) as (select 1 union all select i + 1 from n where i < 5000)
    insert into rate_limits select 'address:' || hex(randomblob(16)), 1, i from n`)
  let turns = 0
  const next = () => {
    turns++
    turn = setImmediate(next)
  }
  let turn = setImmediate(next)
  await database.prune(4001)
  clearImmediate(turn)
  expect(file.prepare('select count(*) as count from rate_limits').get()).toEqual({ count: 1000 })
  expect(turns).toBeGreaterThanOrEqual(10)
  file.close()
  await database.close()
})
