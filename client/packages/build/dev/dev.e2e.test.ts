import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePort } from 'uni-trpc-server/testing'
import { needed } from '../checkMachine.js'
import { repository } from '../repository.ts'
import { copyProgram, runDev, type RunningDev } from '../testing/runDev.ts'

const folder = mkdtempSync(join(tmpdir(), 'uni-trpc-'))
const root = repository
const dev = [join(root, 'node_modules/uni-trpc-build/bin.js'), 'dev']
const checkMachine = 'client/packages/build/checkMachine.js'
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function environment(port: number) {
  return { PATH: process.env['PATH'], PORT: String(port), DATABASE_URL: `file:${join(folder, 'dev.db')}` }
}

async function signIn(h5: string, referer: string): Promise<string> {
  const { code }: { code: string } = JSON.parse(
    await (await fetch(`${h5}/sandbox/login-code?user=alice`, { headers: { referer } })).text(),
  )
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ code }) }
  const answer: { result: { data: { user: { id: string } } } } = JSON.parse(
    await (await fetch(`${h5}/trpc/auth.login`, init)).text(),
  )
  return answer.result.data.user.id
}

describe('npm run dev', () => {
  const copy = join(folder, 'copy')
  let running: RunningDev
  beforeAll(async () => {
    copyProgram(copy)
    running = await runDev(copy, join(folder, 'dev.db'))
    await running.said('All is running')
  })

  it('is one screen, and behind it the API, the H5 preview and the mini program', async () => {
    const screen = running.screen()
    const [, h5 = ''] = /H5 +✓ (\S+)/.exec(screen) ?? []
    expect(await (await fetch(h5)).text()).toContain('<title>uni-trpc</title>')
    const alice = await signIn(h5, `${h5}/`)
    expect(await signIn(h5, `${h5}/`)).toBe(alice)
    const [, another = ''] = /(http\S+\?user=bob)/.exec(screen) ?? []
    expect(await signIn(h5, another)).not.toBe(alice)
    const [, page = ''] = /try +(\S+)/.exec(screen) ?? []
    expect(await (await fetch(page)).text()).toContain('<title>uni-trpc · procedures</title>')
    expect(existsSync(join(copy, 'dist/dev/mp-weixin/app.json'))).toBe(true)
    expect(running.screen()).toContain('WECHAT_APPS=appid:secret')
    expect(running.screen()).not.toMatch(/error|warn|eyJ|Compiling|Compiler/i)
  })

  it('notices what is changed: a mistake is named with its line, and mended when it is mended', {
    timeout: 240_000,
  }, async () => {
    /** Does it, and waits for what the screen says of it. */
    async function then(act: () => void, told: RegExp): Promise<void> {
      const from = running.screen().length
      act()
      await running.said(told, from)
    }
    /** Breaks a file at a text that stands in one line of it, and puts it back. */
    async function mistake(
      path: string,
      [text, instead]: readonly [string, string],
      { told, mended }: { told: (line: number) => RegExp; mended: RegExp },
    ) {
      const file = join(copy, path)
      const whole = readFileSync(file, 'utf8')
      expect(whole.split(text)).toHaveLength(2)
      const line = whole.slice(0, whole.indexOf(text)).split('\n').length
      await then(() => writeFileSync(file, whole.replace(text, instead)), told(line))
      await then(() => writeFileSync(file, whole), mended)
    }

    const rebuilt = /WeChat +✓ rebuilt/
    const page = 'client/pages/index/index.vue'
    const at = (path: string) => (line: number) => new RegExp(`WeChat +at ${path}:${line}\\b`)
    await mistake(page, ['{{ texts.intro }}', '{{ texts.intro( }}'], { told: at(page), mended: rebuilt })
    const workbench = 'client/pages/workbench/workbench.vue'
    await mistake(workbench, ["'./texts.ts'", "'./words.ts'"], { told: at(workbench), mended: rebuilt })
    const notes = 'client/pages/notes/useNotes.ts'
    await mistake(notes, ['const removed =', 'const removed = ='], { told: at(notes), mended: rebuilt })
    await mistake('client/pages.json', ['"pages/story/story" },', '"pages/story/story" }'], {
      told: (line) => new RegExp(`client/pages.json:${line + 1}`),
      mended: rebuilt,
    })
    const restarted = { mended: /API +✓ restarted/ }
    const stopped = (path: string) => (line: number) => new RegExp(`${path}:${line}[^]*API +✗ it has stopped`)
    const demo = 'server/procedures/demo.ts'
    await mistake(demo, ['export const demoRouter =', 'export const = demoRouter ='], {
      told: stopped(demo),
      ...restarted,
    })
    await mistake('server/product.ts', ['export const app', "throw new TypeError('no app')\nexport const app"], {
      told: stopped('server/product.ts'),
      ...restarted,
    })
    const whole = readFileSync(join(copy, demo))
    await then(() => rmSync(join(copy, demo)), /demo\.ts[^]*API +✗ it has stopped/)
    await then(() => writeFileSync(join(copy, demo), whole), restarted.mended)
    expect((await fetch(`http://127.0.0.1:${running.port}/readyz`)).status).toBe(200)
    expect(running.screen()).not.toMatch(/eyJ|\[tsx\]|Compiling/)
  })

  it('ends with 0 when it is asked to', async () => {
    expect(await running.stop()).toBe(0)
  })
  afterAll(async () => void (await running.stop()))
})

it('I93: npm run dev on a busy port is one sentence, in both languages, and starts nothing', async () => {
  const busy = createServer()
  await new Promise<void>((resolve) => busy.listen(0, '127.0.0.1', resolve))
  const { port } = busy.address() as AddressInfo
  const run = spawnSync(process.execPath, dev, { cwd: root, env: environment(port), encoding: 'utf8' })
  busy.close()
  expect(run.status).toBe(1)
  expect(`${run.stdout}${run.stderr}`).toMatch(
    new RegExp(`^\\nPort ${port} is taken: [^\\n]+ / 端口 ${port} 已被占用[^\\n]+\\n\\n$`),
  )
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
  for (const path of [checkMachine, ...needed]) cpSync(join(root, path), join(clone, path))
  const check = () => spawnSync(process.execPath, [join(clone, checkMachine)], { cwd: clone, encoding: 'utf8' })
  expect(check()).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/^\nThe packages are not installed: run npm ci first \/ [^\n]+\n\n$/),
  })
  for (const path of needed.filter((name) => name !== 'package.json')) {
    rmSync(join(clone, path))
    expect(check()).toMatchObject({ status: 1, stderr: expect.stringContaining(`${path} is missing`) })
    cpSync(join(root, path), join(clone, path))
  }
})
