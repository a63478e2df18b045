import { spawn, type ChildProcess } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePort } from 'uni-trpc-server/testing'
import { repository } from './repository.ts'

const secret = 'c4n4ry-of-a-secret-file'
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'uni-trpc-')))
const root = join(folder, 'program')
/** As addresses write it. */
const at = root.replaceAll('\\', '/').replace(/^\/?/, '/')
const outside = folder.replaceAll('\\', '/').replace(/^\/?/, '/')

const planted = [
  '.env',
  '.git/config',
  'data/uni-trpc.db',
  'server/secret.ts',
  'notes.css',
  'notes.svg',
  'client/.env.local',
  'client/server.pem',
  '../passwd',
  '../notes.js',
]

let child: ChildProcess
let port = 0
let api: Server
let apiCalls: string[] = []

/** The development server as `npm run dev -- --lan` starts it, on a copy where secrets lie about. */
beforeAll(async () => {
  for (const path of ['package.json', 'tsconfig.json', 'vite.config.ts', 'client', 'server', 'shared']) {
    cpSync(join(repository, path), join(root, path), { recursive: true })
  }
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'), 'junction')
  for (const path of planted) plant(path, `/* ${secret} */\n`)
  plant('../passwd.js.map', JSON.stringify({ version: 3, mappings: '', sources: [secret], sourcesContent: [secret] }))
  plant('.env', `METRICS_TOKEN=${secret}\n`)
  api = createServer((request, response) => {
    apiCalls.push(request.url ?? '')
    response.end('{}')
  }).on('upgrade', (request, socket) => {
    apiCalls.push(`upgrade ${request.url}`)
    socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\n')
  })
  await new Promise<void>((listening) => api.listen(0, '127.0.0.1', listening))
  port = await freePort()
  const args = ['--import', 'tsx', 'client/packages/build/uni.ts', '--host', '127.0.0.1', '--port', String(port)]
  const env = { PATH: process.env['PATH'], PORT: String((api.address() as AddressInfo).port) }
  child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'ignore'] })
  let output = ''
  await new Promise<void>((ready, failed) => {
    child.once('exit', () => failed(new Error(output)))
    child.stdout?.on('data', (chunk) => {
      output += String(chunk)
      if (output.includes('ready in')) ready()
    })
  })
})

afterAll(async () => {
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill()
  await ended
  api.close()
  rmSync(folder, { recursive: true, force: true })
})

function plant(path: string, text: string): void {
  const file = join(root, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

/** Sends the target as it stands, which no client library would, and answers all that comes back. */
function ask(target: string, headers: Readonly<Record<string, string>> = {}): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    let answer = ''
    socket.on('data', (chunk) => {
      answer += String(chunk)
      if (answer.startsWith('HTTP/1.1 101')) socket.destroy()
    })
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(answer))
    const lines = Object.entries({ host: `127.0.0.1:${port}`, connection: 'close', ...headers })
    socket.write(`GET ${target} HTTP/1.1\r\n${lines.map((pair) => `${pair.join(': ')}\r\n`).join('')}\r\n`)
  })
}

const statusOf = (answer: string) => Number(answer.slice(9, 12))

/** How vite, and the plugins of Vue and uni are told to hand a file out as something else. */
const queries = [
  '',
  '?raw',
  '?raw??',
  '?import&raw',
  '?import&raw??',
  '?url',
  '?import&url',
  '?inline',
  '?import&url&inline',
  '?import',
  '?init',
  '?v=1',
  '?.svg?.wasm?init',
  '?import&?inline=1.wasm?init',
  '?worker',
  '?worker&inline',
  '?sharedworker&inline',
  '?direct',
  '?html-proxy&index=0.js',
  '?lang.css',
  '?vue&src=1&lang.css',
  '?vue&type=style&index=0&src=1&lang.css',
  '?vue&type=script&src=1&lang.ts',
  '?import&vue&src=1&lang.js',
  '?vue&type=template&src=1&lang.js',
  '?commonjs-proxy',
  '?html-proxy&inline-css',
  '?t=1&raw',
  '?%72aw',
]

/** Ways to write the address of a file outside. */
function spellings(path: string): string[] {
  const inClient = relativeToClient(path)
  const dotted = `/@fs${at}/client/${inClient}`
  return [
    `/@fs${path}`,
    path,
    `/@fs/${path}`,
    `//@fs${path}`,
    `/@fs/@fs${path}`,
    `/@id/${path}`,
    `/@id/@fs${path}`,
    `/@id/__x00__${path}`,
    `/${path}`,
    `/@id/file://${path}`,
    `/%40fs${path}`,
    `/@fs${path.replace(/\.(?=\w+$)/, '%2e')}`,
    `/@fs${path}/`,
    `/@fs${path}%00.js`,
    `/@fs${path}%3Fraw`,
    `/@fs${path}.map`,
    `/@fs${path.replace(/\.\w+$/, '')}`,
    `http://127.0.0.1:${port}/@fs${path}`,
    `http://elsewhere/@fs${path}`,
    `http:/@fs${path}`,
    dotted,
    dotted.replaceAll('..', '%2e%2e'),
    dotted.replaceAll('../', '..%2f'),
    dotted.replaceAll('../', '..\\'),
    dotted.replaceAll('../', '..%5c'),
    dotted.replaceAll('..', '%252e%252e'),
    `/@fs${at}/client/#/../${inClient}`,
    `/@fs${at}/client/?/../${inClient}`,
    `/@fs${at}/client/%23/../${inClient}`,
    `/@id/${path.slice(at.length + 1)}`,
    `/@id/./${path.slice(at.length + 1)}`,
    `/${path.slice(at.length + 1)}`,
    `/${inClient}`,
    `/pages/../${inClient}`,
    `/node_modules/.vite/h5/deps/../../../../${path.slice(at.length)}`,
    `/@fs${at}/node_modules/../${path.slice(at.length)}`,
  ]
}

function relativeToClient(path: string): string {
  return path.startsWith(`${at}/`) ? `../${path.slice(at.length + 1)}` : `../../${path.slice(outside.length + 1)}`
}

describe('the H5 development server', () => {
  it.each([...planted, '../passwd.js.map'])('hands nothing out of %s, however the request is spelled', async (path) => {
    const file = path.startsWith('../') ? `${outside}/${path.slice(3)}` : `${at}/${path}`
    const ways = spellings(file)
    const some = ['', '?import&raw', '?vue&type=style&index=0&src=1&lang.css']
    const targets = [
      ...ways.flatMap((way) => some.map((query) => way + query)),
      ...queries.map((query) => ways[0] + query),
    ]
    const told: string[] = []
    for (let from = 0; from < targets.length; from += 50) {
      const answers = await Promise.all(
        targets.slice(from, from + 50).map(async (target) => [target, await ask(target)] as const),
      )
      for (const [target, answer] of answers) if (answer.includes(secret) || statusOf(answer) === 0) told.push(target)
    }
    expect(told).toEqual([])
  })

  it.each([
    '/',
    '/main.ts',
    '/App.vue',
    '/App.vue?import&raw',
    '/pages/index/index.vue',
    `/@fs${at}/shared/refusal.ts`,
    '/@vite/client',
    '/?user=bob',
  ])('serves the client’s own %s to its own page', async (target) => {
    const answer = await ask(target, { origin: `http://127.0.0.1:${port}` })
    expect(statusOf(answer)).toBe(200)
    expect(answer).not.toContain('Not a file of the client')
  })

  it('opens no file in this machine’s editor', async () => {
    for (const target of [
      '/__open-in-editor?file=App.vue',
      '/__open-in-editor/?file=App.vue',
      '/%5f_open-in-editor?file=App.vue',
    ]) {
      expect(statusOf(await ask(target))).toBe(403)
    }
  })

  const foreign = [
    { host: 'evil.example' },
    { host: `evil.example:1` },
    { host: '' },
    { host: 'localhost.evil.example' },
    { host: '127.0.0.1.evil.example' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'http://127.0.0.1:1' },
    { origin: 'http://127.0.0.1.evil.example' },
    { host: 'evil.example', origin: 'http://evil.example' },
  ]

  it.each(foreign)('refuses a foreign Host and Origin: %j', async (headers) => {
    apiCalls = []
    for (const target of ['/', '/main.ts', '/@vite/client', '/trpc/auth.check', '/sandbox/login-code?user=alice']) {
      expect([target, statusOf(await ask(target, headers))]).toEqual([target, 403])
    }
    expect(apiCalls).toEqual([])
  })

  const upgrade = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
  }
  const hmr = { ...upgrade, 'sec-websocket-protocol': 'vite-hmr' }
  const tokenOf = async () => /const wsToken = "([^"]+)"/.exec(await ask('/@vite/client'))?.[1] ?? ''

  it.each(foreign)(
    'opens no socket for a foreign Host or Origin, neither its own nor the API’s: %j',
    async (headers) => {
      apiCalls = []
      expect(statusOf(await ask(`/?token=${await tokenOf()}`, { ...hmr, ...headers }))).toBe(403)
      expect(statusOf(await ask('/trpc', { ...upgrade, ...headers }))).toBe(403)
      expect(apiCalls).toEqual([])
    },
  )

  it('opens both for its own page', async () => {
    apiCalls = []
    const own = { origin: `http://127.0.0.1:${port}` }
    expect(statusOf(await ask(`/?token=${await tokenOf()}`, { ...hmr, ...own }))).toBe(101)
    expect(statusOf(await ask('/trpc', { ...upgrade, ...own }))).toBe(101)
    expect(apiCalls).toEqual(['upgrade /trpc'])
  })

  it('goes on after upgrades of any spelling', async () => {
    for (const target of ['*', '//', '/\\', 'http://x:99999/', 'http://[', '/%zz', '//evil.example/trpc'])
      await ask(target, hmr)
    expect(statusOf(await ask('/main.ts'))).toBe(200)
  })
})
