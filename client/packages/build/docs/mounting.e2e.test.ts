/** The programs of docs/mounting.md, run as they stand there, asked what a phone would ask. */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePort, type RunningServer, testEnvironment } from 'uni-trpc-server/testing'
import { startDevServer } from '../testing/startDevServer.ts'
import { repository } from '../repository.ts'
import { snippets } from './snippets.ts'

const programs = snippets(readFileSync(resolve(repository, 'docs/mounting.md'), 'utf8'))
const folder = mkdtempSync(join(tmpdir(), 'uni-trpc-'))
let home = ''
let wechat: RunningServer

beforeAll(async () => {
  // Inside node_modules, so that the programs find the same packages.
  mkdirSync(resolve(repository, 'node_modules/.cache'), { recursive: true })
  home = mkdtempSync(resolve(repository, 'node_modules/.cache/mounting-'))
  writeFileSync(join(home, 'package.json'), '{ "type": "module" }')
  const server = pathToFileURL(resolve(repository, 'server')).href
  for (const [name, text] of programs) writeFileSync(join(home, name), text.replaceAll("'./server/", `'${server}/`))
  wechat = await startDevServer(testEnvironment(join(folder, 'wechat.db')))
})
afterAll(async () => {
  await wechat.stop()
  rmSync(home, { recursive: true, force: true })
  rmSync(folder, { recursive: true, force: true })
})

/** Starts one of the programs on a port and a database of its own; answers how it is asked, and how it ends. */
async function start(name: string) {
  const port = await freePort()
  const env = {
    ...testEnvironment(join(folder, `${name}.db`)),
    PATH: process.env.PATH,
    PORT: String(port),
    WECHAT_APPS: 'touristappid:sandbox',
    WECHAT_API_BASE: `${wechat.origin}/sandbox`,
  }
  const child = spawn(process.execPath, ['--import', 'tsx', join(home, name)], {
    cwd: repository,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)))
  const origin = `http://127.0.0.1:${port}`
  await answering(origin, child, () => output)
  const post = (path: string, body?: string, headers = {}) =>
    fetch(`${origin}/trpc/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body }),
    })
  return { origin, post, stop: () => void child.kill('SIGKILL') }
}

async function answering(origin: string, child: ChildProcess, output: () => string): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (child.exitCode !== null) throw new Error(`the program ended at once:\n${output()}`)
    if (
      await fetch(`${origin}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return
    await new Promise((waited) => setTimeout(waited, 100))
  }
  child.kill('SIGKILL')
  throw new Error(`the program does not answer:\n${output()}`)
}

/** In how many pieces the body came. */
async function countParts({ body }: Response): Promise<number> {
  const reader = body?.getReader()
  for (let parts = 0; ; parts++) {
    const next = await reader?.read()
    if (!next || next.done) return parts
  }
}

it('the page shows the lines in common and a program for each of three hosts, in about ten lines each', () => {
  expect([...programs.keys()]).toEqual(['api.ts', 'express.ts', 'koa.ts', 'nest.ts'])
  for (const [name, text] of programs)
    if (name !== 'api.ts')
      expect([name, text.trim().split('\n').length]).toEqual([name, expect.toSatisfy((lines: number) => lines <= 12)])
})

describe.each(['express.ts', 'koa.ts', 'nest.ts'])('app.fetch mounted as in %s', (name) => {
  it('signs in, checks, streams, refuses, and leaves the host its own page', { timeout: 60_000 }, async () => {
    const { origin, post, stop } = await start(name)
    try {
      expect(await (await fetch(`${origin}/`)).text()).toBe('the host')
      expect((await fetch(`${origin}/trpcs`)).headers.get('x-request-id')).toBeNull()
      const { code }: { code: string } = JSON.parse(
        await (await fetch(`${wechat.origin}/sandbox/login-code?user=alice`)).text(),
      )
      const login: { result: { data: { token: string; user: { id: string } } } } = JSON.parse(
        await (await post('auth.login', JSON.stringify({ code }))).text(),
      )
      const authorization = `Bearer ${login.result.data.token}`
      const checked = await post('auth.check', undefined, { authorization })
      expect(checked.headers.get('x-request-id')).toMatch(/^[\w-]{24}$/)
      expect(await checked.text()).toContain(login.result.data.user.id)
      const tooLarge = await post('auth.login', JSON.stringify({ code: 'x'.repeat(70_000) }))
      expect([tooLarge.status, await tooLarge.text()]).toEqual([413, expect.stringContaining('INPUT_INVALID')])
      const story = await post('demo.story?batch=1', '{"0":{"language":"zh"}}', { 'trpc-accept': 'application/jsonl' })
      expect(await countParts(story)).toBeGreaterThan(10)
    } finally {
      stop()
    }
  })
})
