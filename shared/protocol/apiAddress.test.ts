import { describe, expect, it } from 'vitest'
import { addressProblems, placeholderAddress, tidyAddress } from './apiAddress.ts'

const english = (address: string) =>
  addressProblems('VITE_API_URL', address)
    .map(({ en }) => en)
    .join('\n')

/** Each way to be wrong, with words of its two sentences. */
const wrong: ReadonlyArray<readonly [address: string, en: string, zh: string]> = [
  ['http://api.my-company.com', 'does not begin with https', '不以 https 开头'],
  ['wss://api.my-company.com', 'does not begin with https', '不以 https 开头'],
  ['https://localhost:3000', 'localhost', '本机'],
  ['https://api.localhost', 'localhost', '本机'],
  ['https://127.0.0.1', 'localhost', '本机'],
  ['https://[::1]', 'localhost', '本机'],
  ['https://203.0.113.7', 'IP address', 'IP 地址'],
  ['https://203.0.113.0x7', 'IP address', 'IP 地址'],
  ['https://3405803783', 'IP address', 'IP 地址'],
  ['https://[2001:db8::1]', 'IP address', 'IP 地址'],
  ['https://user:word@api.my-company.com', 'password', '密码'],
  ['https://foo', 'without a dot', '不含点号'],
  ['https://api.my-company.com?', '? or a #', '? 或 #'],
  ['https://api.my-company.com/?a=1', '? or a #', '? 或 #'],
  ['https://api.my-company.com/wechat#top', '? or a #', '? 或 #'],
  ['https://api.my-company.com/trpc', '/trpc', '/trpc'],
  ['https://gate.my-company.com/wechat/trpc/', '/trpc', '/trpc'],
  ['api.my-company.com', 'not an address', '不是网址'],
  ['https:api.my-company.com', 'not an address', '不是网址'],
  ['https://api.my-company.com\\elsewhere', 'not an address', '不是网址'],
  ['https://api..com', 'not an address', '不是网址'],
  ['https://api.my-company.com and more', 'not an address', '不是网址'],
  ['', 'not an address', '不是网址'],
  [placeholderAddress, 'not set', '未设置'],
  [`${placeholderAddress}/`, 'not set', '未设置'],
]

describe('addressProblems', () => {
  it.each([
    'https://api.my-company.com',
    'https://api.my-company.com:8443',
    'https://gate.my-company.com/wechat',
    'https://api.my-company.com/',
    'https://api.my-company.com/trpc/v2',
    'HTTPS://API.My-Company.com',
    'https://接口.公司.cn',
  ])('finds nothing wrong with %s', (address) => {
    expect(addressProblems('VITE_API_URL', address)).toEqual([])
  })

  it.each(wrong)('says once, in both languages, what is wrong with "%s"', (address, en, zh) => {
    expect(addressProblems('VITE_API_URL', address)).toEqual([
      { en: expect.stringContaining(en), zh: expect.stringContaining(zh) },
    ])
  })

  it('has for each English sentence a Chinese one of its own, both about the variable', () => {
    const all = wrong.flatMap(([address]) => addressProblems('VITE_API_URL_TRIAL', address))
    const pairs = new Set(all.map(({ en, zh }) => `${en} / ${zh}`))
    expect(new Set(all.map(({ zh }) => zh)).size).toBe(pairs.size)
    expect(new Set(all.map(({ en }) => en)).size).toBe(pairs.size)
    for (const { en, zh } of all)
      expect([en, zh]).toEqual([
        expect.stringMatching(/^VITE_API_URL_TRIAL /),
        expect.stringMatching(/^VITE_API_URL_TRIAL /),
      ])
  })

  it('names every problem of one address, and never the password in it', () => {
    const problems = addressProblems('VITE_API_URL', 'http://user:canary@127.0.0.1')
    expect(problems).toHaveLength(3)
    expect(JSON.stringify(problems)).not.toContain('canary')
  })

  it('lets through nothing that a URL parser reads as a machine’s own or as a numbered address', () => {
    for (const host of [
      '127.1',
      '0x7f.1',
      '0177.0.0.1',
      '2130706433',
      '１２７.0.0.1',
      '0.0.0.0',
      '[::ffff:127.0.0.1]',
    ]) {
      expect([host, english(`https://${host}`)]).toEqual([host, expect.stringMatching(/localhost|IP address/)])
    }
  })
})

it('tidyAddress takes off blanks and slashes around an origin', () => {
  expect(tidyAddress(' https://api.my-company.com// ')).toBe('https://api.my-company.com')
})
