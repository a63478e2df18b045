/** The sandbox, asked as the server and the phone ask it. */
import { createDecipheriv, createHmac } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { WeChatError } from '../wechat/WeChatError.ts'
import { createWeChat } from '../wechat/wechat.ts'
import { createSandbox } from './sandbox.ts'

const apps = new Map([
  ['wxone', 'secret-one'],
  ['wxtwo', 'secret-two'],
  ['touristappid', 'secret-three'],
])
const minute = 60_000
const origin = 'http://sandbox.test'

function world() {
  const clock = { at: 1_700_000_000_000 }
  const slept: number[] = []
  const sandbox = createSandbox({ apps, now: () => clock.at, sleep: async (ms) => slept.push(ms) })
  const fetchSandbox: typeof fetch = async (input, init) => sandbox.fetch(new Request(input, init))
  const wechat = createWeChat({ apps, base: origin, fetch: fetchSandbox, sleep: async () => undefined })
  const get = (path: string): Promise<Response> => fetchSandbox(`${origin}${path}`)
  const json = async (path: string) => (await get(path)).json()
  const post = async (path: string, body: unknown): Promise<Response> =>
    fetchSandbox(`${origin}${path}`, { method: 'POST', body: JSON.stringify(body) })
  const codeFor = async (query: string, kind = 'login'): Promise<string> => (await json(`/${kind}-code?${query}`)).code
  return { clock, slept, sandbox, wechat, get, json, post, codeFor }
}

type World = ReturnType<typeof world>

async function errcodeOf(promise: Promise<unknown>): Promise<number | string | undefined> {
  const error = await promise.then(
    () => 'no error',
    (reason: unknown) => reason,
  )
  if (error instanceof WeChatError) return error.errcode ?? error.kind
  throw new Error('There was no WeChatError', { cause: error })
}

async function accessToken({ post }: World, appid = 'wxone', more: object = {}) {
  const secret = apps.get(appid)
  return (await post('/cgi-bin/stable_token', { grant_type: 'client_credential', appid, secret, ...more })).json()
}

describe('login codes', () => {
  it('are 32 characters and stand for a person: one openid per app, one unionid for all', async () => {
    const { wechat, codeFor } = world()
    const code = await codeFor('user=alice')
    expect(code).toMatch(/^[0-9a-f]{32}$/)
    const alice = await wechat.exchangeCode('wxone', code)
    expect(alice.openId).toMatch(/^o[\w-]{27}$/)
    expect(Buffer.from(alice.sessionKey, 'base64')).toHaveLength(16)
    const again = await wechat.exchangeCode('wxone', await codeFor('user=alice&appid=wxone'))
    const elsewhere = await wechat.exchangeCode('wxtwo', await codeFor('user=alice&appid=wxtwo'))
    const bob = await wechat.exchangeCode('wxone', await codeFor('user=bob'))
    expect(again.openId).toBe(alice.openId)
    expect(elsewhere.openId).not.toBe(alice.openId)
    expect(elsewhere.unionId).toBe(alice.unionId)
    expect(bob.openId).not.toBe(alice.openId)
    expect(bob.unionId).not.toBe(alice.unionId)
  })

  it('are the same person after a restart', async () => {
    const [before, after] = [world(), world()]
    const one = await before.wechat.exchangeCode('wxone', await before.codeFor('user=alice'))
    const two = await after.wechat.exchangeCode('wxone', await after.codeFor('user=alice'))
    expect([two.openId, two.unionId]).toEqual([one.openId, one.unionId])
  })

  it('are good once', async () => {
    const { wechat, codeFor } = world()
    const code = await codeFor('user=alice')
    await wechat.exchangeCode('wxone', code)
    expect(await errcodeOf(wechat.exchangeCode('wxone', code))).toBe(40163)
  })

  it('are good for five minutes, to the millisecond', async () => {
    const { clock, wechat, codeFor } = world()
    const [early, late] = [await codeFor('user=alice'), await codeFor('user=alice')]
    clock.at += 5 * minute - 1
    expect((await wechat.exchangeCode('wxone', early)).openId).toMatch(/^o/)
    clock.at += 1
    expect(await errcodeOf(wechat.exchangeCode('wxone', late))).toBe(40029)
  })

  it('of another app are invalid, and stay good for their own', async () => {
    const { wechat, codeFor } = world()
    const code = await codeFor('user=alice&appid=wxtwo')
    expect(await errcodeOf(wechat.exchangeCode('wxone', code))).toBe(40029)
    expect((await wechat.exchangeCode('wxtwo', code)).openId).toMatch(/^o/)
  })

  it('nobody handed out are invalid, and so is a phone code', async () => {
    const { wechat, codeFor } = world()
    expect(await errcodeOf(wechat.exchangeCode('wxone', 'nonsense'))).toBe(40029)
    const phoneCode = await codeFor('user=alice&phone=13800138000', 'phone')
    expect(await errcodeOf(wechat.exchangeCode('wxone', phoneCode))).toBe(40029)
  })

  it('of the tourist work again and again, in the tourist app alone', async () => {
    const { clock, wechat, codeFor } = world()
    const tourist = await wechat.exchangeCode('touristappid', 'the code is a mock one')
    clock.at += 60 * minute
    expect(await wechat.exchangeCode('touristappid', 'the code is a mock one')).toEqual(tourist)
    expect(await wechat.exchangeCode('touristappid', await codeFor('user=tourist&appid=touristappid'))).toMatchObject({
      openId: tourist.openId,
      unionId: tourist.unionId,
    })
    expect(await errcodeOf(wechat.exchangeCode('wxone', 'the code is a mock one'))).toBe(40029)
  })

  it.each([
    ['/login-code', 'Say who it is: ?user=alice'],
    ['/login-code?user=', 'Say who it is: ?user=alice'],
    [`/login-code?user=${'a'.repeat(65)}`, 'That name is too long'],
    ['/login-code?user=alice&appid=wxthree', 'The sandbox has no app of this id'],
    ['/phone-code?user=alice', 'Say which number: &phone=13800138000'],
    ['/phone-code?user=alice&phone=tel', 'A phone number is 5 to 15 digits'],
    ['/phone-code?user=alice&phone=13800138000&country=abc', 'A country code is 1 to 3 digits, such as 86'],
    ['/phone-code?user=alice&phone=13800138000&appid=wxthree', 'The sandbox has no app of this id'],
    ['/encrypted-phone?phone=13800138000', 'Say who it is: ?user=alice'],
    ['/encrypted-phone?user=alice', 'Say which number: &phone=13800138000'],
    ['/encrypted-phone?user=alice&phone=13800138000&appid=wxthree', 'The sandbox has no app of this id'],
  ])('%s is answered 400 with a sentence', async (path, error) => {
    const response = await world().get(path)
    expect([response.status, await response.json()]).toEqual([400, { error }])
  })

  it('cannot be had from a sandbox without apps', async () => {
    const response = await createSandbox({ apps: new Map() }).fetch(new Request(`${origin}/login-code?user=alice`))
    expect(response.status).toBe(400)
  })
})

describe('jscode2session', () => {
  const path = '/sns/jscode2session'

  it('answers 200 with JSON that calls itself text, errors and all', async () => {
    const { get, codeFor } = world()
    const query = `appid=wxone&secret=secret-one&grant_type=authorization_code&js_code=${await codeFor('user=alice')}`
    const good = await get(`${path}?${query}`)
    expect([good.status, good.headers.get('content-type')]).toEqual([200, 'text/plain'])
    expect(Object.keys(await good.json()).sort()).toEqual(['openid', 'session_key', 'unionid'])
    const used = await get(`${path}?${query}`)
    expect([used.status, used.headers.get('content-type')]).toEqual([200, 'text/plain'])
    expect(await used.json()).toEqual({
      errcode: 40163,
      errmsg: expect.stringMatching(/^code been used, rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$/),
    })
  })

  it.each([
    ['', 41002],
    ['appid=wxone', 41004],
    ['appid=wxone&secret=secret-one', 41008],
    ['appid=wxone&secret=secret-one&js_code=x', 40002],
    ['appid=wxthree&secret=secret-one&js_code=x&grant_type=authorization_code', 40013],
    ['appid=wxone&secret=secret-two&js_code=x&grant_type=authorization_code', 40125],
    ['appid=wxone&secret=secret-one&js_code=x&grant_type=authorization_code', 40029],
  ])('the query "%s" is answered with %i', async (query, errcode) => {
    expect(await world().json(`${path}?${query}`)).toMatchObject({ errcode })
  })

  it('does not look at the body of a POST', async () => {
    const { post } = world()
    const response = await post(`${path}?appid=wxone&secret=secret-one&js_code=x`, { appid: 'wxone' })
    expect(await response.json()).toMatchObject({ errcode: 41002 })
  })

  it('has its request id found by our own error', async () => {
    const { wechat } = world()
    await expect(wechat.exchangeCode('wxone', 'nonsense')).rejects.toMatchObject({
      errcode: 40029,
      rid: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$/),
    })
  })
})

describe('stable_token', () => {
  it('gives the same token, with the time left, until the last five minutes; then both count', async () => {
    const here = world()
    const first = await accessToken(here)
    expect(first).toEqual({ access_token: expect.stringMatching(/^[\w-]{128}$/), expires_in: 7200 })
    here.clock.at += 115 * minute - 1
    expect(await accessToken(here)).toEqual({ access_token: first.access_token, expires_in: 300 })
    here.clock.at += 1
    const second = await accessToken(here)
    expect(second.access_token).not.toBe(first.access_token)
    expect(second.expires_in).toBe(7200)
    const bothCount = () => Promise.all([first, second].map((token) => phoneErrcode(here, token.access_token)))
    expect(await bothCount()).toEqual([40029, 40029])
    here.clock.at += 5 * minute
    expect(await bothCount()).toEqual([42001, 40029])
  })

  it('forced, it kills the old token, at most every half minute and twenty times a day', async () => {
    const here = world()
    const first = await accessToken(here)
    const forced = await accessToken(here, 'wxone', { force_refresh: true })
    expect(forced.access_token).not.toBe(first.access_token)
    expect(await phoneErrcode(here, first.access_token)).toBe(40001)
    here.clock.at += 29_999
    expect((await accessToken(here, 'wxone', { force_refresh: true })).access_token).toBe(forced.access_token)
    for (let count = 1; count < 20; count++) {
      here.clock.at += 30_000
      expect(await accessToken(here, 'wxone', { force_refresh: true })).toHaveProperty('access_token')
    }
    here.clock.at += 30_000
    expect(await accessToken(here, 'wxone', { force_refresh: true })).toMatchObject({ errcode: 45009 })
    expect(await accessToken(here, 'wxtwo', { force_refresh: true })).toHaveProperty('access_token')
    here.clock.at += 24 * 60 * minute
    expect(await accessToken(here, 'wxone', { force_refresh: true })).toHaveProperty('access_token')
  })

  it.each([
    [{ grant_type: 'password' }, 40002],
    [{ appid: '' }, 41002],
    [{ secret: '' }, 41004],
    [{ appid: 'wxthree' }, 40013],
    [{ secret: 'secret-two' }, 40125],
    [{ force_refresh: 'yes' }, 47001],
  ])('asked with %j it answers with %i', async (more, errcode) => {
    expect(await accessToken(world(), 'wxone', more)).toMatchObject({ errcode })
  })

  it('takes JSON by POST only', async () => {
    const { json, sandbox } = world()
    expect(await json('/cgi-bin/stable_token?grant_type=client_credential&appid=wxone')).toMatchObject({
      errcode: 43002,
    })
    const form = new Request(`${origin}/cgi-bin/stable_token`, { method: 'POST', body: 'appid=wxone' })
    expect(await (await sandbox.fetch(form)).json()).toMatchObject({ errcode: 47001 })
  })
})

async function phoneErrcode({ post }: World, token: string, body: object = { code: 'nonsense' }): Promise<number> {
  const response = await post(`/wxa/business/getuserphonenumber?access_token=${token}`, body)
  return (await response.json()).errcode
}

describe('getuserphonenumber', () => {
  it('gives the number once, with the watermark', async () => {
    const here = world()
    const { access_token: token } = await accessToken(here)
    const code = await here.codeFor('user=alice&phone=13800138000', 'phone')
    const path = `/wxa/business/getuserphonenumber?access_token=${token}`
    expect(await (await here.post(path, { code })).json()).toEqual({
      errcode: 0,
      errmsg: 'ok',
      phone_info: {
        phoneNumber: '13800138000',
        purePhoneNumber: '13800138000',
        countryCode: '86',
        watermark: { timestamp: 1_700_000_000, appid: 'wxone' },
      },
    })
    expect(await phoneErrcode(here, token, { code })).toBe(40029)
  })

  it('puts the country before a foreign number', async () => {
    const here = world()
    const { access_token: token } = await accessToken(here)
    const code = await here.codeFor('user=alice&phone=5551234&country=1', 'phone')
    const response = await here.post(`/wxa/business/getuserphonenumber?access_token=${token}`, { code })
    expect(await response.json()).toMatchObject({
      phone_info: { phoneNumber: '15551234', purePhoneNumber: '5551234', countryCode: '1' },
    })
  })

  it('refuses the code of another person, app or time, and leaves the first two unspent', async () => {
    const here = world()
    const { access_token: token } = await accessToken(here)
    const { access_token: foreign } = await accessToken(here, 'wxtwo')
    const alice = await here.wechat.exchangeCode('wxone', await here.codeFor('user=alice'))
    const bob = await here.wechat.exchangeCode('wxone', await here.codeFor('user=bob'))
    const code = await here.codeFor('user=alice&phone=13800138000', 'phone')
    expect(await phoneErrcode(here, token, { code, openid: bob.openId })).toBe(40003)
    expect(await phoneErrcode(here, foreign, { code })).toBe(40029)
    expect(await phoneErrcode(here, token, { code, openid: alice.openId })).toBe(0)
    const late = await here.codeFor('user=alice&phone=13800138000', 'phone')
    here.clock.at += 5 * minute
    expect(await phoneErrcode(here, token, { code: late })).toBe(40029)
    expect(await phoneErrcode(here, token, { code: await here.codeFor('user=alice') })).toBe(40029)
  })

  it('says what is wrong with the token, the method and the body', async () => {
    const here = world()
    const { access_token: token } = await accessToken(here)
    expect(await phoneErrcode(here, '')).toBe(41001)
    expect(await phoneErrcode(here, 'nonsense')).toBe(40001)
    expect(await phoneErrcode(here, token, { code: 7 })).toBe(47001)
    expect(await here.json(`/wxa/business/getuserphonenumber?access_token=${token}`)).toMatchObject({ errcode: 43002 })
    here.clock.at += 120 * minute
    expect(await phoneErrcode(here, token)).toBe(42001)
  })
})

describe('encrypted-phone', () => {
  it('is the number under the session key in force, which stays in force', async () => {
    const { wechat, codeFor, json } = world()
    const { openId, sessionKey } = await wechat.exchangeCode('wxtwo', await codeFor('user=alice&appid=wxtwo'))
    const path = '/encrypted-phone?user=alice&phone=5551234&country=1&appid=wxtwo'
    const [one, other] = [await json(path), await json(path)]
    expect(one.iv).not.toBe(other.iv)
    for (const { encryptedData, iv } of [one, other]) {
      const bytes = (text: string): Buffer => Buffer.from(text, 'base64')
      const decipher = createDecipheriv('aes-128-cbc', bytes(sessionKey), bytes(iv))
      expect(JSON.parse(decipher.update(encryptedData, 'base64', 'utf8') + decipher.final('utf8'))).toEqual({
        phoneNumber: '15551234',
        purePhoneNumber: '5551234',
        countryCode: '1',
        watermark: { timestamp: 1_700_000_000, appid: 'wxtwo' },
      })
    }
    expect(await wechat.checkSessionKey('wxtwo', { openId, sessionKey })).toBe(true)
  })
})

describe('checksession', () => {
  async function check(here: World, openId: string, [signature, method = 'hmac_sha256']: [string, string?]) {
    const { access_token } = await accessToken(here)
    const query = new URLSearchParams({ access_token, openid: openId, signature, sig_method: method })
    return (await here.json(`/wxa/checksession?${query.toString()}`)).errcode
  }
  const sign = (key: string | Buffer): string => createHmac('sha256', key).update('').digest('hex')

  it('accepts the signature by the session key as text, not by its bytes', async () => {
    const here = world()
    const { openId, sessionKey } = await here.wechat.exchangeCode('wxone', await here.codeFor('user=alice'))
    expect(await check(here, openId, [sign(sessionKey)])).toBe(0)
    expect(await check(here, openId, [sign(Buffer.from(sessionKey, 'base64'))])).toBe(87009)
    expect(await check(here, openId, [sign(sessionKey), 'md5'])).toBe(87008)
    expect(await check(here, 'onobody', [sign(sessionKey)])).toBe(87009)
  })

  it('a new login code of the same person replaces the session key, one of another does not', async () => {
    const here = world()
    const { openId, sessionKey } = await here.wechat.exchangeCode('wxone', await here.codeFor('user=alice'))
    await here.codeFor('user=bob')
    expect(await check(here, openId, [sign(sessionKey)])).toBe(0)
    const code = await here.codeFor('user=alice')
    expect(await check(here, openId, [sign(sessionKey)])).toBe(87009)
    const renewed = await here.wechat.exchangeCode('wxone', code)
    expect(await check(here, openId, [sign(renewed.sessionKey)])).toBe(0)
  })

  it('wants an access token', async () => {
    expect(await world().json('/wxa/checksession?openid=o')).toMatchObject({ errcode: 41001 })
  })
})

describe('ordered faults', () => {
  const path = '/sns/jscode2session'

  it('an errcode comes as often as ordered, on its path alone, and leaves the code unspent', async () => {
    const { wechat, post, codeFor, json } = world()
    expect(await (await post('/faults', { path, errcode: 45011, times: 2 })).json()).toEqual({ ordered: 2 })
    const code = await codeFor('user=alice')
    expect(await json('/wxa/checksession')).toMatchObject({ errcode: 41001 })
    expect(await errcodeOf(wechat.exchangeCode('wxone', code))).toBe(45011)
    expect(await errcodeOf(wechat.exchangeCode('wxone', code))).toBe(45011)
    expect((await wechat.exchangeCode('wxone', code)).openId).toMatch(/^o/)
  })

  it('C30: two busy answers are healed by our own third question', async () => {
    const { wechat, post, codeFor } = world()
    await post('/faults', { path, errcode: -1, times: 2 })
    expect((await wechat.exchangeCode('wxone', await codeFor('user=alice'))).openId).toMatch(/^o/)
  })

  it('status, body and content type are as ordered, and orders come one after the other', async () => {
    const { get, post } = world()
    await post('/faults', { path, status: 502, body: '<html>', contentType: 'text/html' })
    await post('/faults', { path, body: 'null' })
    await post('/faults', { path, status: 204, body: 'ignored' })
    const bad = await get(path)
    expect([bad.status, bad.headers.get('content-type'), await bad.text()]).toEqual([502, 'text/html', '<html>'])
    const odd = await get(path)
    expect([odd.status, odd.headers.get('content-type'), await odd.text()]).toEqual([200, 'text/plain', 'null'])
    const none = await get(path)
    expect([none.status, await none.text()]).toEqual([204, ''])
    expect(await (await get(path)).json()).toMatchObject({ errcode: 41002 })
  })

  it('a stall waits, and then the work is done as usual', async () => {
    const { wechat, post, codeFor, slept } = world()
    await post('/faults', { path, stallMs: 60_000 })
    expect((await wechat.exchangeCode('wxone', await codeFor('user=alice'))).openId).toMatch(/^o/)
    expect(slept).toEqual([60_000])
  })

  it('C31: consume does the work and loses the answer: the code is used up, the next one works', async () => {
    const { wechat, post, codeFor } = world()
    await post('/faults', { path, consume: true })
    const code = await codeFor('user=alice')
    expect(await errcodeOf(wechat.exchangeCode('wxone', code))).toBe('unreachable')
    expect(await errcodeOf(wechat.exchangeCode('wxone', code))).toBe(40163)
    expect((await wechat.exchangeCode('wxone', await codeFor('user=alice'))).openId).toMatch(/^o/)
  })

  it('are forgotten by DELETE', async () => {
    const { sandbox, post, json } = world()
    await post('/faults', { path, errcode: 45009, times: 5 })
    await sandbox.fetch(new Request(`${origin}/faults`, { method: 'DELETE' }))
    expect(await json(path)).toMatchObject({ errcode: 41002 })
  })

  const wrong = [{ path: 'sns' }, { path, times: 0 }, { path, status: 99 }, { path, consume: false }, { path, odd: 1 }]
  it.each([null, {}, ...wrong])('the order %j is answered 400', async (order) => {
    const response = await world().post('/faults', order)
    expect(response.status).toBe(400)
    expect((await response.json()).error).not.toBe('')
  })

  it('are at most a hundred', async () => {
    const { post } = world()
    for (let count = 0; count < 100; count++) await post('/faults', { path, errcode: 1 })
    expect((await post('/faults', { path, errcode: 1 })).status).toBe(400)
  })
})

describe('behind a real socket, mounted at /sandbox', () => {
  it('C31: signs in, and a consumed code really breaks the connection off', async () => {
    const sandbox = createSandbox({ apps })
    const app = new Hono().mount('/sandbox', sandbox.fetch)
    const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' })
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as AddressInfo
    const base = `http://127.0.0.1:${port}/sandbox`
    try {
      const codeFor = async (user: string): Promise<string> => {
        const response = await fetch(`${base}/login-code?user=${user}`)
        return (await response.json()).code
      }
      const wechat = createWeChat({ apps, base, deadlineMs: 60_000 })
      expect((await wechat.exchangeCode('wxone', await codeFor('alice'))).openId).toMatch(/^o/)
      await fetch(`${base}/faults`, {
        method: 'POST',
        body: JSON.stringify({ path: '/sns/jscode2session', consume: true }),
      })
      const code = await codeFor('bob')
      expect(await errcodeOf(wechat.exchangeCode('wxone', code))).toBe('unreachable')
      expect(await errcodeOf(wechat.exchangeCode('wxone', code))).toBe(40163)
    } finally {
      await new Promise((resolve) => server.close(resolve))
    }
  })
})
