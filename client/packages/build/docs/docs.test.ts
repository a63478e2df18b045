/** What the pages of docs/ name is there, and what they say of the environment is so. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readEnv, testEnvironment } from 'uni-trpc-server/testing'
import { repository } from '../repository.ts'

const pages = readdirSync(join(repository, 'docs')).filter((name) => name.endsWith('.md'))
const read = (path: string) => readFileSync(join(repository, path), 'utf8')
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }

describe.each(pages)('docs/%s', (name) => {
  const text = read(`docs/${name}`)

  it('names only files, scripts and pages that there are', () => {
    const files = [...text.matchAll(/`((?:server|client|shared)\/[\w./-]+)`/g)].map(([, path]) => path ?? '')
    for (const path of files) expect([path, existsSync(join(repository, path))]).toEqual([path, true])
    const named = [...text.matchAll(/npm run ([a-z0-9:-]+)/g)].map(([, script]) => script ?? '')
    for (const script of named) expect(scripts).toHaveProperty([script])
    const links = [...text.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].map(([, link]) => link ?? '')
    for (const link of links)
      expect([link, existsSync(resolve(repository, dirname(`docs/${name}`), link))]).toEqual([link, true])
    expect(files.length + named.length + links.length).toBeGreaterThan(0)
  })

  it('says what was and was not tried, or is run by a test', () => {
    expect(text).toMatch(/not tried|未验证|\.test\.ts`/i)
  })

  it('names only variables and reasons that there are', () => {
    const known = [
      '.env.example',
      'compose.yaml',
      'client/packages/build/sending/sendingOrder.ts',
      'shared/protocol/refusal.ts',
    ]
      .map(read)
      .join('\n')
    const variables = [...text.matchAll(/`([A-Z][A-Z_]{4,})(?:=[^`]*)?`/g)].map(([, variable]) => variable ?? '')
    for (const variable of variables) expect([variable, known.includes(variable)]).toEqual([variable, true])
  })
})

const codeOf = (text: string) =>
  [...text.matchAll(/^```(?!mermaid)\w+\n[^]*?^```$/gm)].map(([block]) => block.replace(/ +(?:\/\/|#) .*/g, ''))

describe.each(pages.filter((name) => name.endsWith('.zh-CN.md')))('docs/%s', (name) => {
  const english = name.replace('.zh-CN', '')
  const [here, there] = [read(`docs/${name}`), read(`docs/${english}`)]

  it('is linked with its English page, both ways', () => {
    expect(here).toContain(`[English](${english})`)
    expect(there).toContain(`[中文](${name})`)
  })

  it('shows the same code, and names the same files', () => {
    const files = (text: string) =>
      [...new Set([...text.matchAll(/`((?:server|client|shared)\/[\w./-]+)`/g)].map(([, path]) => path))].sort()
    expect(codeOf(here)).toEqual(codeOf(there))
    expect(files(here)).toEqual(files(there))
  })
})

it('the two pages on going live have the same steps, commands and variables', () => {
  const [english = '', chinese = ''] = ['docs/going-live.md', 'docs/going-live.zh-CN.md'].map(read)
  const steps = (text: string) => [...text.matchAll(/^(\d+)\. /gm)].map(([, number]) => number)
  const commands = (text: string) =>
    [...new Set([...text.matchAll(/`npm (?:run )?[a-z0-9:-]+/g)].map(([command]) => command))].sort()
  expect(steps(chinese)).toEqual(steps(english))
  expect(commands(chinese)).toEqual(commands(english))
})

it('the list for China is in the order in which it is done', () => {
  const text = read('docs/going-live.zh-CN.md')
  const places = [
    '小程序备案',
    '域名 ICP 备案',
    '类目',
    'TLS',
    '服务器域名',
    'IP 白名单',
    '用户隐私保护指引',
    '手机号额度',
  ].map((word) => text.indexOf(`**${word}`))
  expect(places).not.toContain(-1)
  expect(places).toEqual([...places].sort((a, b) => a - b))
})

it('the privacy text names every kind of datum that the tables keep', () => {
  const text = read('docs/going-live.zh-CN.md')
  const tables = read('server/packages/server/store/tables.ts')
  const named = {
    openid: 'OpenID',
    unionid: 'UnionID',
    session_key: '会话密钥',
    nickname: '昵称',
    AvatarsTable: '头像',
    phone: '手机号',
    device: '设备型号',
    address: '网络地址',
    ConsentsTable: '同意协议',
    AuditTable: '安全日志',
    SpentCodesTable: '登录码',
  }
  for (const [column, words] of Object.entries(named))
    expect([tables.includes(column), text.includes(words)]).toEqual([true, true])
})

it('on CloudRun an app needs no secret and a file is refused, as the page says', () => {
  const { TOKEN_SECRETS, DATA_SECRETS, INDEX_SECRET, DATABASE_URL } = testEnvironment('test.db')
  const environment = {
    TOKEN_SECRETS,
    DATA_SECRETS,
    INDEX_SECRET,
    WECHAT_APPS: 'wx0123456789abcdef:',
    TRUST_CLOUDRUN: 'true',
  }
  expect(readEnv({ ...environment, DATABASE_URL: 'postgres://u:p@host/db' }).trustCloudrun).toBe(true)
  expect(() => readEnv({ ...environment, DATABASE_URL })).toThrow(/must not be a file/)
})
