import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSeal } from '../store/seal.ts'
import { openStore } from '../store/store.ts'
import { canaries, testEnvironment } from '../testing/startServer.ts'
import { testSecrets } from '../testing/secrets.ts'

const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
const folder = mkdtempSync(join(tmpdir(), 'uni-trpc-'))
const databaseFile = join(folder, 'test.db')
const environment = testEnvironment(databaseFile)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** As an operator runs it, in a folder that has no .env. */
function run(command: 'admin' | 'doctor', words: readonly string[], env: Record<string, string> = environment) {
  const script = fileURLToPath(new URL(`${command}.ts`, import.meta.url))
  const options = { cwd: folder, env: { PATH: process.env['PATH'], ...env } }
  return new Promise<{ code: number | null; output: string }>((resolve) => {
    const child = spawn(process.execPath, ['--import', tsx, script, ...words], options)
    let output = ''
    child.stdout.on('data', (chunk) => (output += String(chunk)))
    child.stderr.on('data', (chunk) => (output += String(chunk)))
    child.once('close', (code) => {
      for (const canary of canaries) expect(output).not.toContain(canary)
      resolve({ code, output })
    })
  })
}

const open = () => openStore({ url: `file:${databaseFile}`, seal: createSeal(testSecrets.data), indexKey: testSecrets.index[0]?.key })

beforeAll(async () => {
  const store = await open()
  const session = { id: 'session', device: 'iPhone', address: '203.0.*.*', createdAt: Date.now(), expiresAt: Date.now() + 60_000 }
  await store.signIn({ appId: 'wx1', openId: 'o-alice', unionId: null, sessionKey: 'key', userId: 'u-alice', session, replaces: null, cap: 20 })
  await store.bindPhone('u-alice', '+8613800138000')
  await store.close()
})

describe('npm run admin', () => {
  it('B16: finds, disables and enables on the database that the environment names', async () => {
    expect(await run('admin', ['find', 'o-alice'])).toEqual({ code: 0, output: expect.stringMatching(/u-alice[^]+signed in .*: 1\n/) })
    expect(await run('admin', ['disable', 'u-alice'])).toEqual({ code: 0, output: expect.stringContaining('Sessions ended / 已结束的登录: 1') })
    expect((await run('admin', ['find', '138 0013 8000'])).output).toMatch(/u-alice[^]+phone .*: 138\*{4}8000/)
    const store = await open()
    expect((await store.findSession('session'))?.user.disabledAt).toBeTypeOf('number')
    expect((await store.findSession('session'))?.session.endReason).toBe('disabled')
    expect((await store.listAudit('u-alice')).map(({ event }) => event)).toContain('admin.disable')
    await store.close()
    expect((await run('admin', ['enable', 'u-alice'])).code).toBe(0)
    expect((await run('admin', ['find', 'u-alice'])).output).toContain('disabled / 停用于: -')
  })

  it('encrypts everything under the newest key, after which the older one may go', async () => {
    const newest = `d2:${Buffer.from(Array.from({ length: 32 }, (_, index) => index * 7)).toString('base64')}`
    const rotating = { ...environment, DATA_SECRETS: `${newest},${environment['DATA_SECRETS'] ?? ''}` }
    expect((await run('admin', ['reseal'], rotating)).code).toBe(0)
    const store = await openStore({ url: `file:${databaseFile}`, seal: createSeal([{ id: 'd2', key: Buffer.from(newest.slice(3), 'base64') }]) })
    expect((await store.sessionKeyOf('wx1', 'o-alice'))?.sessionKey).toBe('key')
    await store.close()
  })

  it('says what is missing or wrong, with its exit code', async () => {
    expect((await run('admin', ['find', 'nobody'], environment)).code).toBe(1)
    expect(await run('admin', ['find', 'nobody'], {})).toEqual({ code: 1, output: expect.stringContaining('DATABASE_URL is missing') })
    expect(await run('admin', ['drop'])).toEqual({ code: 2, output: expect.stringContaining('npm run admin -- <command>') })
    expect((await run('admin', ['--help'], {})).code).toBe(0)
  })
})

describe('npm run doctor', () => {
  it('fails with one line for each thing to mend', async () => {
    const { code, output } = await run('doctor', [], {})
    expect(code).toBe(1)
    expect(output).toMatch(/^✓ Node [\d.]+ .*\n✗ VITE_API_URL is not set .*\n(✗ [A-Z_]+ .*\n){3,}$/)
  })

  it('finds a development set-up well', async () => {
    const { code, output } = await run('doctor', ['--dev'], {})
    expect(output).toContain('✓ The database answers')
    expect(output).not.toContain('✗')
    expect(code).toBe(0)
  })
})
