import { describe, expect, it } from 'vitest'
import { secret, testSecrets } from '../../testing/secrets.ts'
import { createSandbox } from '../../wechat/sandbox/sandbox.ts'
import { examine, type ExamineParts } from './examine.ts'
import { lineOf } from './Finding.ts'

const now = Date.parse('2026-01-01T00:00:00Z')
const keys = (name: 'token' | 'data') => testSecrets[name].map(({ id, key }) => `${id}:${Buffer.from(key).toString('base64')}`).join(',')
const variables = {
  VITE_API_URL: 'https://api.example.com',
  DATABASE_URL: 'file:./data/never-opened.db',
  WECHAT_APPS: `wx1:${secret('app')}`,
  TOKEN_SECRETS: keys('token'),
  DATA_SECRETS: keys('data'),
  INDEX_SECRET: Buffer.from(secret('index'), 'hex').toString('base64'),
}
const sandbox = createSandbox({ apps: new Map([['wx1', secret('app')]]), now: () => now })

/** WeChat with a clock; `answer`, where given, instead of the sandbox's. */
function weChat({ answer, date = now }: { answer?: object | undefined; date?: number | undefined } = {}): typeof fetch {
  return async (input, init) => {
    const response = answer ? Response.json(answer) : await sandbox.fetch(new Request(input, init))
    return new Response(init?.method === 'HEAD' ? null : await response.text(), { headers: { date: new Date(date).toUTCString() } })
  }
}

async function lines(parts: Partial<ExamineParts> = {}): Promise<string[]> {
  const all = { nodeVersion: '22.1.0', variables, fetch: weChat(), now: () => now, tryDatabase: async () => undefined, ...parts }
  const said: string[] = []
  for await (const finding of examine(all)) said.push(lineOf(finding))
  for (const value of Object.values(all.variables).filter((text) => /secret|:/.test(text ?? '') && !text?.includes('//'))) {
    expect(said.join('\n')).not.toContain(value)
  }
  return said
}

const ills = async (parts: Partial<ExamineParts>) => (await lines(parts)).filter((line) => line.startsWith('✗'))

describe('npm run doctor', () => {
  it('says line by line what is well', async () => {
    expect(await lines()).toEqual([
      '✓ Node 22.1.0 / Node 22.1.0',
      '✓ The API address suits phones: api.example.com / 接口地址可用于手机：api.example.com',
      '✓ The environment is complete and its secrets are strong / 环境变量完整，密钥强度足够',
      '✓ The database answers, and its tables are up to date / 数据库可用，表结构为最新',
      '✓ WeChat accepts wx1 and its secret / 微信认可 wx1 及其密钥',
      '✓ The clock is right / 时钟准确',
    ])
  })

  it.each(['18.20.0', '20.18.9'])('Node %s is too old', async (nodeVersion) => {
    expect(await ills({ nodeVersion })).toEqual([expect.stringContaining('install 20.19 or newer')])
  })

  it('names every fault of the environment, with no value, and then looks no further', async () => {
    const asked: string[] = []
    const said = await lines({
      variables: { VITE_API_URL: variables.VITE_API_URL, TOKEN_SECRETS: 'k1:canaryc2hvcnQ=', WECHAT_APPS: 'canary' },
      fetch: (input) => Promise.reject(asked.push(String(input))),
    })
    const faults = said.filter((line) => line.startsWith('✗'))
    expect(faults.map((line) => line.split(' ')[1])).toEqual(expect.arrayContaining(['DATABASE_URL', 'WECHAT_APPS', 'TOKEN_SECRETS', 'DATA_SECRETS']))
    expect(faults).toContain('✗ DATABASE_URL is missing / DATABASE_URL 缺少  → see .env.example / 说明见 .env.example')
    expect(said.join()).not.toContain('canary')
    expect(asked).toEqual([])
  })

  it.each([undefined, 'http://api.example.com', 'https://203.0.113.7', 'https://[2001:db8::7]', 'https://localhost', 'api.example.com'])(
    'a phone does not take the API address %s',
    async (address) => {
      const said = await ills({ variables: { ...variables, VITE_API_URL: address } })
      expect(said).toEqual([expect.stringContaining('phones accept a filed https domain only')])
    },
  )

  it.each([
    [{ errcode: 40125, errmsg: 'invalid appsecret' }, 'compare or reset the AppSecret'],
    [{ errcode: 40013, errmsg: 'invalid appid' }, 'correct the app id in WECHAT_APPS'],
    [{ errcode: 40243, errmsg: 'AppSecret freezed' }, 'unfreeze it'],
    [{ errcode: 40164, errmsg: 'invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist rid: 1-2' }, 'add 203.0.113.7 to the IP allow-list'],
    [{ errcode: 45009, errmsg: 'reach max api daily quota limit' }, 'try tomorrow'],
    [{ errcode: 12345, errmsg: 'something new' }, 'look this errcode up'],
    [{ unexpected: true }, 'check network, proxy and WECHAT_API_BASE'],
  ])('explains %j of WeChat', async (answer, next) => {
    expect(await ills({ fetch: weChat({ answer }) })).toEqual([expect.stringContaining(next)])
  })

  it('tells a wrong secret as WeChat itself does', async () => {
    const said = await ills({ variables: { ...variables, WECHAT_APPS: 'wx1:another-secret' } })
    expect(said).toEqual([expect.stringMatching(/^✗ wx1: 40125 .*compare or reset the AppSecret/)])
  })

  it('says when WeChat cannot be reached', async () => {
    const said = await ills({ fetch: () => Promise.reject(new TypeError('fetch failed')) })
    expect(said).toEqual([
      expect.stringMatching(/^✗ wx1: unreachable .*check network/),
      expect.stringMatching(/^✗ The clock cannot be compared .*check network/),
    ])
  })

  it('compares the clock with WeChat’s', async () => {
    expect(await ills({ fetch: weChat({ date: now - 60_000 }) })).toEqual([])
    expect(await ills({ fetch: weChat({ date: now - 61_000 }) })).toEqual([expect.stringContaining('The clock is 61 seconds from WeChat’s')])
    expect(await ills({ fetch: weChat({ date: now + 90_000 }) })).toEqual([expect.stringContaining('The clock is -90 seconds')])
  })

  it('says why the database is of no use', async () => {
    const said = await ills({ tryDatabase: () => Promise.reject(new Error('The database file cannot be opened')) })
    expect(said).toEqual([expect.stringContaining('of no use: The database file cannot be opened')])
  })

  it('on CloudRun it reminds of the public access, and an app may go without its secret', async () => {
    const said = await lines({ variables: { ...variables, DATABASE_URL: 'postgres://db.internal/app', WECHAT_APPS: 'wx1:', TRUST_CLOUDRUN: 'true' } })
    expect(said).toContainEqual(expect.stringContaining('make sure that CloudRun’s public access is off'))
    expect(said).toContainEqual(expect.stringContaining('wx1 has no secret: CloudRun only'))
    expect(said.filter((line) => line.startsWith('✗'))).toEqual([])
  })

  it('in development the sandbox stands for WeChat, and the address is not looked at', async () => {
    const said = await lines({ variables: { ...variables, VITE_API_URL: undefined, WECHAT_APPS: undefined, NODE_ENV: 'development' } })
    expect(said.filter((line) => line.startsWith('✗'))).toEqual([])
    expect(said.at(-1)).toContain('the sandbox stands for WeChat')
  })
})
