import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DatabaseSync } from '@photostructure/sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { builtPackage } from 'uni-trpc-build/testing'
import { migrationsCount } from '../store/migrate.ts'
import { createSeal } from '../store/seal.ts'
import { openStore } from '../store/store.ts'
import { canaries, testEnvironment } from '../testing/startServer.ts'
import { testSecrets } from '../testing/secrets.ts'

const built = await builtPackage('commands')
const folder = mkdtempSync(join(tmpdir(), 'uni-trpc-'))
const databaseFile = join(folder, 'test.db')
const environment = testEnvironment(databaseFile)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** As an operator runs it in this folder. */
const runIn =
  (cwd: string) =>
  (command: 'admin' | 'doctor', words: readonly string[], env: Record<string, string> = environment) => {
    const options = { cwd, env: { PATH: process.env['PATH'], ...env } }
    return new Promise<{ code: number | null; output: string }>((resolve) => {
      const child = spawn(process.execPath, [join(built, `${command}.js`), ...words], options)
      let output = ''
      child.stdout.on('data', (chunk) => (output += String(chunk)))
      child.stderr.on('data', (chunk) => (output += String(chunk)))
      child.once('close', (code) => {
        for (const canary of canaries) expect(output).not.toContain(canary)
        resolve({ code, output })
      })
    })
  }
/** Where there is no .env. */
const run = runIn(folder)

const open = () =>
  openStore({ url: `file:${databaseFile}`, seal: createSeal(testSecrets.data), indexKey: testSecrets.index[0]?.key })

beforeAll(async () => {
  const store = await open()
  const session = {
    id: 'session',
    device: 'iPhone',
    address: '203.0.*.*',
    createdAt: Date.now(),
    expiresAt: Date.now() + 60_000,
  }
  await store.signIn({
    appId: 'wx1',
    openId: 'o-alice',
    unionId: null,
    sessionKey: 'key',
    userId: 'u-alice',
    session,
    replaces: null,
    cap: 20,
  })
  await store.bindPhone('u-alice', '+8613800138000')
  await store.close()
})

describe('npm run admin', () => {
  it('B16: finds, disables and enables on the database that the environment names', { timeout: 120_000 }, async () => {
    expect(await run('admin', ['find', 'o-alice'])).toEqual({
      code: 0,
      output: expect.stringMatching(/u-alice[^]+signed in .*: 1\n/),
    })
    expect(await run('admin', ['disable', 'u-alice'])).toEqual({
      code: 0,
      output: expect.stringContaining('Sessions ended / 已结束的登录: 1'),
    })
    expect((await run('admin', ['find', '138 0013 8000'])).output).toMatch(/u-alice[^]+phone .*: 138\*{4}8000/)
    const store = await open()
    expect((await store.findSession('session'))?.user.disabledAt).toBeTypeOf('number')
    expect((await store.findSession('session'))?.session.endReason).toBe('disabled')
    expect((await store.listAudit('u-alice')).map(({ event }) => event)).toContain('admin.disable')
    await store.close()
    expect((await run('admin', ['enable', 'u-alice'])).code).toBe(0)
    expect((await run('admin', ['find', 'u-alice'])).output).toContain('disabled / 停用于: -')
  })

  it('lists who came last, one in a line, without a whole number', async () => {
    const { code, output } = await run('admin', ['list'])
    expect(code).toBe(0)
    expect(output.split('\n').filter(Boolean).length).toBeGreaterThan(0)
    for (const line of output.split('\n').filter(Boolean)) expect(line).toMatch(/^\d{4}-\S+Z  \S+  (-|\S*\*{4}\S*)  /)
  })

  it('encrypts everything under the newest key, after which the older one may go', async () => {
    const newest = `d2:${Buffer.from(Array.from({ length: 32 }, (_, index) => index * 7)).toString('base64')}`
    const rotating = { ...environment, DATA_SECRETS: `${newest},${environment['DATA_SECRETS'] ?? ''}` }
    expect((await run('admin', ['reseal'], rotating)).code).toBe(0)
    const store = await openStore({
      url: `file:${databaseFile}`,
      seal: createSeal([{ id: 'd2', key: Buffer.from(newest.slice(3), 'base64') }]),
    })
    expect((await store.sessionKeyOf('wx1', 'o-alice'))?.sessionKey).toBe('key')
    await store.close()
  })

  it.each([
    ['is not there', ''],
    ['is empty', 'DATA_SECRETS=\nINDEX_SECRET=""\nDATABASE_URL=\n'],
  ])('finds with --dev what npm run dev keeps, where DATA_SECRETS in .env %s', async (_, text) => {
    const dev = mkdtempSync(join(folder, 'dev-'))
    writeFileSync(join(dev, '.env'), text)
    const { code, output } = await runIn(dev)('admin', ['find', 'nobody', '--dev'], {})
    expect(output).toBe('There is no such user / 没有这个用户\n')
    expect(code).toBe(1)
    expect(readdirSync(join(dev, 'data'))).toContain('secrets.env')
  })

  it('says what is missing or wrong, with its exit code', async () => {
    expect((await run('admin', ['find', 'nobody'], environment)).code).toBe(1)
    expect(await run('admin', ['find', 'nobody'], {})).toEqual({
      code: 1,
      output: expect.stringContaining('DATABASE_URL is missing'),
    })
    expect(await run('admin', ['drop'])).toEqual({
      code: 2,
      output: expect.stringContaining('npm run admin -- <command>'),
    })
    expect((await run('admin', ['--help'], {})).code).toBe(0)
  })
})

describe('npm run doctor', () => {
  // Nobody answers there, so that WeChat is not asked.
  const production = { ...environment, WECHAT_APPS: 'wx0123456789abcdef:secret', WECHAT_API_BASE: 'http://127.0.0.1:1' }

  it('fails with one line for each thing to mend', async () => {
    const { code, output } = await run('doctor', [], {})
    expect(code).toBe(1)
    expect(output).toMatch(/^✓ Node [\d.]+ .*\n✗ VITE_API_URL is not set: .*\n(✗ [A-Z_]+ .*\n){3,}$/)
  })

  it('reads a .env that an editor of Windows wrote, and names one that cannot be read', {
    timeout: 120_000,
  }, async () => {
    const windows = mkdtempSync(join(folder, 'windows-'))
    const lines = Object.entries({ ...production, VITE_APP_ID: 'wx0123456789abcdef' }).map((pair) => pair.join('='))
    writeFileSync(join(windows, '.env'), `\ufeff${lines.join('\r\n')}`, 'utf16le')
    const read = await runIn(windows)('doctor', [], {})
    expect(read.output).toContain('✓ The environment is complete')
    expect(read.output).toContain('✓ The mini program is wx0123456789abcdef')
    writeFileSync(join(windows, '.env'), Buffer.from([0x41, 0x3d, 0xb3, 0xcc, 0x0a]))
    const { code, output } = await runIn(windows)('doctor', [], production)
    expect(output).toContain('✗ .env is not UTF-8: save it as UTF-8 / .env 不是 UTF-8 编码，请另存为 UTF-8')
    expect(output).toContain('✓ The environment is complete')
    expect(code).toBe(1)
    expect(await runIn(windows)('admin', ['find', 'nobody'])).toEqual({
      code: 1,
      output: expect.stringContaining('.env is not UTF-8'),
    })
  })

  it('finds a development set-up well before its first start, and leaves the folder empty', async () => {
    const empty = join(folder, 'empty')
    mkdirSync(empty)
    const { code, output } = await runIn(empty)('doctor', ['--dev'], {})
    expect(output).toContain(
      `✓ The database file ${join(empty, 'data/uni-trpc.db')} does not exist yet; the first start makes it / 数据库文件 `,
    )
    expect(output).not.toContain('✗')
    expect(code).toBe(0)
    expect(readdirSync(empty)).toEqual([])
  })

  it('makes no database where DATABASE_URL is mistyped, and says that there is none', async () => {
    const { output } = await run('doctor', [], { ...production, DATABASE_URL: 'file:./typo/x.db' })
    expect(output).toContain(
      `✓ The database file ${join(folder, 'typo/x.db')} does not exist yet; the first start makes it / `,
    )
    expect(existsSync(join(folder, 'typo'))).toBe(false)
  })

  it('migrates nothing, and says what the next start will', async () => {
    const older = join(folder, 'older.db')
    await (await openStore({ url: `file:${older}`, seal: createSeal(testSecrets.data) })).close()
    const database = new DatabaseSync(older)
    database.exec("delete from migrations where name > '003'")
    const { output } = await run('doctor', [], { ...production, DATABASE_URL: `file:${older}` })
    const pending = migrationsCount - 2
    expect(output).toContain(
      `✓ The database answers; the next start runs ${pending} migrations / 数据库可用，下次启动将执行 ${pending} 个迁移`,
    )
    expect(database.prepare('select count(*) as count from migrations').all()).toEqual([{ count: 2 }])
    database.close()
    expect((await run('doctor', [], production)).output).toContain(
      '✓ The database answers, and its tables are up to date',
    )
  })

  it('tells in both languages why the database is away, and not its password', async () => {
    const { code, output } = await run('doctor', [], {
      ...production,
      DATABASE_URL: 'postgres://user:CANARY@127.0.0.1:1/app',
    })
    expect(output).toContain(
      '✗ The database cannot be prepared: nobody listens at its address (ECONNREFUSED) / 数据库不可用：该地址无人监听（ECONNREFUSED）  → Start it, or correct DATABASE_URL / 请启动数据库或更正 DATABASE_URL\n',
    )
    expect(output).not.toContain('CANARY')
    expect(code).toBe(1)
  })

  it('is not well with a mode that opens the sandbox', async () => {
    const { code, output } = await run('doctor', [], { ...production, NODE_ENV: 'development' })
    expect(output).toContain('✗ NODE_ENV is development')
    expect(code).toBe(1)
  })

  it('reads the client’s variables as the upload does: .env.production over .env, the process over both', async () => {
    const client = join(folder, 'client')
    mkdirSync(client)
    writeFileSync(join(client, '.env'), 'VITE_API_URL=https://env.my-company.com\nVITE_APP_ID=wx0123456789abcdef\n')
    writeFileSync(join(client, '.env.production'), 'VITE_API_URL=https://production.my-company.com\n')
    const { output } = await runIn(client)('doctor', [], production)
    expect(output).toContain('✓ The API address suits phones: production.my-company.com')
    expect(output).toContain('✓ The mini program is wx0123456789abcdef')
    const winning = await runIn(client)('doctor', [], { ...production, VITE_API_URL: 'https://process.my-company.com' })
    expect(winning.output).toContain('✓ The API address suits phones: process.my-company.com')
  })
})

it.each(['doctor', 'admin', 'dev:server'])('npm run %s before npm ci says so in one sentence', async (script) => {
  const root = fileURLToPath(new URL('../../../..', import.meta.url))
  const clone = mkdtempSync(join(folder, 'clone-'))
  const paths = [
    'package.json',
    'server',
    'shared',
    'tsconfig.json',
    'vite.config.ts',
    'client/packages/build/checkMachine.js',
    ...readdirSync(join(root, 'client'))
      .filter((name) => /\.\w+$/.test(name))
      .map((name) => join('client', name)),
  ]
  for (const path of paths) cpSync(join(root, path), join(clone, path), { recursive: true })
  const child = spawn('npm', ['run', '--silent', script], { cwd: clone, shell: process.platform === 'win32' })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)))
  const code = await new Promise((resolve) => child.once('close', resolve))
  expect(output).toMatch(/^\nThe packages are not installed: run npm ci first \/ [^\n]+\n\n$/)
  expect(code).not.toBe(0)
})
