import { Agent, request as ask } from 'node:http'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isMissing, startProxy, type Program } from '../../testing/startProxy.ts'
import { startDevServer } from 'uni-trpc-build/testing'
import { testEnvironment, type RunningServer } from '../../testing/startServer.ts'

const folder = mkdtempSync(join(tmpdir(), 'uni-trpc-'))
let server: RunningServer
beforeAll(async () => void (server = await startDevServer(testEnvironment(join(folder, 'test.db')))))
afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

const kib = 1024
const json = 'content-type: application/json'
const form = 'content-type: multipart/form-data; boundary=x'

/** Requests whose body nobody needs: what is asked, with which headers, the body's KiB, and the status. */
const unread: readonly (readonly [
  what: string,
  ...parts: [line: string, header: string, size: number, status: number],
])[] = [
  ['a path that is not there', 'POST /nothing', json, 400, 404],
  ['a procedure that is not there', 'POST /trpc/user.you', json, 60, 404],
  ['a mutation by another method', 'PUT /trpc/user.update', json, 60, 405],
  ['a picture of nobody', 'POST /trpc/user.avatar', form, 500, 401],
  ['more than JSON may be', 'POST /trpc/auth.check', json, 1000, 413],
  ['a form where none is wanted', 'POST /trpc/auth.login', form, 400, 415],
  ['bytes where none are wanted', 'POST /trpc/user.avatar', 'content-type: application/octet-stream', 400, 415],
  ['no type at all', 'POST /trpc/auth.check', 'x-none: none', 60, 415],
  ['a query by GET with a body', 'GET /trpc/user.me', json, 400, 401],
  ['a picture with a code that is none', 'POST /trpc/user.avatar', `${form}\r\nx-login-code: short`, 500, 400],
]

/** A connection as a client without any library has it. */
class Line {
  heard = ''
  isClosed = false
  readonly #socket: Socket

  constructor(port: number) {
    this.#socket = connect(port, '127.0.0.1')
    this.#socket.on('data', (chunk) => (this.heard += String(chunk)))
    this.#socket.on('error', (error) => (this.heard += `\n${error.message}`))
    this.#socket.on('close', () => (this.isClosed = true))
  }

  say(text: string | Buffer): void {
    this.#socket.write(text)
  }

  /** Waits for this many answers, or for the end. */
  async answers(count: number): Promise<string[]> {
    const found = () => this.heard.match(/HTTP\/1\.1 (?!100)\d+/g) ?? []
    for (let tries = 0; tries < 1000 && found().length < count && !this.isClosed; tries++)
      await new Promise((resolve) => setTimeout(resolve, 10))
    return found().map((line) => line.slice('HTTP/1.1 '.length))
  }

  hangUp(): void {
    this.#socket.destroy()
  }
}

const portOf = (origin: string) => Number(new URL(origin).port)
const livez = 'GET /livez HTTP/1.1\r\nhost: a\r\n\r\n'

describe('a body that nobody needs', () => {
  it.each(unread)(
    'sent to %s leaves the connection good for the next request',
    async (_what, ...[line, header, size, status]) => {
      const socket = new Line(portOf(server.origin))
      for (let round = 1; round <= 3; round++) {
        socket.say(`${line} HTTP/1.1\r\nhost: a\r\n${header}\r\ncontent-length: ${size * kib}\r\n\r\n`)
        socket.say(Buffer.alloc(size * kib, 'x'))
        socket.say(livez)
        expect((await socket.answers(2 * round)).slice(-2)).toEqual([String(status), '200'])
      }
      socket.hangUp()
    },
  )

  it('slowly sent is read to its end, and the connection goes on', async () => {
    const socket = new Line(portOf(server.origin))
    socket.say(`POST /trpc/user.avatar HTTP/1.1\r\nhost: a\r\n${form}\r\ncontent-length: ${400 * kib}\r\n\r\n`)
    for (let part = 0; part < 8; part++) {
      socket.say(Buffer.alloc(50 * kib, 'x'))
      await new Promise((resolve) => setTimeout(resolve, 150))
    }
    socket.say(livez)
    expect(await socket.answers(2)).toEqual(['401', '200'])
    socket.hangUp()
  })

  it.each([
    ['5 MiB', `content-length: ${5 * kib * kib}`, Buffer.alloc(5 * kib * kib, 'x')],
    [
      'chunks without a known end',
      'transfer-encoding: chunked',
      Buffer.from(`${'10000\r\n' + 'x'.repeat(65_536)}\r\n`.repeat(16) + '0\r\n\r\n'),
    ],
  ])('of %s is answered whole, and the answer says that the connection closes', async (_what, length, body) => {
    const socket = new Line(portOf(server.origin))
    socket.say(`POST /nothing HTTP/1.1\r\nhost: a\r\n${json}\r\n${length}\r\n\r\n`)
    socket.say(body)
    await socket.answers(2)
    expect(socket.heard).toMatch(/^HTTP\/1\.1 404 [^]*connection: close\r\n[^]*NOT_FOUND[^]*\}$/i)
    expect(socket.heard).not.toContain('ECONNRESET')
    expect(socket.isClosed).toBe(true)
  })

  it('that never ends is not read for ever', async () => {
    const socket = new Line(portOf(server.origin))
    socket.say(`POST /trpc/auth.check HTTP/1.1\r\nhost: a\r\n${json}\r\ntransfer-encoding: chunked\r\n\r\n`)
    const chunk = Buffer.from(`${'10000\r\n' + 'x'.repeat(65_536)}\r\n`)
    for (let sent = 0; sent < 2000 && !socket.isClosed; sent++) {
      socket.say(chunk)
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
    await expect.poll(() => socket.isClosed).toBe(true)
    expect(socket.heard).toContain('413')
  })

  it('is not asked for where the client asks before it sends it', async () => {
    const socket = new Line(portOf(server.origin))
    const head = `HTTP/1.1\r\nhost: a\r\n${json}\r\nexpect: 100-continue\r\ncontent-length: `
    socket.say(`POST /trpc/auth.check ${head}${400 * kib}\r\n\r\n`)
    expect(await socket.answers(1)).toEqual(['413'])
    expect(socket.heard).not.toContain('100 Continue')
    expect(socket.heard).toMatch(/connection: close/i)
    const other = new Line(portOf(server.origin))
    other.say(`POST /trpc/auth.check ${head}2\r\n\r\n`)
    for (let tries = 0; tries < 1000 && !other.heard.includes('100 Continue'); tries++)
      await new Promise((resolve) => setTimeout(resolve, 10))
    other.say(`{}${livez}`)
    expect(await other.answers(2)).toEqual(['400', '200'])
    other.hangUp()
  })

  it('does no harm to the next request of an agent that keeps one connection', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    expect(await rounds(server.origin, { agent })).toEqual(Array(10).fill('401 413 200'))
    agent.destroy()
  })

  const proxies: [Program, (port: number, upstream: string) => string][] = [
    [
      'nginx',
      (port, upstream) => `upstream api { server ${upstream}; keepalive 1; }
      server { listen 127.0.0.1:${port}; client_max_body_size 2m;
        location / { proxy_pass http://api; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_request_buffering off; } }`,
    ],
    ['caddy', (port, upstream) => `http://127.0.0.1:${port} {\n reverse_proxy ${upstream}\n}`],
  ]
  for (const [program, configure] of proxies) {
    it.skipIf(isMissing(program))(`does no harm to anybody behind ${program}`, async () => {
      const proxy = await startProxy(program, (port) => configure(port, new URL(server.origin).host))
      const agent = new Agent({ keepAlive: true })
      const all = await Promise.all(Array.from({ length: 4 }, () => rounds(proxy.origin, { agent, asksAgain: true })))
      agent.destroy()
      await proxy.stop()
      expect(all.flat()).toEqual(Array(40).fill('401 413 200'))
    })
  }
})

interface Client {
  readonly agent: Agent
  /**
   * As browsers do, when a connection used before ends without an answer (RFC 9112, 9.3.1). nginx closes one after
   * "connection: keep-alive" when the answer came before it had read the whole body, whatever server is behind it; a
   * server that answers badly it tells as 502.
   */
  readonly asksAgain?: true
}

/** Ten times: a picture of nobody, too much JSON, and somebody else's call. */
async function rounds(origin: string, client: Client): Promise<string[]> {
  const statuses: string[] = []
  for (let round = 0; round < 10; round++) {
    const picture = await statusOf(`${origin}/trpc/user.avatar`, {
      ...client,
      type: 'multipart/form-data; boundary=x',
      bytes: 450 * kib,
    })
    const tooMuch = await statusOf(`${origin}/trpc/auth.check`, {
      ...client,
      type: 'application/json',
      bytes: 600 * kib,
    })
    statuses.push(`${picture} ${tooMuch} ${await statusOf(`${origin}/livez`, client)}`)
  }
  return statuses
}

interface Sent extends Client {
  readonly type?: string
  readonly bytes?: number
}

function statusOf(url: string, call: Sent): Promise<number | string> {
  const { agent, asksAgain = false, type, bytes } = call
  return new Promise((resolve) => {
    const headers = { ...(type && { 'content-type': type }), ...(bytes && { 'content-length': bytes }) }
    const sent = ask(url, { method: bytes ? 'POST' : 'GET', agent, headers }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode ?? 0))
    })
    sent.once('error', (error: NodeJS.ErrnoException) => {
      const isStale = asksAgain && sent.reusedSocket && error.code === 'ECONNRESET'
      resolve(isStale ? statusOf(url, call) : error.message)
    })
    sent.end(bytes ? Buffer.alloc(bytes, 'x') : undefined)
  })
}
