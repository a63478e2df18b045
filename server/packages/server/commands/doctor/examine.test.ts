import { describe, expect, it } from 'vitest'
import { secret, testSecrets } from '../../testing/secrets.ts'
import { OpeningError } from '../../database/errors.ts'
import { createSandbox } from 'uni-trpc-auth/sandbox'
import { examine, type ExamineParts } from './examine.ts'
import { lineOf } from './Finding.ts'

const now = Date.parse('2026-01-01T00:00:00Z')
const keys = (name: 'token' | 'data') =>
  testSecrets[name].map(({ id, key }) => `${id}:${Buffer.from(key).toString('base64')}`).join(',')
const clientVariables = { VITE_API_URL: 'https://api.my-company.com/', VITE_APP_ID: 'wx0123456789abcdef' }
const variables = {
  DATABASE_URL: 'file:./data/never-opened.db',
  WECHAT_APPS: `wx0123456789abcdef:${secret('app')}`,
  TOKEN_SECRETS: keys('token'),
  DATA_SECRETS: keys('data'),
  INDEX_SECRET: Buffer.from(secret('index'), 'hex').toString('base64'),
}
const sandbox = createSandbox({ apps: new Map([['wx0123456789abcdef', secret('app')]]), now: () => now })

/** WeChat with a clock; `answer`, where given, instead of the sandbox's. */
function weChat({ answer, date = now }: { answer?: object | undefined; date?: number | undefined } = {}): typeof fetch {
  return async (input, init) => {
    const response = answer ? Response.json(answer) : await sandbox.fetch(new Request(input, init))
    return new Response(init?.method === 'HEAD' ? null : await response.text(), {
      headers: { date: new Date(date).toUTCString() },
    })
  }
}

async function lines(parts: Partial<ExamineParts> = {}): Promise<string[]> {
  const world = {
    nodeVersion: '22.1.0',
    isDev: false,
    fetch: weChat(),
    now: () => now,
    examineStore: async () => ({ kind: 'present', pending: 0 }) as const,
  }
  const all = { ...world, variables, clientVariables, ...parts }
  const said: string[] = []
  for await (const finding of examine(all)) said.push(lineOf(finding))
  for (const value of Object.values(all.variables).filter(
    (text) => /secret|:/.test(text ?? '') && !text?.includes('//'),
  )) {
    expect(said.join('\n')).not.toContain(value)
  }
  return said
}

const ills = async (parts: Partial<ExamineParts>) => (await lines(parts)).filter((line) => line.startsWith('✗'))

describe('npm run doctor', () => {
  it('says line by line what is well', async () => {
    expect(await lines()).toEqual([
      '✓ Node 22.1.0 / Node 22.1.0',
      '✓ The API address suits phones: api.my-company.com / 接口地址可用于手机：api.my-company.com',
      '✓ The mini program is wx0123456789abcdef / 小程序为 wx0123456789abcdef',
      '✓ The environment is complete and its secrets are strong / 环境变量完整，密钥强度足够',
      expect.stringMatching(
        /^✓ TRUSTED_PROXIES is not set: HOST is 127\.0\.0\.1, so a proxy stands in front: .* \/ 未设置 TRUSTED_PROXIES：/,
      ),
      '✓ The database answers, and its tables are up to date / 数据库可用，表结构为最新',
      '✓ WeChat accepts wx0123456789abcdef and its secret / 微信认可 wx0123456789abcdef 及其密钥',
      '✓ The clock is right / 时钟准确',
    ])
  })

  it.each(['18.20.0', '20.18.9'])('Node %s is too old', async (nodeVersion) => {
    expect(await ills({ nodeVersion })).toEqual([expect.stringContaining('install 20.19 or newer')])
  })

  it('names every fault of the environment, with no value, and then looks no further', async () => {
    const asked: string[] = []
    const said = await lines({
      variables: { TOKEN_SECRETS: 'k1:canaryc2hvcnQ=', WECHAT_APPS: 'canary' },
      fetch: (input) => Promise.reject(asked.push(String(input))),
    })
    const faults = said.filter((line) => line.startsWith('✗'))
    expect(faults.map((line) => line.split(' ')[1])).toEqual(
      expect.arrayContaining(['DATABASE_URL', 'WECHAT_APPS', 'TOKEN_SECRETS', 'DATA_SECRETS']),
    )
    expect(faults).toContain('✗ DATABASE_URL is missing / DATABASE_URL 缺少  → see .env.example / 说明见 .env.example')
    expect(said.join()).not.toContain('canary')
    expect(asked).toEqual([])
  })

  it('names the secrets that are equal once, in both languages', async () => {
    const said = await ills({ variables: { ...variables, DATA_SECRETS: variables.TOKEN_SECRETS } })
    expect(said).toEqual([
      expect.stringMatching(
        /^✗ TOKEN_SECRETS, DATA_SECRETS and INDEX_SECRET share a secret \/ TOKEN_SECRETS、DATA_SECRETS 与 INDEX_SECRET 不能相同 /,
      ),
    ])
  })

  it.each(['development', 'test'])(
    'NODE_ENV=%s opens the sandbox to everybody, so all is not well, and the rest is looked at as for production',
    async (mode) => {
      const illness = expect.stringMatching(
        new RegExp(
          `^✗ NODE_ENV is ${mode}: a server started so opens the sandbox / NODE_ENV 为 ${mode}：.*微信模拟服务`,
        ),
      )
      expect(await ills({ variables: { ...variables, NODE_ENV: mode } })).toEqual([illness])
      const said = await ills({ variables: { ...variables, NODE_ENV: mode, WECHAT_APPS: undefined } })
      expect(said).toEqual([illness, expect.stringContaining('WECHAT_APPS is missing')])
    },
  )

  it.each([
    undefined,
    '',
    'http://api.my-company.com',
    'https://203.0.113.7',
    'https://[2001:db8::7]',
    'https://localhost',
    'https://foo',
    'api.my-company.com',
    'https://api.my-company.com/trpc',
    'https://api.example.com',
  ])('a phone does not take the API address %s, neither does the trial version’s', async (address) => {
    const line = expect.stringMatching(/^✗ VITE_API_URL .* \/ VITE_API_URL .*phones accept a filed https domain only/)
    expect(await ills({ clientVariables: { ...clientVariables, VITE_API_URL: address } })).toEqual([line])
    const trial = await ills({ clientVariables: { ...clientVariables, VITE_API_URL_TRIAL: address } })
    expect(trial).toEqual(address ? [expect.stringMatching(/^✗ VITE_API_URL_TRIAL .*phones accept/)] : [])
  })

  it('takes what the upload takes: a path of a gateway, and an address of the trial version', async () => {
    const said = await lines({
      clientVariables: {
        ...clientVariables,
        VITE_API_URL: 'https://gate.my-company.com/wechat',
        VITE_API_URL_TRIAL: 'https://trial.my-company.com',
      },
    })
    expect(said).toContainEqual(expect.stringContaining('✓ The API address suits phones: gate.my-company.com/wechat'))
    expect(said).toContainEqual(
      expect.stringMatching(/✓ The trial version’s API address suits phones: trial\.my-company\.com \/ 体验版/),
    )
  })

  it.each([
    [undefined, 'VITE_APP_ID is not set / 未设置 VITE_APP_ID'],
    ['touristappid', 'VITE_APP_ID is no app id'],
    ['wx0123456789ABCDEF', 'VITE_APP_ID is no app id'],
    [
      'wxfedcba9876543210',
      'VITE_APP_ID wxfedcba9876543210 is none of WECHAT_APPS / VITE_APP_ID wxfedcba9876543210 不在 WECHAT_APPS 中',
    ],
  ])('the app id %s is not one that the server knows', async (appId, line) => {
    expect(await ills({ clientVariables: { ...clientVariables, VITE_APP_ID: appId } })).toEqual([
      expect.stringContaining(line),
    ])
  })

  it('compares the app id with nothing where WECHAT_APPS cannot be read', async () => {
    const said = await ills({ variables: { ...variables, WECHAT_APPS: 'canary' } })
    expect(said).toEqual([expect.stringContaining('WECHAT_APPS must be')])
  })

  it.each([
    [{ errcode: 40125, errmsg: 'invalid appsecret' }, 'compare or reset the AppSecret'],
    [{ errcode: 40013, errmsg: 'invalid appid' }, 'correct the app id in WECHAT_APPS'],
    [{ errcode: 40243, errmsg: 'AppSecret freezed' }, 'unfreeze it'],
    [
      { errcode: 40164, errmsg: 'invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist rid: 1-2' },
      'add 203.0.113.7 to the IP allow-list',
    ],
    [{ errcode: 45009, errmsg: 'reach max api daily quota limit' }, 'try tomorrow'],
    [{ errcode: 12345, errmsg: 'something new' }, 'look this errcode up'],
    [{ unexpected: true }, 'check network, proxy and WECHAT_API_BASE'],
  ])('explains %j of WeChat', async (answer, next) => {
    expect(await ills({ fetch: weChat({ answer }) })).toEqual([expect.stringContaining(next)])
  })

  it('tells a wrong secret as WeChat itself does', async () => {
    const said = await ills({ variables: { ...variables, WECHAT_APPS: 'wx0123456789abcdef:another-secret' } })
    expect(said).toEqual([expect.stringMatching(/^✗ wx0123456789abcdef: 40125 .*compare or reset the AppSecret/)])
  })

  it('says when WeChat cannot be reached', async () => {
    const said = await ills({ fetch: () => Promise.reject(new TypeError('fetch failed')) })
    expect(said).toEqual([
      expect.stringMatching(/^✗ wx0123456789abcdef: unreachable .*check network/),
      expect.stringMatching(/^✗ The clock cannot be compared .*check network/),
    ])
  })

  it('compares the clock with WeChat’s', async () => {
    expect(await ills({ fetch: weChat({ date: now - 60_000 }) })).toEqual([])
    expect(await ills({ fetch: weChat({ date: now - 61_000 }) })).toEqual([
      expect.stringContaining('The clock is 61 seconds from WeChat’s'),
    ])
    expect(await ills({ fetch: weChat({ date: now + 90_000 }) })).toEqual([
      expect.stringContaining('The clock is -90 seconds'),
    ])
  })

  it.each([
    [
      { kind: 'present', pending: 1 },
      'The database answers; the next start runs 1 migration / 数据库可用，下次启动将执行 1 个迁移',
    ],
    [
      { kind: 'present', pending: 2 },
      'The database answers; the next start runs 2 migrations / 数据库可用，下次启动将执行 2 个迁移',
    ],
    [
      { kind: 'absent', path: '/srv/x.db' },
      'The database file /srv/x.db does not exist yet; the first start makes it / 数据库文件 /srv/x.db 尚不存在，首次启动时创建',
    ],
  ] as const)('says what the next start does to the database: %j', async (standing, line) => {
    expect(await lines({ examineStore: async () => standing })).toContain(`✓ ${line}`)
  })

  it('says why the database is of no use, and the next step, in both languages', async () => {
    const refused = new OpeningError({ en: 'It is away', zh: '它不在' }, { en: 'Start it', zh: '请启动' })
    expect(await ills({ examineStore: () => Promise.reject(refused) })).toEqual([
      '✗ It is away / 它不在  → Start it / 请启动',
    ])
    const said = await ills({ examineStore: () => Promise.reject(new Error('something new')) })
    expect(said).toEqual([expect.stringContaining('of no use: something new / 数据库不可用：something new')])
  })

  it('on CloudRun it reminds of the public access, and an app may go without its secret', async () => {
    const said = await lines({
      variables: {
        ...variables,
        DATABASE_URL: 'postgres://db.internal/app',
        WECHAT_APPS: 'wx0123456789abcdef:',
        TRUST_CLOUDRUN: 'true',
      },
    })
    expect(said).toContainEqual(expect.stringContaining('make sure that CloudRun’s public access is off'))
    expect(said).toContainEqual(expect.stringContaining('wx0123456789abcdef has no secret: CloudRun only'))
    expect(said.filter((line) => line.startsWith('✗'))).toEqual([])
  })

  it('in development the sandbox stands for WeChat, and the address is not looked at', async () => {
    const said = await lines({
      isDev: true,
      clientVariables: {},
      variables: { ...variables, WECHAT_APPS: undefined, NODE_ENV: 'development' },
    })
    expect(said.filter((line) => line.startsWith('✗'))).toEqual([])
    expect(said.at(-1)).toContain('the sandbox stands for WeChat')
  })
})
