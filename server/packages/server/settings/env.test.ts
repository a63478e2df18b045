import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { EnvError, readEnv, withDefaults } from './env.ts'
import { secret } from '../testing/secrets.ts'

const base64 = (name: string) => Buffer.from(secret(name), 'hex').toString('base64')
const complete = {
  DATABASE_URL: 'file:./data/x.db',
  WECHAT_APPS: `wx1:${secret('app')}`,
  TOKEN_SECRETS: `k1:${base64('a')},k0:${base64('b')}`,
  DATA_SECRETS: `k1:${base64('c')}`,
  INDEX_SECRET: base64('d'),
}

function problems(variables: Record<string, string | undefined>): readonly string[] {
  try {
    readEnv(variables)
    return []
  } catch (error) {
    if (error instanceof EnvError) return error.problems
    throw error
  }
}

describe('the environment', () => {
  it('becomes settings, with the defaults of the contract', () => {
    expect(readEnv(complete)).toMatchObject({
      mode: 'production',
      host: '127.0.0.1',
      port: 3000,
      wechatApiBase: 'https://api.weixin.qq.com',
      tokenTtl: 2 * 3_600_000,
      sessionIdle: 7 * 86_400_000,
      sessionMax: 30 * 86_400_000,
      sessionCap: 20,
      databasePool: 10,
      databaseListenUrl: null,
      webOrigins: [],
    })
    expect([...readEnv(complete).wechatApps]).toEqual([['wx1', secret('app')]])
    expect(readEnv(complete).tokenSecrets.map(({ id }) => id)).toEqual(['k1', 'k0'])
  })

  it.each([{}, { NODE_ENV: 'production' }])(
    'H81: lists every missing variable at once in production, which is the default (%j)',
    (given) => {
      expect(problems(given).map((line) => line.split(' ')[0])).toEqual([
        'DATABASE_URL',
        'WECHAT_APPS',
        'TOKEN_SECRETS',
        'DATA_SECRETS',
        'INDEX_SECRET',
      ])
    },
  )

  it('asks for less where development was asked for', () => {
    const { TOKEN_SECRETS, DATA_SECRETS, INDEX_SECRET } = complete
    for (const NODE_ENV of ['development', 'test'])
      expect(problems({ NODE_ENV, TOKEN_SECRETS, DATA_SECRETS, INDEX_SECRET })).toEqual([])
  })

  it.each([
    ['NODE_ENV', 'prod'],
    ['PORT', '99999'],
    ['PORT', 'http'],
    ['DATABASE_URL', 'mysql://x'],
    ['WECHAT_APPS', 'wx1'],
    ['WECHAT_APPS', 'wx1:'],
    ['WECHAT_APPS', ','],
    ['WECHAT_APPS', 'a:b:c'],
    ['WECHAT_APPS', 'wx1:secret with spaces'],
    ['WECHAT_APPS', 'wx 1:secret-of-one'],
    ['WECHAT_APPS', 'wx1:secret-of-one wx2:secret-of-two'],
    ['WECHAT_APPS', 'wx1:secret"of-one'],
    ['WECHAT_APPS', 'wx1:secret-of-one,wx1:secret-of-two'],
    ['WECHAT_APPS', 'wx1:秘密秘密秘密秘密'],
    ['WECHAT_APPS', 'wx1:""'],
    ['WECHAT_API_BASE', 'ftp://x'],
    ['WECHAT_API_BASE', 'x'],
    ['WECHAT_API_BASE', 'https://x/?a=1'],
    ['DATABASE_POOL', '0'],
    ['DATABASE_POOL', 'many'],
    ['DATABASE_LISTEN_URL', 'file:./data/x.db'],
    ['TOKEN_TTL', '2'],
    ['TOKEN_TTL', '0s'],
    ['SESSION_IDLE', '-1d'],
    ['SESSION_MAX', '1y'],
    ['SESSION_CAP', '0'],
    ['KEEP_ALIVE', '75'],
    ['KEEP_ALIVE', '2h'],
    ['TRUSTED_PROXIES', 'here'],
    ['TRUST_CLOUDRUN', 'yes'],
    ['CONTENT_CHECK', 'yes'],
    ['METRICS_TOKEN', 'short'],
    ['INDEX_SECRET', 'short'],
    ['TOKEN_SECRETS', 'abc'],
    ['TOKEN_SECRETS', `k1:${base64('a')},k1:${base64('b')}`],
    ['DATA_SECRETS', `k1:${Buffer.from(secret('c'), 'hex').subarray(1).toString('base64')}`],
    ['DATA_SECRETS', `k1:${Buffer.alloc(32, 'secret').toString('base64')}`],
  ])('A6: refuses %s as %j, and does not repeat the value', (name, value) => {
    const found = problems({ ...complete, [name]: value })
    expect(found.map((line) => line.split(' ')[0])).toEqual([name])
    if (value.length > 8) expect(found.join()).not.toContain(value)
  })

  it.each([
    'wx1:one,wx2:two',
    ' wx1 : one , wx2 : two ',
    '"wx1:one,wx2:two"',
    "'wx1:one,wx2:two'",
    '"wx1":"one","wx2":"two"',
    'wx1：one，wx2：two',
    '“wx1：one”，‘wx2：two’',
    'wx1:one,wx2:two,',
    '\twx1:one,\n wx2:two\n',
  ])('reads apps as people write them: %j', (WECHAT_APPS) => {
    expect([...readEnv({ ...complete, WECHAT_APPS }).wechatApps]).toEqual([
      ['wx1', 'one'],
      ['wx2', 'two'],
    ])
  })

  it.each(['"', "'", '“', '`'])(
    'reads every variable as it stands between the quotes %s that docker --env-file keeps',
    (quote) => {
      const given = {
        ...complete,
        NODE_ENV: 'production',
        PORT: '8080',
        SESSION_IDLE: '1d',
        TRUST_CLOUDRUN: 'false',
        WEB_ORIGINS: 'https://a.example,https://b.example',
        METRICS_TOKEN: 'x'.repeat(16),
      }
      const quoted = Object.fromEntries(
        Object.entries(given).map(([name, text]) => [name, ` ${quote}${text}${quote === '“' ? '”' : quote} `]),
      )
      expect(readEnv(quoted)).toEqual(readEnv(given))
    },
  )

  it('takes what is empty, or nothing between quotes, for missing', () => {
    expect(problems({ ...complete, DATA_SECRETS: '""' })).toEqual(['DATA_SECRETS is missing / 缺少'])
    expect(readEnv({ ...complete, PORT: '  ' }).port).toBe(3000)
  })

  it.each(['', ' ', '""', undefined])('leaves a default as it is where a variable is %j', (text) => {
    expect(withDefaults({ DATA_SECRETS: 'kept' }, { DATA_SECRETS: text })).toEqual({ DATA_SECRETS: 'kept' })
  })

  it('H81: refuses one secret for two purposes', () => {
    expect(problems({ ...complete, DATA_SECRETS: `other:${base64('b')}` })).toHaveLength(1)
    expect(problems({ ...complete, INDEX_SECRET: base64('c') })).toHaveLength(1)
    expect(problems({ ...complete, INDEX_SECRET: base64('c').replace(/=+$/, '') })).toHaveLength(1)
  })

  it('lets an app go without a secret on CloudRun alone, where a database file is refused', () => {
    const cloud = { ...complete, WECHAT_APPS: 'wx1:', DATABASE_URL: 'postgres://db/x', TRUST_CLOUDRUN: 'true' }
    expect(problems(cloud)).toEqual([])
    expect(problems({ ...cloud, TRUST_CLOUDRUN: 'false' })).toHaveLength(1)
    expect(problems({ ...cloud, DATABASE_URL: 'file:./data/x.db' })).toHaveLength(1)
  })

  it.each([
    ['WECHAT_APP', 'WECHAT_APPS'],
    ['TOKEN_SECRET', 'TOKEN_SECRETS'],
    ['DATABSE_URL', 'DATABASE_URL'],
    ['database_url', 'DATABASE_URL'],
    ['TRUSTED_PROXY', null],
    ['SESSION_SECRET', null],
    ['HOSTNAME', null],
    ['KUBERNETES_PORT', null],
  ])('%s is taken for %s', (name, meant) => {
    const told = problems({ ...complete, [name]: 'canary' })
    expect(told).toEqual(
      meant === null ? [] : [`${name} is not known: did you mean ${meant}? / 未知变量，是否应为 ${meant}？`],
    )
  })

  it('takes no kid: in INDEX_SECRET, and says so', () => {
    expect(problems({ ...complete, INDEX_SECRET: `k1:${base64('d')}` })).toEqual([
      expect.stringContaining('without a kid:'),
    ])
  })

  it('names every variable it knows in .env.example', () => {
    const example = readFileSync(new URL('../../../../.env.example', import.meta.url), 'utf8')
    const source = readFileSync(new URL('./env.ts', import.meta.url), 'utf8')
    const names = [...source.matchAll(/^ {2}([A-Z_]+): /gm)].map(([, name]) => name)
    expect(names.length).toBeGreaterThan(10)
    for (const name of names) expect(example).toMatch(new RegExp(`^# ${name}=`, 'm'))
  })
})
