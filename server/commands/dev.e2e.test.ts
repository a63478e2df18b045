import { spawn, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, it } from 'vitest'
import { freePort } from '../testing/startServer.ts'

const folder = mkdtempSync(join(tmpdir(), 'uni-trpc-'))
const root = fileURLToPath(new URL('../..', import.meta.url))
const dev = ['--import', 'tsx', 'server/commands/dev.ts']
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function environment(port: number) {
  return { PATH: process.env['PATH'], PORT: String(port), DATABASE_URL: `file:${join(folder, 'dev.db')}` }
}

async function signIn(h5: string, referer: string): Promise<string> {
  const { code }: { code: string } = JSON.parse(await (await fetch(`${h5}/sandbox/login-code?user=alice`, { headers: { referer } })).text())
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ code }) }
  const answer: { result: { data: { user: { id: string } } } } = JSON.parse(await (await fetch(`${h5}/trpc/auth.login`, init)).text())
  return answer.result.data.user.id
}

it('npm run dev: one screen, and behind it the API, the H5 preview and the mini program', { timeout: 120_000 }, async () => {
  const child = spawn(process.execPath, dev, { cwd: root, env: environment(await freePort()), stdio: ['ignore', 'pipe', 'inherit'] })
  let screen = ''
  child.stdout.on('data', (chunk) => (screen += String(chunk)))
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  try {
    await expect.poll(() => screen, { timeout: 100_000, interval: 200 }).toContain('All is running')
    const [, h5 = ''] = /H5 +✓ (\S+)/.exec(screen) ?? []
    expect(await (await fetch(h5)).text()).toContain('<title>uni-trpc</title>')
    const alice = await signIn(h5, `${h5}/`)
    expect(await signIn(h5, `${h5}/`)).toBe(alice)
    const [, another = ''] = /(http\S+\?user=bob)/.exec(screen) ?? []
    expect(await signIn(h5, another)).not.toBe(alice)
    const [, page = ''] = /try +(\S+)/.exec(screen) ?? []
    expect(await (await fetch(page)).text()).toContain('<title>uni-trpc · procedures</title>')
    expect(existsSync(join(root, 'dist/dev/mp-weixin/app.json'))).toBe(true)
    expect(screen).toContain('WECHAT_APPS=appid:secret')
    expect(screen).not.toMatch(/error|warn|eyJ|Compiling|Compiler/i)
  } finally {
    child.kill('SIGTERM')
  }
  expect(await ended).toBe(0)
})

it('I93: npm run dev on a busy port is one sentence, in both languages, and starts nothing', async () => {
  const busy = createServer()
  await new Promise<void>((resolve) => busy.listen(0, '127.0.0.1', resolve))
  const { port } = busy.address() as AddressInfo
  const run = spawnSync(process.execPath, dev, { cwd: root, env: environment(port), encoding: 'utf8' })
  busy.close()
  expect(run.status).toBe(1)
  expect(`${run.stdout}${run.stderr}`).toMatch(new RegExp(`^\\nPort ${port} is taken: [^\\n]+ / 端口 ${port} 已被占用[^\\n]+\\n\\n$`))
})

it('npm run dev with a wrong environment names every problem, no value, and starts nothing', async () => {
  const env = { ...environment(await freePort()), TOKEN_TTL: 'canary', WECHAT_APPS: 'canary' }
  const run = spawnSync(process.execPath, dev, { cwd: root, env, encoding: 'utf8' })
  expect(run.status).toBe(1)
  expect(run.stdout).toMatch(/TOKEN_TTL [^]*WECHAT_APPS |WECHAT_APPS [^]*TOKEN_TTL /)
  expect(run.stdout + run.stderr).not.toContain('canary')
})

it('npm run dev before npm ci says so in one sentence, on a Node that reads no TypeScript', () => {
  const clone = join(folder, 'clone')
  for (const path of ['server/commands/checkMachine.js', 'server/commands/dev.ts', 'package.json', 'vite.config.ts', 'shared/schemas.ts']) {
    cpSync(join(root, path), join(clone, path))
  }
  mkdirSync(join(clone, 'client'))
  for (const name of ['manifest.json', 'pages.json']) writeFileSync(join(clone, 'client', name), '{}')
  const check = () => spawnSync(process.execPath, [join(clone, 'server/commands/checkMachine.js')], { encoding: 'utf8' })
  expect(check()).toMatchObject({ status: 1, stderr: expect.stringMatching(/^\nThe packages are not installed: run npm ci first \/ [^\n]+\n\n$/) })
  rmSync(join(clone, 'client/pages.json'))
  expect(check()).toMatchObject({ status: 1, stderr: expect.stringContaining('client/pages.json is missing') })
})
