/** The access token's whole life, through the verbs that need one, against the sandbox and a clock moved by hand. */
import { describe, expect, it } from 'vitest'
import { createAccessToken } from './accessToken.ts'
import type { TokenVault } from './heldTokens.ts'
import { createSandboxed, createTestVault, type Sandboxed } from './testing/sandboxed.ts'
import { failureOf } from './testing/failureOf.ts'
import type { WeChat } from './wechat.ts'

const minute = 60_000
const normal = '/cgi-bin/stable_token'
const forced = '/cgi-bin/stable_token forced'
const check = '/wxa/checksession'
const phone = '/wxa/business/getuserphonenumber'
const noSession = { openId: 'onobody', sessionKey: 'none' }

/** The cheapest verb that needs a token. */
const ask = (wechat: WeChat, appId = 'wxone'): Promise<boolean> => wechat.checkSessionKey(appId, noSession)
const times = <T>(count: number, work: () => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, work))
/** Lets what runs aside come to its end: all of it is in this process, so turns of the event loop are enough. */
async function aside(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve))
}
/** Answers what was asked once all that it set going is done. */
const askAndSettle = async (wechat: WeChat): Promise<boolean> => {
  const answer = await ask(wechat)
  await aside()
  return answer
}
const lastToken = ({ asked }: Sandboxed): string | null => asked.at(-1)?.token ?? null

/** By which another program with the same secret asks. */
const grant = { grant_type: 'client_credential', appid: 'wxone', secret: 'CANARY-secret-one' }

/** What such a program may do: the token in use dies. */
async function killToken({ json }: Sandboxed): Promise<string> {
  return String((await json(normal, { ...grant, force_refresh: true }))['access_token'])
}

describe('one token for all', () => {
  it('E49, WxJava #1222, #1554: 1,000 phone calls on a cold token make one token request', async () => {
    const here = createSandboxed()
    const wechat = here.node()
    const { openId } = await wechat.exchangeCode('wxone', await here.loginCode('alice'))
    const codes = await times(1000, () => here.phoneCode('alice'))
    const numbers = await Promise.all(codes.map((code) => wechat.phoneNumber('wxone', { code, openId })))
    expect(new Set(numbers)).toEqual(new Set(['+8613800138000']))
    expect([here.hits(phone), here.hits(normal), here.hits(forced)]).toEqual([1000, 1, 0])
  })

  it.each(['"7200"', '" 7200 "', '7200.0'])('the life of a token may come as text: %s', async (life) => {
    const here = createSandboxed()
    const wechat = here.node()
    await here.fault({
      path: normal,
      body: `{"errcode":"0","errmsg":null,"access_token":"a-token","expires_in":${life}}`,
    })
    const { openId } = await wechat.exchangeCode('wxone', await here.loginCode('alice'))
    await failureOf(wechat.phoneNumber('wxone', { code: 'c', openId }))
    expect(lastToken(here)).not.toBeNull()
    expect(here.asked.map(({ token }) => token)).toContain('a-token')
  })

  it('E49, WxJava #369: two processes on a cold token ask at most once each, without force, and share it', async () => {
    const here = createSandboxed()
    const vault = createTestVault()
    const nodes = [here.node({ vault }), here.node({ vault })]
    await times(100, async () => Promise.all(nodes.map((node) => ask(node))))
    expect(here.hits(normal)).toBeLessThanOrEqual(2)
    expect(here.hits(forced)).toBe(0)
    expect(new Set(here.asked.filter(({ what }) => what === check).map(({ token }) => token)).size).toBe(1)
    await ask(here.node({ vault }))
    expect(here.hits(normal)).toBeLessThanOrEqual(2)
  })

  it('WxJava #1966: a token at hand is given without a lock, a request or a look into the vault', async () => {
    const here = createSandboxed()
    const vault = createTestVault()
    const wechat = here.node({ vault })
    for (let count = 0; count < 100; count++) await ask(wechat)
    expect(vault.reads).toEqual(['wxone'])
    expect(here.hits(normal)).toBe(1)
  })

  it('WxJava #1473: every app has its own', async () => {
    const here = createSandboxed()
    const vault = createTestVault()
    const wechat = here.node({ vault })
    await Promise.all([ask(wechat), ask(wechat, 'wxtwo')])
    const used = here.asked.filter(({ what }) => what === check).map(({ token }) => token)
    expect(new Set(used).size).toBe(2)
    expect(here.hits(normal)).toBe(2)
  })

  it('E50: when the one request fails all who wait get the error, and the next call asks again', async () => {
    const here = createSandboxed()
    const wechat = here.node()
    await here.fault({ path: normal, status: 502 })
    const errors = await times(50, () => failureOf(ask(wechat)))
    expect(new Set(errors.map(({ kind, endpoint }) => `${kind} ${endpoint}`))).toEqual(
      new Set([`unreachable ${normal}`]),
    )
    expect(here.hits(normal)).toBe(1)
    expect(await ask(wechat)).toBe(false)
    expect(here.hits(normal)).toBe(2)
  })

  it('E50: a vault that fails is done without', async () => {
    const here = createSandboxed()
    const down = (): Promise<never> => Promise.reject(new Error('down'))
    const vault: TokenVault = { read: down, save: down }
    expect(await ask(here.node({ vault }))).toBe(false)
    expect(here.hits(normal)).toBe(1)
  })

  it('a token request is asked again for -1, and for all who wait together', async () => {
    const here = createSandboxed()
    await here.fault({ path: normal, errcode: -1, times: 2 })
    expect(await times(20, () => ask(here.node()))).toHaveLength(20)
    const wechat = here.node()
    await here.fault({ path: normal, errcode: -1, times: 1000 })
    const before = here.hits(normal)
    const errors = await times(20, () => failureOf(ask(wechat)))
    expect(new Set(errors.map(({ errcode }) => errcode))).toEqual(new Set([-1]))
    expect(here.hits(normal) - before).toBe(3)
  })

  it('an app id that is not configured is told plainly', async () => {
    await expect(ask(createSandboxed().node(), 'wxthree')).rejects.toThrow('No secret is configured for this app id')
  })
})

describe('renewal', () => {
  it('C34: begins in the last five minutes, to the millisecond, and nobody waits for it', async () => {
    const here = createSandboxed()
    const wechat = here.node()
    await ask(wechat)
    const first = lastToken(here)
    here.clock.at += 115 * minute - 1
    await ask(wechat)
    await aside()
    expect(here.hits(normal)).toBe(1)
    here.clock.at += 1
    await ask(wechat)
    expect(here.asked.filter(({ what }) => what === check).at(-1)?.token).toBe(first)
    await aside()
    expect([here.hits(normal), here.hits(forced)]).toEqual([2, 0])
    await ask(wechat)
    expect(lastToken(here)).not.toBe(first)
    expect(here.hits(normal)).toBe(2)
  })

  it('C34: one that came a moment before WeChat gives a new token is tried again after half a minute', async () => {
    const here = createSandboxed()
    const wechat = here.node()
    await here.json(normal, grant)
    here.clock.at += 500
    await ask(wechat)
    const first = lastToken(here)
    // WeChat tells whole seconds, so by our reckoning the token ends half a second early.
    here.clock.at += 6899_000
    for (let count = 0; count < 20; count++) await ask(wechat).then(aside)
    expect([here.hits(normal), lastToken(here)]).toEqual([2, first])
    here.clock.at += 29_999
    await ask(wechat).then(aside)
    expect(here.hits(normal)).toBe(2)
    here.clock.at += 1
    for (let count = 0; count < 20; count++) await ask(wechat).then(aside)
    expect(here.hits(normal)).toBe(3)
    expect(lastToken(here)).not.toBe(first)
  })

  it('C34: when another process was faster its token is taken, without a request', async () => {
    const here = createSandboxed()
    const vault = createTestVault()
    const [one, other] = [here.node({ vault }), here.node({ vault })]
    await Promise.all([ask(one), ask(other)])
    here.clock.at += 116 * minute
    await ask(one).then(aside)
    const before = here.hits(normal)
    await ask(other).then(aside)
    expect(here.hits(normal)).toBe(before)
    await ask(one)
    const renewed = lastToken(here)
    await ask(other)
    expect(lastToken(here)).toBe(renewed)
  })

  it('C35: while the token endpoint is down the token at hand serves to its last millisecond', async () => {
    const here = createSandboxed()
    const wechat = here.node()
    await ask(wechat)
    await here.fault({ path: normal, status: 503, times: 1000 })
    here.clock.at += 115 * minute
    expect(await askAndSettle(wechat)).toBe(false)
    here.clock.at += 5 * minute - 1
    expect(await askAndSettle(wechat)).toBe(false)
    here.clock.at += 1
    const before = here.hits(check)
    expect(await failureOf(ask(wechat))).toMatchObject({ kind: 'unreachable', endpoint: normal })
    expect(here.hits(check)).toBe(before)
    await here.heal()
    expect(await ask(wechat)).toBe(false)
  })

  it('C35: so does the shared token in a process that starts during the outage', async () => {
    const here = createSandboxed()
    const vault = createTestVault()
    await ask(here.node({ vault }))
    here.clock.at += 119 * minute
    await here.fault({ path: normal, status: 503, times: 1000 })
    expect(await ask(here.node({ vault }))).toBe(false)
    here.clock.at += minute
    expect((await failureOf(ask(here.node({ vault })))).kind).toBe('unreachable')
  })
})

describe('a token that WeChat refuses', () => {
  it('C34: is replaced by the one that another program brought about, once, and without force', async () => {
    const here = createSandboxed()
    const wechat = here.node()
    await ask(wechat)
    const foreign = await killToken(here)
    expect(await ask(wechat)).toBe(false)
    expect(lastToken(here)).toBe(foreign)
    expect([here.hits(check), here.hits(normal), here.hits(forced)]).toEqual([3, 2, 0])
  })

  it('WxJava #1300: many calls refused at once replace it once, and none throws the new one away', async () => {
    const here = createSandboxed()
    const wechat = here.node()
    await ask(wechat)
    await killToken(here)
    expect(await times(200, () => ask(wechat))).toHaveLength(200)
    expect([here.hits(check), here.hits(normal), here.hits(forced)]).toEqual([401, 2, 0])
  })

  it('WxJava #1300: a call that hears of it late takes the new token without asking for one', async () => {
    const here = createSandboxed()
    const late: Array<() => void> = []
    let hold = false
    const wechat = here.node({
      fetch: async (input, init) => {
        const answer = await here.fetch(input, init)
        if (hold && String(input).includes(check)) await new Promise<void>((resolve) => late.push(resolve))
        return answer
      },
    })
    await ask(wechat)
    await killToken(here)
    hold = true
    const slow = ask(wechat)
    await aside()
    hold = false
    await ask(wechat)
    late.forEach((release) => release())
    expect(await slow).toBe(false)
    expect([here.hits(normal), here.hits(forced)]).toEqual([2, 0])
  })

  it.each([40001, 40014, 42001])(
    'C34: %i though WeChat gives it again: one forced refresh, one retry',
    async (errcode) => {
      const here = createSandboxed()
      const wechat = here.node()
      await ask(wechat)
      const first = lastToken(here)
      await here.fault({ path: check, errcode })
      expect(await ask(wechat)).toBe(false)
      expect(lastToken(here)).not.toBe(first)
      expect([here.hits(check), here.hits(normal), here.hits(forced)]).toEqual([3, 2, 1])
    },
  )

  it('C34, WxJava #1381: refused whatever the token, a call makes one refresh, one retry and no loop', async () => {
    const here = createSandboxed()
    const wechat = here.node()
    await ask(wechat)
    await here.fault({ path: check, errcode: 42001, times: 10_000 })
    expect((await failureOf(ask(wechat))).errcode).toBe(42001)
    expect([here.hits(check), here.hits(normal), here.hits(forced)]).toEqual([3, 2, 1])
    for (let count = 0; count < 100; count++) expect((await failureOf(ask(wechat))).errcode).toBe(42001)
    // The new token is looked after once as well; from then on there is one question a call.
    expect([here.hits(check), here.hits(normal), here.hits(forced)]).toEqual([103, 3, 1])
    here.clock.at += 30_000
    expect((await failureOf(ask(wechat))).errcode).toBe(42001)
    expect([here.hits(check), here.hits(normal), here.hits(forced)]).toEqual([105, 4, 2])
  })

  it('C34: force is used twenty times a day at most', async () => {
    const here = createSandboxed()
    const wechat = here.node()
    await here.fault({ path: check, errcode: 40001, times: 10_000 })
    for (let count = 0; count < 60; count++) {
      expect((await failureOf(ask(wechat))).errcode).toBe(40001)
      here.clock.at += minute
    }
    expect(here.hits(forced)).toBe(20)
    here.clock.at += 24 * 60 * minute
    await failureOf(ask(wechat))
    expect(here.hits(forced)).toBe(21)
  })

  it('C34: when force is used up elsewhere the call fails, and the ordinary renewal goes on', async () => {
    const here = createSandboxed()
    const wechat = here.node()
    for (let count = 0; count < 20; count++) {
      await killToken(here)
      here.clock.at += 30_000
    }
    await ask(wechat)
    const first = lastToken(here)
    here.clock.at += 114 * minute + 10_000
    await here.fault({ path: check, errcode: 40001 })
    expect(await failureOf(ask(wechat))).toMatchObject({ errcode: 45009, endpoint: normal })
    here.clock.at += 20_000
    await ask(wechat).then(aside)
    await ask(wechat)
    expect(lastToken(here)).not.toBe(first)
  })

  it('C34: a token endpoint that is down is told as such, and asked again by the next call', async () => {
    const here = createSandboxed()
    const wechat = here.node()
    await ask(wechat)
    await killToken(here)
    await here.fault({ path: normal, status: 503 })
    expect(await failureOf(ask(wechat))).toMatchObject({ kind: 'unreachable', endpoint: normal })
    expect(await ask(wechat)).toBe(false)
  })

  it('E51: is not brought back by an older answer that comes late', async () => {
    const here = createSandboxed()
    const late: Array<() => void> = []
    let hold = false
    const wechat = here.node({
      // A second ahead of WeChat, so the renewal is answered with the token in use; and that answer is held up.
      now: () => here.clock.at + (hold || late.length > 0 ? 1000 : 0),
      fetch: async (input, init) => {
        const held = hold
        const answer = await here.fetch(input, init)
        if (held && String(input).includes(normal)) await new Promise<void>((resolve) => late.push(resolve))
        return answer
      },
    })
    await ask(wechat)
    here.clock.at += 115 * minute - 1000
    hold = true
    await ask(wechat)
    await aside()
    hold = false
    expect(late).toHaveLength(1)
    here.clock.at += 1
    const newer = await killToken(here)
    await ask(wechat)
    expect(lastToken(here)).toBe(newer)
    late.forEach((release) => release())
    await aside()
    await ask(wechat)
    expect(lastToken(here)).toBe(newer)
    expect([here.hits(normal), here.hits(forced), here.hits(check)]).toEqual([3, 0, 5])
  })

  it('E51: of two answers the one asked for later stands, also where the vault knows better', async () => {
    const at = 1_700_000_000_000
    const newer = { token: 'newer', fetchedAt: at + 5, expiresAt: at + 7_200_000 }
    const tokens = createAccessToken({
      fetchToken: async () => ({ token: 'older', lifeMs: 7_200_000 }),
      vault: { read: async () => null, save: async () => newer },
      now: () => at,
      clock: () => at,
    })
    expect(await tokens.accessToken('wxone')).toBe('newer')
    expect(await tokens.accessToken('wxone')).toBe('newer')
  })

  it('I97: is replaced also when the clock was set back an hour and it looks newer than all that follow', async () => {
    const here = createSandboxed()
    const vault = createTestVault()
    const jump = { by: 60 * minute }
    const wechat = here.node({ vault, now: () => here.clock.at + jump.by })
    await ask(wechat)
    jump.by = 0
    const foreign = await killToken(here)
    expect(await ask(wechat)).toBe(false)
    expect(await ask(wechat)).toBe(false)
    expect(lastToken(here)).toBe(foreign)
    expect(here.hits(forced)).toBe(0)
  })
})

describe('a wrong secret', () => {
  const errcodes = [40001, 40013, 40125, 40164, 40243]

  it.each(errcodes)('errcode %i is told to the operator once and asked about once a minute', async (errcode) => {
    const here = createSandboxed()
    const told: unknown[] = []
    const wechat = here.node({ onMisconfigured: (appId, error) => told.push([appId, error.errcode]) })
    await here.fault({ path: normal, errcode, times: 1000 })
    for (let count = 0; count < 50; count++) {
      expect(await failureOf(ask(wechat))).toMatchObject({ errcode, endpoint: normal })
    }
    expect(here.hits(normal)).toBe(1)
    here.clock.at += minute - 1
    expect(await failureOf(ask(wechat))).toMatchObject({ retryAfterMs: 1 })
    here.clock.at += 1
    expect(await failureOf(ask(wechat))).toMatchObject({ errcode, retryAfterMs: undefined })
    expect(here.hits(normal)).toBe(2)
    expect(told).toEqual([['wxone', errcode]])
    await here.heal()
    expect(await ask(wechat, 'wxtwo')).toBe(false)
    expect((await failureOf(ask(wechat))).errcode).toBe(errcode)
  })

  it('is told again when it comes back after it was mended, or as another fault', async () => {
    const here = createSandboxed()
    const told: unknown[] = []
    const wechat = here.node({ onMisconfigured: (_, error) => told.push(error.errcode) })
    const failOnce = async (errcode: number): Promise<void> => {
      await here.fault({ path: normal, errcode })
      await failureOf(ask(wechat))
      here.clock.at += minute
    }
    await failOnce(40164)
    await failOnce(40164)
    await failOnce(40125)
    expect(await ask(wechat)).toBe(false)
    here.clock.at += 120 * minute
    await failOnce(40125)
    expect(told).toEqual([40164, 40125, 40125])
  })

  it('leaves the token at hand in use', async () => {
    const here = createSandboxed()
    const wechat = here.node()
    await ask(wechat)
    await here.fault({ path: normal, errcode: 40125, times: 1000 })
    here.clock.at += 118 * minute
    for (let count = 0; count < 10; count++) expect(await askAndSettle(wechat)).toBe(false)
    expect(here.hits(normal)).toBe(2)
  })
})

describe('the deadline', () => {
  it('C24: holds over token and call together, and a code is not spent when the time went to the token', async () => {
    const here = createSandboxed()
    const never = new Promise<Response>(() => undefined)
    const stalled = here.node({
      fetch: (input, init) => (String(input).includes(normal) ? never : here.fetch(input, init)),
      deadlineMs: 40,
    })
    const code = await here.phoneCode('alice')
    const { openId } = await stalled.exchangeCode('wxone', await here.loginCode('alice'))
    const error = await failureOf(stalled.phoneNumber('wxone', { code, openId }))
    expect(error).toMatchObject({ kind: 'unreachable', endpoint: phone, detail: 'timeout' })
    expect(here.hits(phone)).toBe(0)
    expect(await here.node().phoneNumber('wxone', { code, openId })).toBe('+8613800138000')
  })

  it.each([
    [4800, 2],
    [4900, 1],
    [5000, 0],
  ])('C30: when the token took %i of 5000 ms, a busy WeChat is asked %i times', async (tookMs, questions) => {
    const here = createSandboxed()
    const wechat = here.node({
      random: () => 0,
      sleep: async (ms) => void (here.clock.at += ms),
      fetch: async (input, init) => {
        if (String(input).includes(normal)) here.clock.at += tookMs
        return here.fetch(input, init)
      },
    })
    await here.fault({ path: check, errcode: -1, times: 10 })
    await failureOf(ask(wechat))
    expect(here.hits(check)).toBe(questions)
  })
})
