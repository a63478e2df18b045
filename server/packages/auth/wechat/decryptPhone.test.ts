/** A phone number the old way, out of encrypted data that a client brought. */
import { createCipheriv } from 'node:crypto'
import { inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CipherError } from './phoneNumber.ts'
import { createSandboxed, signedIn } from './testing/sandboxed.ts'
import { createWeChat, type WeChat } from './wechat.ts'

const minute = 60_000
const at = 1_700_000_000_000

describe('decryptPhone', () => {
  const key = Buffer.alloc(16, 7)
  const iv = Buffer.alloc(16, 9)
  const watermark = { timestamp: at / 1000, appid: 'wx1' }
  const info = { purePhoneNumber: '13800138000', countryCode: '86', watermark }
  const wechat = createWeChat({ apps: new Map([['wx1', 'a secret']]), now: () => at })

  function encrypted(text: string) {
    const cipher = createCipheriv('aes-128-cbc', key, iv)
    const encryptedData = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]).toString('base64')
    return { encryptedData, iv: iv.toString('base64'), sessionKey: key.toString('base64') }
  }
  const kindOf = (given: Parameters<WeChat['decryptPhone']>[1]): string => {
    try {
      return wechat.decryptPhone('wx1', given)
    } catch (error) {
      if (error instanceof CipherError) return error.kind
      throw error
    }
  }

  it('reads what the phone made with the session key in force', async () => {
    const { here, wechat: mine, sessionKey } = await signedIn(createSandboxed())
    const { encryptedData, iv: start } = await here.json('/encrypted-phone?user=alice&phone=13800138000')
    const given = { encryptedData: String(encryptedData), iv: String(start), sessionKey }
    expect(mine.decryptPhone('wxone', given)).toBe('+8613800138000')
    expect(() => mine.decryptPhone('wxtwo', given)).toThrow(expect.objectContaining({ kind: 'foreign' }))
    here.clock.at += 11 * minute
    expect(() => mine.decryptPhone('wxone', given)).toThrow(expect.objectContaining({ kind: 'old' }))
  })

  it('WxJava #359, #758: data of before or after another wx.login is undecipherable, and checksession tells why', async () => {
    const { here, wechat: mine, openId, sessionKey } = await signedIn(createSandboxed())
    await here.loginCode('alice')
    const { encryptedData, iv: start } = await here.json('/encrypted-phone?user=alice&phone=13800138000')
    const given = { encryptedData: String(encryptedData), iv: String(start), sessionKey }
    expect(() => mine.decryptPhone('wxone', given)).toThrow(expect.objectContaining({ kind: 'undecipherable' }))
    expect(await mine.checkSessionKey('wxone', { openId, sessionKey })).toBe(false)
  })

  it('WxJava #359, #666: "+" that URL coding turned into spaces is read all the same', () => {
    const texts = Array.from({ length: 20 }, (_, salt) => encrypted(JSON.stringify({ ...info, salt })))
    const spoiled = texts.filter(({ encryptedData }) => encryptedData.includes('+'))
    expect(spoiled.length).toBeGreaterThan(0)
    for (const given of spoiled) {
      expect(kindOf({ ...given, encryptedData: given.encryptedData.replaceAll('+', ' ') })).toBe('+8613800138000')
    }
  })

  it('takes the country code as a number', () => {
    const abroad = { ...info, countryCode: 852, purePhoneNumber: '61234567' }
    expect(kindOf(encrypted(JSON.stringify(abroad)))).toBe('+85261234567')
  })

  it('C36: the watermark’s age counts to the second, in both directions', () => {
    const aged = (seconds: number) =>
      kindOf(encrypted(JSON.stringify({ ...info, watermark: { timestamp: at / 1000 + seconds, appid: 'wx1' } })))
    expect([-601, -600, 600, 601].map(aged)).toEqual(['old', '+8613800138000', '+8613800138000', 'old'])
  })

  it('C36: the watermark of another app is foreign, also when it is old', () => {
    const foreign = { ...info, watermark: { timestamp: 1, appid: 'wx2' } }
    expect(kindOf(encrypted(JSON.stringify(foreign)))).toBe('foreign')
  })

  const good = encrypted(JSON.stringify(info))
  const halfOf = (base64: string): string => Buffer.from(base64, 'base64').subarray(0, 32).toString('base64')
  it.each([
    ['an empty text', { ...good, encryptedData: '' }],
    ['no base64', { ...good, encryptedData: '手机号' }],
    ['a cut text', { ...good, encryptedData: good.encryptedData.slice(0, -8) }],
    ['half of it', { ...good, encryptedData: halfOf(good.encryptedData) }],
    ['a short iv', { ...good, iv: 'AAAA' }],
    ['an empty session key', { ...good, sessionKey: '' }],
    ['a session key of 24 bytes', { ...good, sessionKey: Buffer.alloc(24).toString('base64') }],
    ['another session key', { ...good, sessionKey: Buffer.alloc(16, 8).toString('base64') }],
    ['another iv', { ...good, iv: Buffer.alloc(16, 8).toString('base64') }],
    ['no JSON', encrypted('13800138000 is the number')],
    ['JSON without a number', encrypted('{"nickName":"alice"}')],
    ['null', encrypted('null')],
  ])('%s is undecipherable', (_, given) => {
    expect(kindOf(given)).toBe('undecipherable')
  })

  it('H80: an error holds nothing of the data', () => {
    const error: unknown = (() => {
      try {
        return wechat.decryptPhone('wx1', encrypted('CANARY 13800138000'))
      } catch (reason) {
        return reason
      }
    })()
    expect(error).toBeInstanceOf(CipherError)
    const all = inspect(error, { depth: null, showHidden: true })
    expect(all).not.toMatch(/CANARY|138/)
    expect(all).not.toContain(good.sessionKey)
  })

  it('C27: whatever is given, the outcome is a number or a CipherError', () => {
    const text = fc.oneof(fc.string(), fc.base64String(), fc.constantFrom(good.encryptedData, good.iv, good.sessionKey))
    const any = fc.record({ encryptedData: text, iv: text, sessionKey: text })
    fc.assert(
      fc.property(any, (given) => {
        expect(kindOf(given)).toMatch(/^(undecipherable|\+8613800138000)$/)
      }),
      { numRuns: 2000 },
    )
    fc.assert(
      fc.property(fc.json(), (body) => {
        expect(kindOf(encrypted(body))).toBe('undecipherable')
      }),
    )
  })
})
