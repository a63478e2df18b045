/** A phone number by the code of the phone number button. */
import type { Socket } from 'node:net'
import { inspect } from 'node:util'
import { afterEach, describe, expect, it } from 'vitest'
import { failureOf } from './testing/failureOf.ts'
import { createSandboxed, signedIn } from './testing/sandboxed.ts'
import { answering, createWired, type Wired } from './testing/wired.ts'
import { http } from './testing/wireServer.ts'
import type { WeChatOptions } from './wechat.ts'

const getPhone = '/wxa/business/getuserphonenumber'
const at = 1_700_000_000_000
const question = { code: 'CANARY-phone-code', openId: 'oCANARY' }

const open: Wired[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()))
})

async function wired(answer: (socket: Socket) => void, options: Partial<WeChatOptions> = {}): Promise<Wired> {
  const one = await createWired(answer, { now: () => at, ...options })
  open.push(one)
  return one
}

function phoneAnswer(info: object): string {
  const watermark = { timestamp: at / 1000, appid: 'wx1' }
  const known = { phoneNumber: '13800138000', purePhoneNumber: '13800138000', countryCode: '86', watermark }
  return JSON.stringify({ errcode: 0, errmsg: 'ok', phone_info: { ...known, ...info } })
}

describe('phoneNumber', () => {
  it('gives the number with its country, ready for any network', async () => {
    const { here, wechat, openId } = await signedIn(createSandboxed())
    expect(await wechat.phoneNumber('wxone', { code: await here.phoneCode('alice'), openId })).toBe('+8613800138000')
    const { code } = await here.json('/phone-code?user=alice&phone=5551234567&country=1')
    expect(await wechat.phoneNumber('wxone', { code: String(code), openId })).toBe('+15551234567')
  })

  it.each([
    ['a string', { countryCode: '86' }, '+8613800138000'],
    ['a number, as in WeChat’s example', { countryCode: 86 }, '+8613800138000'],
    ['written with a plus', { countryCode: '+852', purePhoneNumber: '6123 4567' }, '+85261234567'],
    ['of four digits', { countryCode: '1242', purePhoneNumber: '3591234' }, '+12423591234'],
    ['of four digits, a number', { countryCode: 1868, purePhoneNumber: '6201234' }, '+18686201234'],
    ['of four digits, with a hyphen', { countryCode: '+1-876', purePhoneNumber: '2101234' }, '+18762101234'],
    ['written with 00', { countryCode: '0086' }, '+8613800138000'],
    ['written with 00 and spaces', { countryCode: ' 00 852 ', purePhoneNumber: '6123 4567' }, '+85261234567'],
    ['there again in the number', { countryCode: '1242', purePhoneNumber: '+1 (242) 359-1234' }, '+12423591234'],
    ['there again in the number, with 00', { countryCode: '44', purePhoneNumber: '0044 7911 123456' }, '+447911123456'],
    ['empty, for a number of China', { countryCode: '' }, '+8613800138000'],
    ['null, for a number of China', { countryCode: null }, '+8613800138000'],
    [
      'empty, beside a number that names it',
      { countryCode: '', purePhoneNumber: '61234567', phoneNumber: '+85261234567' },
      '+85261234567',
    ],
    [
      'good beside a watermark of text',
      { watermark: { timestamp: String(at / 1000), appid: 'wx1' } },
      '+8613800138000',
    ],
    ['a number, and so is the phone number', { countryCode: 1, purePhoneNumber: 5551234567 }, '+15551234567'],
  ])('takes a country code that is %s', async (_, info, expected) => {
    const { wechat } = await wired(answering(phoneAnswer(info)))
    expect(await wechat.phoneNumber('wx1', question)).toBe(expected)
  })

  it('asks by POST, with code and openid in the body and only the access token in the address', async () => {
    const bodies: unknown[] = []
    const here = createSandboxed()
    const wechat = here.node({
      fetch: async (input, init) => {
        const type = new Headers(init?.headers).get('content-type')
        bodies.push([String(input).replace(/=.*/, ''), init?.method, type, init?.body])
        return here.fetch(input, init)
      },
    })
    await failureOf(wechat.phoneNumber('wxone', { code: 'a code', openId: 'oalice' }))
    const json = 'application/json'
    expect(bodies).toEqual([
      [
        'http://sandbox.test/cgi-bin/stable_token?',
        'POST',
        json,
        '{"grant_type":"client_credential","appid":"wxone","secret":"CANARY-secret-one","force_refresh":false}',
      ],
      [`http://sandbox.test${getPhone}?access_token`, 'POST', json, '{"code":"a code","openid":"oalice"}'],
    ])
  })

  it('E48: the same code twice at once: one number, one 40029', async () => {
    const { here, wechat, openId } = await signedIn(createSandboxed())
    const code = await here.phoneCode('alice')
    const tries = [wechat, here.node()].map((node) =>
      node.phoneNumber('wxone', { code, openId }).catch((error: unknown) => error),
    )
    const outcomes = await Promise.all(tries)
    expect(outcomes.filter((outcome) => outcome === '+8613800138000')).toHaveLength(1)
    expect(outcomes).toContainEqual(expect.objectContaining({ kind: 'refused', errcode: 40029 }))
  })

  it('C36: a code sent again later is 40029, and is not asked for twice', async () => {
    const { here, wechat, openId } = await signedIn(createSandboxed())
    const code = await here.phoneCode('alice')
    await wechat.phoneNumber('wxone', { code, openId })
    const error = await failureOf(wechat.phoneNumber('wxone', { code, openId }))
    expect(error).toMatchObject({ errcode: 40029, endpoint: getPhone })
    expect(here.hits(getPhone)).toBe(2)
  })

  it('the code of somebody else is refused and stays good for its owner', async () => {
    const { here, wechat, openId } = await signedIn(createSandboxed())
    const bob = await signedIn(here, 'bob')
    const code = await here.phoneCode('alice')
    expect((await failureOf(wechat.phoneNumber('wxone', { code, openId: bob.openId }))).errcode).toBe(40003)
    expect(await wechat.phoneNumber('wxone', { code, openId })).toBe('+8613800138000')
  })

  it('a code of wx.login is none of the phone number button', async () => {
    const { here, wechat, openId } = await signedIn(createSandboxed())
    const code = await here.loginCode('alice')
    expect((await failureOf(wechat.phoneNumber('wxone', { code, openId }))).errcode).toBe(40029)
  })

  const tooFar = 'the watermark is too far from our time'
  it.each([
    ['another app', { watermark: { timestamp: at / 1000, appid: 'wx2' } }, 'the watermark is of another app'],
    ['over ten minutes ago', { watermark: { timestamp: at / 1000 - 601, appid: 'wx1' } }, tooFar],
    ['the future', { watermark: { timestamp: at / 1000 + 601, appid: 'wx1' } }, tooFar],
  ])('C36: a watermark of %s is refused', async (_, info, detail) => {
    const { wechat } = await wired(answering(phoneAnswer(info)))
    expect(await failureOf(wechat.phoneNumber('wx1', question))).toMatchObject({ kind: 'unreadable', detail })
  })

  it('C36: a watermark of ten minutes ago still counts', async () => {
    const { wechat } = await wired(answering(phoneAnswer({ watermark: { timestamp: at / 1000 - 600, appid: 'wx1' } })))
    expect(await wechat.phoneNumber('wx1', question)).toBe('+8613800138000')
  })

  it.each([
    ['70 minutes ahead', 70],
    ['70 minutes behind', -70],
  ])('I97, C36: a watermark is compared with the date of WeChat’s answer: our clock may be %s', async (_, minutes) => {
    const date = new Date(at).toUTCString()
    const now = () => at + minutes * 60_000
    const fresh = await wired((socket) => void socket.end(http(200, phoneAnswer({}), { date })), { now })
    expect(await fresh.wechat.phoneNumber('wx1', question)).toBe('+8613800138000')
    const watermark = { timestamp: now() / 1000, appid: 'wx1' }
    const old = await wired((socket) => void socket.end(http(200, phoneAnswer({ watermark }), { date })), { now })
    expect(await failureOf(old.wechat.phoneNumber('wx1', question))).toMatchObject({
      kind: 'unreadable',
      detail: tooFar,
    })
  })

  const bare = { errcode: 0, errmsg: 'ok' }
  const oddNumbers = [
    { purePhoneNumber: '138x' },
    { purePhoneNumber: null },
    { countryCode: '0' },
    { countryCode: 1.5 },
    { countryCode: '12345' },
    { countryCode: '', purePhoneNumber: '61234567', phoneNumber: '61234567' },
  ]
  const odd = [...oddNumbers, { watermark: null }]
  it.each([JSON.stringify(bare), JSON.stringify({ ...bare, phone_info: [] }), ...odd.map(phoneAnswer)])(
    'C27: %s is unreadable',
    async (body) => {
      const { wechat } = await wired(answering(body))
      const error = await failureOf(wechat.phoneNumber('wx1', question))
      expect(error.kind).toBe('unreadable')
      expect(error.message).not.toContain('138')
    },
  )

  it('C30: -1 is asked again, three times in all; nothing else is', async () => {
    const busy = await wired(answering('{"errcode":-1,"errmsg":"system error"}'))
    expect((await failureOf(busy.wechat.phoneNumber('wx1', question))).errcode).toBe(-1)
    expect(busy.lines).toHaveLength(3)
    for (const errcode of [40029, 40013, 45011, 61004]) {
      const refusing = await wired(answering(JSON.stringify({ errcode })))
      expect((await failureOf(refusing.wechat.phoneNumber('wx1', question))).errcode).toBe(errcode)
      expect(refusing.lines).toHaveLength(1)
    }
  })

  const echo = JSON.stringify({ errcode: 1, errmsg: `CANARY-token ${question.code} ${question.openId}` })
  const faults: Array<[string, (socket: Socket) => void]> = [
    ['a reset', (socket) => socket.resetAndDestroy()],
    ['a cut body', (socket) => socket.end(`HTTP/1.1 200 OK\r\ncontent-length: 999\r\n\r\n${phoneAnswer({})}`)],
    ['HTTP 502', (socket) => socket.end(http(502, phoneAnswer({})))],
    ['silence', () => undefined],
    ['a redirect', (socket) => socket.end(http(307, '', { location: 'http://127.0.0.1:1/' }))],
    ['an errmsg that repeats it all', (socket) => socket.end(http(200, echo))],
  ]
  it.each(faults)('C26, C31, H80: %s is not asked again, and tells no code, token or person', async (_, answer) => {
    const { wechat, lines } = await wired(answer, { deadlineMs: 150 })
    const error = await failureOf(wechat.phoneNumber('wx1', question))
    expect(error.endpoint).toBe(getPhone)
    expect(lines).toHaveLength(1)
    expect(inspect(error, { depth: null, showHidden: true }) + String(error.stack)).not.toMatch(/CANARY|access_token=/)
    expect(error.cause).toBeUndefined()
  })

  it('C31: a code whose answer was lost is used up, and a new one works', async () => {
    const { here, wechat, openId } = await signedIn(createSandboxed())
    await here.fault({ path: getPhone, consume: true })
    const code = await here.phoneCode('alice')
    expect((await failureOf(wechat.phoneNumber('wxone', { code, openId }))).kind).toBe('unreachable')
    expect(here.hits(getPhone)).toBe(1)
    expect((await failureOf(wechat.phoneNumber('wxone', { code, openId }))).errcode).toBe(40029)
    expect(await wechat.phoneNumber('wxone', { code: await here.phoneCode('alice'), openId })).toBe('+8613800138000')
  })
})
