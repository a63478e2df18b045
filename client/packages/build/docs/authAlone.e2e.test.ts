/** The program of uni-trpc-auth's README, run as it stands there, over a store that keeps SQLite's promises. */
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { freePort, secret, type RunningServer, testEnvironment } from 'uni-trpc-server/testing'
import { startDevServer } from '../testing/startDevServer.ts'
import { repository } from '../repository.ts'
import { snippets } from './snippets.ts'

const room = resolve(repository, 'server/packages')
const folder = mkdtempSync(join(tmpdir(), 'uni-trpc-'))
let home = ''
let wechat: RunningServer

beforeAll(async () => {
  // Inside node_modules, so that the program finds the same packages.
  mkdirSync(resolve(repository, 'node_modules/.cache'), { recursive: true })
  home = mkdtempSync(resolve(repository, 'node_modules/.cache/auth-'))
  writeFileSync(join(home, 'package.json'), '{ "type": "module" }')
  writeFileSync(join(home, 'server.ts'), programOf('README.md'))
  writeFileSync(join(home, 'store.ts'), store)
  wechat = await startDevServer(testEnvironment(join(folder, 'wechat.db')))
})
afterAll(async () => {
  await wechat.stop()
  rmSync(home, { recursive: true, force: true })
  rmSync(folder, { recursive: true, force: true })
})

const programOf = (page: string) => snippets(readFileSync(join(room, 'auth', page), 'utf8')).get('server.ts') ?? ''

const store = `
import { createSeal } from '${pathToFileURL(join(room, 'server/store/seal.ts')).href}'
import { openStore } from '${pathToFileURL(join(room, 'server/store/store.ts')).href}'

const key = Buffer.alloc(32, 1)
export const store = await openStore({ url: process.env.STORE, seal: createSeal([{ id: 'k1', key }]), indexKey: key })
`

it('the program signs a person in, and tells by the token who it is', { timeout: 60_000 }, async () => {
  const port = await freePort()
  const env = {
    PATH: process.env.PATH,
    PORT: String(port),
    STORE: `file:${join(folder, 'auth.db')}`,
    ...{
      APP_ID: 'touristappid',
      APP_SECRET: 'sandbox',
      TOKEN_SECRET: secret('token'),
      WECHAT_API_BASE: `${wechat.origin}/sandbox`,
    },
  }
  const child = spawn(process.execPath, ['--import', 'tsx', join(home, 'server.ts')], {
    cwd: repository,
    env,
    stdio: 'inherit',
  })
  const origin = `http://127.0.0.1:${port}`
  try {
    while (child.exitCode === null && !(await fetch(origin).catch(() => null)))
      await new Promise((waited) => setTimeout(waited, 100))
    const { code }: { code: string } = JSON.parse(
      await (await fetch(`${wechat.origin}/sandbox/login-code?user=alice`)).text(),
    )
    const headers = { 'content-type': 'application/json' }
    const login = await fetch(`${origin}/login`, { method: 'POST', headers, body: JSON.stringify({ code }) })
    const { token, user }: { token: string; user: { id: string } } = JSON.parse(await login.text())
    const me = await fetch(`${origin}/me`, { headers: { authorization: `Bearer ${token}` } })
    expect(JSON.parse(await me.text())).toEqual({ user, token: null })
    const nobody = await fetch(`${origin}/me`)
    expect([nobody.status, JSON.parse(await nobody.text())]).toEqual([
      401,
      { reason: 'TOKEN_MISSING', reasonCode: 10119 },
    ])
    const again = await fetch(`${origin}/login`, { method: 'POST', headers, body: JSON.stringify({ code }) })
    expect([again.status, JSON.parse(await again.text())]).toEqual([409, { reason: 'CODE_USED', reasonCode: 10302 }])
  } finally {
    child.kill('SIGKILL')
  }
})

it('is the same in both languages', () => {
  const code = (page: string) => programOf(page).replace(/ \/\/ .*/g, '')
  expect(code('README.zh-CN.md')).toBe(code('README.md'))
})
