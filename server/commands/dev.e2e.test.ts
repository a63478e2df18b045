import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, it } from 'vitest'
import { freePort } from '../testing/startServer.ts'

const folder = mkdtempSync(join(tmpdir(), 'uni-trpc-'))
const root = fileURLToPath(new URL('../..', import.meta.url))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('npm run dev: one screen, and behind it the API, the H5 preview and the mini program', { timeout: 120_000 }, async () => {
  const env = { PATH: process.env['PATH'], PORT: String(await freePort()), DATABASE_URL: `file:${join(folder, 'dev.db')}` }
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/commands/dev.ts'], { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] })
  let screen = ''
  child.stdout.on('data', (chunk) => (screen += String(chunk)))
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  try {
    await expect.poll(() => screen, { timeout: 100_000, interval: 200 }).toContain('All is running')
    const [, h5 = ''] = /H5 +✓ (\S+)/.exec(screen) ?? []
    expect(await (await fetch(h5)).text()).toContain('<title>uni-trpc</title>')
    const { code }: { code: string } = JSON.parse(await (await fetch(`${h5}/sandbox/login-code?user=alice`)).text())
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ code }) }
    expect(await (await fetch(`${h5}/trpc/auth.login`, init)).text()).toContain('"token":')
    expect(existsSync(join(root, 'dist/dev/mp-weixin/app.json'))).toBe(true)
    expect(screen).not.toMatch(/error|warn|eyJ/i)
  } finally {
    child.kill('SIGTERM')
  }
  expect(await ended).toBe(0)
})
