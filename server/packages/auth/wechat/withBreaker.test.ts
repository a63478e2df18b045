/** What happens while WeChat says that a quota is used up. */
import { describe, expect, it } from 'vitest'
import { createSandboxed } from './testing/sandboxed.ts'
import { failureOf } from './testing/failureOf.ts'

const login = '/sns/jscode2session'
const check = '/wxa/checksession'
const second = 1000
const noSession = { openId: 'onobody', sessionKey: 'none' }

describe('C32: a used up quota', () => {
  it('C32: of the day: 1,000 logins one after another ask WeChat once, and all are told the same', async () => {
    const here = createSandboxed()
    const wechat = here.node()
    await here.fault({ path: login, errcode: 45009, times: 10_000 })
    const first = await failureOf(wechat.exchangeCode('wxone', 'code 0'))
    expect(first).toMatchObject({ kind: 'refused', errcode: 45009, retryAfterMs: undefined })
    for (let count = 1; count < 1000; count++) {
      const error = await failureOf(wechat.exchangeCode('wxone', `code ${count}`))
      expect(error).toMatchObject({ kind: 'refused', errcode: 45009, endpoint: login, retryAfterMs: 30 * second })
    }
    expect(here.hits(login)).toBe(1)
  })

  it.each([45009, 45011])(
    'C32: %i: of 1,000 logins, ten at a time, only the first ten reach WeChat',
    async (errcode) => {
      const here = createSandboxed()
      const wechat = here.node()
      await here.fault({ path: login, errcode, times: 10_000 })
      const tens = Array.from({ length: 100 }, () => Array.from({ length: 10 }, (_, one) => `code ${one}`))
      for (const ten of tens) {
        const errors = await Promise.all(ten.map((code) => failureOf(wechat.exchangeCode('wxone', code))))
        expect(errors.map((error) => error.errcode)).toEqual(ten.map(() => errcode))
      }
      expect(here.hits(login)).toBe(10)
    },
  )

  it.each([
    [45009, [30, 60, 120, 240, 300, 300]],
    [45011, [30, 60, 60]],
  ])(
    'C32: %i: after the pause one question passes, and its refusal doubles the pause: %j s',
    async (errcode, pauses) => {
      const here = createSandboxed()
      const wechat = here.node()
      await here.fault({ path: login, errcode, times: 10_000 })
      const ask = () => failureOf(wechat.exchangeCode('wxone', 'a code'))
      await Promise.all([ask(), ask(), ask()])
      for (const [tried, pause] of pauses.entries()) {
        here.clock.at += pause * second - 1
        expect((await ask()).retryAfterMs).toBe(1)
        expect(here.hits(login)).toBe(3 + tried)
        here.clock.at += 1
        await Promise.all([ask(), ask(), ask()])
        expect(here.hits(login)).toBe(4 + tried)
      }
    },
  )

  it('C32: the first good answer opens the way for all, and no code was spent meanwhile', async () => {
    const here = createSandboxed()
    const wechat = here.node()
    await here.fault({ path: login, errcode: 45009 })
    const codes = await Promise.all(['alice', 'bob', 'carol', 'dora'].map((user) => here.loginCode(user)))
    const outcome = (code: string) =>
      wechat.exchangeCode('wxone', code).then(
        () => 'in',
        () => 'out',
      )
    const outcomes = () => Promise.all(codes.map(outcome))
    await failureOf(wechat.exchangeCode('wxone', 'a code'))
    expect(await outcomes()).toEqual(['out', 'out', 'out', 'out'])
    here.clock.at += 30 * second
    expect(await outcomes()).toEqual(['in', 'out', 'out', 'out'])
    expect(await outcomes()).toEqual(['out', 'in', 'in', 'in'])
  })

  it('C32: any answer of WeChat but a quota opens the way: it did not mind being asked', async () => {
    const here = createSandboxed()
    const wechat = here.node()
    await here.fault({ path: login, errcode: 45009 })
    await failureOf(wechat.exchangeCode('wxone', 'a code'))
    here.clock.at += 30 * second
    expect((await failureOf(wechat.exchangeCode('wxone', 'nonsense'))).errcode).toBe(40029)
    expect((await failureOf(wechat.exchangeCode('wxone', 'nonsense'))).errcode).toBe(40029)
  })

  it('C32: a trial that is lost on its way decides nothing: the next one is let through', async () => {
    const here = createSandboxed()
    const wechat = here.node()
    await here.fault({ path: login, errcode: 45009 })
    await here.fault({ path: login, status: 502 })
    await failureOf(wechat.exchangeCode('wxone', 'a code'))
    here.clock.at += 30 * second
    expect((await failureOf(wechat.exchangeCode('wxone', 'a code'))).kind).toBe('unreachable')
    expect(await wechat.exchangeCode('wxone', await here.loginCode('alice'))).toHaveProperty('openId')
  })

  it('C32: answers to questions of before neither lengthen the pause nor end it', async () => {
    const here = createSandboxed()
    const late: Array<() => void> = []
    const wechat = here.node({
      fetch: async (input, init) => {
        const answer = await here.fetch(input, init)
        if (String(input).includes('slow')) await new Promise<void>((resolve) => late.push(resolve))
        return answer
      },
    })
    const slowAndGood = failureOf(wechat.exchangeCode('wxone', 'slow nonsense'))
    await expect.poll(() => late.length).toBe(1)
    await here.fault({ path: login, errcode: 45009, times: 2 })
    const slowAndRefused = failureOf(wechat.exchangeCode('wxone', 'slow too'))
    await expect.poll(() => late.length).toBe(2)
    await failureOf(wechat.exchangeCode('wxone', 'a code'))
    late.forEach((release) => release())
    expect((await slowAndGood).errcode).toBe(40029)
    expect((await slowAndRefused).errcode).toBe(45009)
    expect((await failureOf(wechat.exchangeCode('wxone', 'a code'))).retryAfterMs).toBe(30 * second)
  })

  it('C32: is that of one app and one path', async () => {
    const here = createSandboxed()
    const wechat = here.node()
    await here.fault({ path: login, errcode: 45009 })
    await failureOf(wechat.exchangeCode('wxone', 'a code'))
    expect(await wechat.exchangeCode('wxtwo', await here.loginCode('alice', 'wxtwo'))).toHaveProperty('openId')
    expect(await wechat.checkSessionKey('wxone', noSession)).toBe(false)
    expect((await failureOf(wechat.exchangeCode('wxone', 'a code'))).errcode).toBe(45009)
  })

  it('C32: one person over the minute’s quota, between others who are not, shuts nobody out', async () => {
    const here = createSandboxed()
    const wechat = here.node()
    for (let count = 0; count < 20; count++) {
      await here.fault({ path: login, errcode: 45011, times: 2 })
      expect((await failureOf(wechat.exchangeCode('wxone', 'a code'))).retryAfterMs).toBeUndefined()
      expect((await failureOf(wechat.exchangeCode('wxone', 'a code'))).retryAfterMs).toBeUndefined()
      expect(await wechat.exchangeCode('wxone', await here.loginCode('alice'))).toHaveProperty('openId')
    }
  })

  it('C32: of the calls that carry a token stops these calls, with the token left as it is', async () => {
    const here = createSandboxed()
    const wechat = here.node()
    await here.fault({ path: check, errcode: 45009 })
    for (let count = 0; count < 10; count++) {
      expect((await failureOf(wechat.checkSessionKey('wxone', noSession))).errcode).toBe(45009)
    }
    expect([here.hits(check), here.hits('/cgi-bin/stable_token')]).toEqual([1, 1])
  })
})

describe('onAnswer', () => {
  it('tells path, errcode and time of every exchange, and nothing of what was never asked', async () => {
    const here = createSandboxed()
    const told: unknown[] = []
    const wechat = here.node({
      onAnswer: (answer) => told.push(answer),
      fetch: async (input, init) => {
        here.clock.at += 7
        return here.fetch(input, init)
      },
    })
    await wechat.exchangeCode('wxone', await here.loginCode('alice'))
    await wechat.checkSessionKey('wxone', noSession)
    await here.fault({ path: login, errcode: -1 })
    await here.fault({ path: login, status: 502 })
    await failureOf(wechat.exchangeCode('wxone', 'a code'))
    await here.fault({ path: login, body: 'null' })
    await failureOf(wechat.exchangeCode('wxone', 'a code'))
    await here.fault({ path: login, errcode: 45009 })
    await failureOf(wechat.exchangeCode('wxone', 'a code'))
    await failureOf(wechat.exchangeCode('wxone', 'a code'))
    expect(told).toEqual([
      { endpoint: login, errcode: 0, ms: 7 },
      { endpoint: '/cgi-bin/stable_token', errcode: 0, ms: 7 },
      { endpoint: check, errcode: 87009, ms: 7 },
      { endpoint: login, errcode: -1, ms: 7 },
      { endpoint: login, errcode: 'unreachable', ms: 7 },
      { endpoint: login, errcode: 'unreadable', ms: 7 },
      { endpoint: login, errcode: 45009, ms: 7 },
    ])
  })
})
