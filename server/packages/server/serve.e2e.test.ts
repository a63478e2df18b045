import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { builtPackage } from 'uni-trpc-build/testing'
import { startDevServer } from 'uni-trpc-build/testing'
import { canaries, startNode, testEnvironment, type RunningServer } from './testing/startServer.ts'

const folder = mkdtempSync(join(tmpdir(), 'uni-trpc-'))
const environment = { ...testEnvironment(join(folder, 'test.db')), SESSION_CAP: '100' }
let entry: string
let dev: RunningServer
let node: RunningServer

beforeAll(async () => {
  entry = join(await builtPackage('server'), 'main.js')
  // Both open, migrate and write one SQLite file, and are started at once.
  dev = await startDevServer(environment)
  node = await startNode(entry, environment, dev)
})
afterAll(async () => {
  await Promise.all([dev.stop(), node.stop()])
  rmSync(folder, { recursive: true, force: true })
})

async function code(person = 'alice'): Promise<string> {
  const answer: { code: string } = JSON.parse(
    await (await fetch(`${dev.origin}/sandbox/login-code?user=${person}`)).text(),
  )
  return answer.code
}

async function call(
  origin: string,
  path: string,
  { body, headers }: { body?: unknown; headers?: Record<string, string> } = {},
) {
  const response = await fetch(`${origin}/trpc/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const answer: { result?: { data: { token: string; id: string } }; error?: { data: { reason: string } } } = JSON.parse(
    await response.text(),
  )
  return { status: response.status, ...answer }
}

describe('the production build', () => {
  it('G78: holds no sandbox and does not serve one, whatever NODE_ENV says', async () => {
    const text = readFileSync(entry, 'utf8')
    expect(text).toContain('jscode2session')
    expect(text).not.toMatch(/sandbox\/|login-code\?|touristappid|the code is a mock one|createSandbox/)
    expect((await fetch(`${node.origin}/sandbox/login-code?user=alice`)).status).toBe(404)
  })

  it('H81: exits with every problem of its environment, and no value', () => {
    const run = spawnSync(process.execPath, [entry], {
      cwd: folder,
      env: { TOKEN_SECRETS: 'k1:c2hvcnQ=', PORT: 'x' },
      encoding: 'utf8',
    })
    expect(run.status).toBe(1)
    for (const name of ['PORT', 'DATABASE_URL', 'WECHAT_APPS', 'TOKEN_SECRETS', 'DATA_SECRETS', 'INDEX_SECRET'])
      expect(run.stderr).toContain(name)
    expect(run.stderr).not.toContain('c2hvcnQ=')
  })

  it('G78: does not start as if it were development when somebody sets NODE_ENV', () => {
    const { TOKEN_SECRETS, DATA_SECRETS, INDEX_SECRET } = environment
    const run = spawnSync(process.execPath, [entry], {
      cwd: folder,
      env: { NODE_ENV: 'development', TOKEN_SECRETS, DATA_SECRETS, INDEX_SECRET },
      encoding: 'utf8',
    })
    expect(run.status).toBe(1)
    expect(run.stderr).toContain('WECHAT_APPS')
  })

  it('I93: says in a sentence that its port is taken', () => {
    const { port } = new URL(node.origin)
    const run = spawnSync(process.execPath, [entry], {
      cwd: folder,
      env: { ...environment, WECHAT_APPS: 'wx1:secret', PORT: port, DATABASE_URL: `file:${join(folder, 'other.db')}` },
      encoding: 'utf8',
    })
    expect(run.status).toBe(1)
    expect(run.stderr).toMatch(/Port \d+ is taken/)
    expect(run.stderr).not.toContain('    at ')
  })
})

describe('raw sockets', () => {
  it.each([
    [
      'F63: two lengths',
      'POST /trpc/user.me HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello',
    ],
    [
      'F63: a length and chunks',
      'POST /trpc/user.me HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['F62: an unknown method', 'FOO /trpc/user.me HTTP/1.1\r\nhost: a\r\n\r\n'],
    ['F62: a TRACE', 'TRACE /trpc/user.me HTTP/1.1\r\nhost: a\r\n\r\n'],
    ['F62: headers of 20 kB', `GET /trpc/user.me HTTP/1.1\r\nhost: a\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`],
    ['F62: a null byte in the path', 'GET /trpc/%00user.me HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n'],
  ])('%s: is a 4xx, and the server goes on', async (_what, request) => {
    const { hostname, port } = new URL(node.origin)
    const answer = await new Promise<string>((resolve, reject) => {
      let text = ''
      const socket = connect(Number(port), hostname, () => socket.write(request))
      socket.setTimeout(5000, () => socket.destroy())
      socket.on('data', (chunk) => {
        text += String(chunk)
        socket.end()
      })
      socket.on('close', () => resolve(text))
      socket.on('error', reject)
    })
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /)
    expect((await fetch(`${node.origin}/livez`)).status).toBe(200)
  })

  it('F57: a chunked body over the limit is a 413', async () => {
    let sent = 0
    const body = new ReadableStream<Uint8Array>({
      pull: (stream) => (sent++ < 100 ? stream.enqueue(new Uint8Array(10_000).fill(32)) : stream.close()),
    })
    const init = { method: 'POST', body, duplex: 'half' as const, headers: { 'content-type': 'application/json' } }
    const status = await fetch(`${node.origin}/trpc/auth.login`, init).then(
      (response) => response.status,
      () => 'closed',
    )
    expect([413, 'closed']).toContain(status)
  })
})

describe('rotating the token secret', () => {
  it('A7: signs nobody out while the old secret stays listed, and ends its tokens when it goes', async () => {
    const old = environment.TOKEN_SECRETS
    const fresh = `fresh:${Buffer.from(Array.from({ length: 32 }, (_, index) => 255 - index * 5)).toString('base64')}`
    const rotating = await startNode(entry, { ...environment, TOKEN_SECRETS: `${fresh},${old}` }, dev)
    const rotated = await startNode(entry, { ...environment, TOKEN_SECRETS: fresh }, dev)
    try {
      const before = await call(node.origin, 'auth.login', { body: { code: await code('rotated') } })
      const me = (origin: string, token: string | undefined) =>
        call(origin, 'user.me', { headers: { authorization: `Bearer ${token}` } })
      expect((await me(rotating.origin, before.result?.data.token)).status).toBe(200)
      expect((await me(rotated.origin, before.result?.data.token)).error?.data.reason).toBe('TOKEN_INVALID')
      const after = await call(rotating.origin, 'auth.login', { body: { code: await code('rotated') } })
      expect((await me(rotated.origin, after.result?.data.token)).status).toBe(200)
    } finally {
      await Promise.all([rotating.stop(), rotated.stop()])
    }
  })
})

describe('stopping', () => {
  it('I90, I92: on SIGTERM answers what it began, closes the database and exits with 0', async () => {
    const third = await startNode(entry, environment, dev)
    const working = Array.from({ length: 20 }, async (_, i) =>
      call(third.origin, 'auth.login', { body: { code: await code(`late${i}`) } }),
    )
    await Promise.race(working)
    const began = Promise.allSettled(working)
    const stopped = third.stop()
    const status = async (path: string) => (await fetch(`${third.origin}${path}`)).status
    await expect.poll(() => status('/readyz'), { interval: 20 }).toBe(503)
    expect(await status('/livez')).toBe(200)
    expect(await stopped).toBe(0)
    for (const outcome of await began) if (outcome.status === 'fulfilled') expect(outcome.value.status).toBe(200)
  })
})

describe('the output of all this', () => {
  it('says where it listens when it has started, and what is on', () => {
    const lines = node
      .output()
      .split('\n')
      .filter((line) => line.includes('已启动'))
    const { level, msg }: { level: number; msg: string } = JSON.parse(lines.join(''))
    expect(level).toBe(30)
    expect(msg).toBe(
      `listening at ${node.origin} / 已启动: SQLite; apps touristappid at ${dev.origin}/sandbox; web origins none; trusted proxies none; CloudRun off; content check off; metrics off`,
    )
  })

  it('H79: holds no code, token, session key or secret', () => {
    for (const output of [dev.output(), node.output()]) {
      expect(output).toContain('"msg":"request"')
      for (const canary of canaries) expect(output).not.toContain(canary)
      expect(output).not.toMatch(/eyJ[\w-]+\.|session_key|js_code|secret=/)
    }
  })
})
