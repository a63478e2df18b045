import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { insideOf } from '../proofs/inside.ts'
import { openEdge, type Edge } from '../testing/openEdge.ts'
import { shortWayOf } from '../testing/shortWayOf.ts'
import { createWorld, type World } from '../testing/world.ts'

let world: World
let edge: Edge
let token: string
beforeAll(async () => {
  world = await createWorld()
  edge = await openEdge(world, { shortWay: shortWayOf(world) })
  token = (await world.caller().auth.login({ code: await world.code() })).token
})
afterAll(async () => {
  await edge.stop()
  await world.close()
})

const head = (...lines: string[]) => `${lines.join('\r\n')}\r\n\r\n`
const statusesIn = (answer: string) => [...answer.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => Number(status))

/** One call, and a second one behind it on the same connection: both are answered. */
function twice(path: string, body: string | Buffer, type = 'application/json'): Promise<string> {
  const fields = [
    'Host: a',
    `Content-Type: ${type}`,
    `Authorization: Bearer ${token}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
  ]
  const first = Buffer.concat([Buffer.from(head(`POST /trpc/${path} HTTP/1.1`, ...fields)), Buffer.from(body)])
  return edge.send(
    Buffer.concat([first, Buffer.from(head('GET /livez HTTP/1.1', 'Host: a', 'Connection: close'))]),
    5000,
  )
}
/** Of a batch each call has a status of its own: 207 for all of them. */
const isRefused = (status: number) => status === 207 || (status >= 400 && status < 500)
const faults = () => world.lines.filter((line) => line.includes('"level":50') || line.includes('"level":60'))

describe('F56: a batch', () => {
  const twenty = Array<string>(20).fill('auth.check').join()
  const odd: readonly (readonly [string, string])[] = [
    ['user.update,user.update?batch=1', '{"2":{"nickname":"x"}}'],
    ['user.update?batch=1', '{"NaN":{},"-1":{},"1.5":{}}'],
    ['user.update?batch=1', '[{"nickname":5}]'],
    ['user.update,?batch=1', '{}'],
    [',?batch=1', '{}'],
    ['?batch=1', '{}'],
    [`${twenty},auth.check?batch=1`, '{}'],
    [`${'a,'.repeat(5000)}a?batch=1`, '{}'],
    ['user.update?batch=1&batch=2', '{"0":5}'],
    ['user.update?batch=', '{"0":5}'],
    ['user.me,user.update?batch=1', '{}'],
  ]
  it.each(odd)('%# of a broken kind is a 4xx', async (path, body) => {
    const answer = await twice(path, body)
    const [status = 0] = statusesIn(answer)
    expect([path.slice(0, 40), isRefused(status)]).toEqual([path.slice(0, 40), true])
    expect(insideOf(answer)).toBeNull()
    expect(faults()).toEqual([])
  })
})

describe('F59: a body of JSON', () => {
  const odd: readonly (readonly [string, string])[] = [
    ['30,000 arrays deep', '['.repeat(30_000)],
    ['30,000 arrays deep, and closed', `${'['.repeat(30_000)}${']'.repeat(30_000)}`],
    ['10,000 objects deep', `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`],
    ['deep where text is wanted', `{"nickname":${'['.repeat(30_000)}${']'.repeat(30_000)}}`],
    ['of 30,000 members', `[${'1,'.repeat(30_000)}1]`],
    ['of 8,000 fields', `{${Array.from({ length: 8000 }, (_none, index) => `"${index}":1`).join()}}`],
    ['with a number of 60,000 digits', `{"limit":${'9'.repeat(60_000)}}`],
    ['with a number too large', '{"limit":1e999}'],
    ['with one field twice', '{"nickname":5,"nickname":["x"]}'],
    ['behind a byte order mark', '\ufeff{"nickname":5}'],
    ['with __proto__ and constructor', '{"__proto__":{"nickname":"x"},"constructor":{"prototype":{"nickname":"x"}}}'],
  ]
  it.each(odd)('%s is refused, and the next call on the connection is answered', async (_what, body) => {
    for (const path of ['user.update', 'auth.login', 'auth.revoke', 'user.update,user.update?batch=1']) {
      const answer = await twice(path, body)
      const [status = 0, next] = statusesIn(answer)
      expect([path, isRefused(status), next]).toEqual([path, true, 200])
      expect(insideOf(answer)).toBeNull()
    }
    expect(Object.keys(Object.prototype)).toEqual([])
    expect(faults()).toEqual([])
  })
})

describe('F61: a body that is not JSON', () => {
  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/xml',
    'text/json',
    '',
    'application/octet-stream',
  ])('of the type %j is a 4xx', async (type) => {
    for (const path of ['user.update', 'auth.login', 'user.update,user.update?batch=1']) {
      const [status = 0, next] = statusesIn(await twice(path, '{"nickname":"x"}', type))
      expect([path, status >= 400 && status < 500, next]).toEqual([path, true, 200])
    }
    expect(faults()).toEqual([])
  })
})

describe('F62: a request', () => {
  const many = Array.from({ length: 1000 }, (_none, index) => `X-${index}: y`)
  const odd: readonly (readonly [string, string])[] = [
    ['of 1,000 headers', head('GET /trpc/user.me HTTP/1.1', 'Host: a', 'Connection: close', ...many)],
    ['with a URL of 20 kB', head(`GET /trpc/user.me?input=${'x'.repeat(20_000)} HTTP/1.1`, 'Host: a')],
    ['of HTTP/1.0', head('GET /trpc/user.me HTTP/1.0')],
    ['with a whole URL', head('GET http://elsewhere/trpc/user.me HTTP/1.1', 'Host: a', 'Connection: close')],
    ['with a folded header', head('GET /trpc/user.me HTTP/1.1', 'Host: a', 'X: y', ' z', 'Connection: close')],
    ['by PATCH', head('PATCH /trpc/user.me HTTP/1.1', 'Host: a', 'Content-Length: 0', 'Connection: close')],
    ['by DELETE', head('DELETE /trpc/user.leave HTTP/1.1', 'Host: a', 'Content-Length: 0', 'Connection: close')],
    ...[
      '//',
      '/trpc//user.me',
      '/trpc/../trpc/user.me',
      '/trpc/%2e%2e/user.me',
      '/trpc/user.me%00',
      '/trpc/a.b.constructor',
      '/trpc/constructor',
      '/trpc/__proto__',
      '/trpc/user',
    ].map((path) => [path, head(`GET ${path} HTTP/1.1`, 'Host: a', 'Connection: close')] as const),
  ]
  it.each(odd)('%s is a 4xx that tells nothing from inside', async (_what, request) => {
    const answer = await edge.send(request, 3000)
    const [status = 0] = statusesIn(answer)
    expect([status >= 400, status < 500]).toEqual([true, true])
    expect(insideOf(answer)).toBeNull()
    expect(faults()).toEqual([])
  })
})

describe('F66: among connections that only hold on', () => {
  const open: Socket[] = []
  afterAll(() => open.forEach((socket) => socket.destroy()))
  const hold = async (bytes: string): Promise<Socket> => {
    const socket = connect(edge.port, '127.0.0.1').on('error', () => undefined)
    open.push(socket)
    await once(socket, 'connect')
    socket.write(bytes)
    return socket
  }
  const many = (count: number, bytes: string) => Promise.all(Array.from({ length: count }, () => hold(bytes)))

  it('everybody else is served: 500 silent, 100 with half a head, 100 with half a body, 50 that read nothing', async () => {
    await many(500, '')
    const heads = await many(100, 'GET /livez HTTP/1.1\r\nHost: ')
    await many(
      100,
      head('POST /trpc/user.update HTTP/1.1', 'Host: a', 'Content-Type: application/json', 'Content-Length: 100') +
        '{"nick',
    )
    for (const socket of await many(50, head('GET /openapi.json HTTP/1.1', 'Host: a').repeat(20))) socket.pause()
    for (let round = 0; round < 20; round++) {
      for (const socket of heads) socket.write('a')
      const answer = await twice('user.update', '{"nickname":"Alice"}')
      expect(statusesIn(answer)).toEqual([200, 200])
    }
    const code = await world.code('bob')
    expect(statusesIn(await twice('auth.login', JSON.stringify({ code })))).toEqual([200, 200])
  })
})

describe('F67: an answer', () => {
  it('that is a fault, a refusal or none of ours tells nothing from inside, and no header names what the server is made of', async () => {
    const paths = ['user.me', 'user.update', 'nosuch', 'user.me,nosuch?batch=1', 'notes.list', 'auth.login']
    const bodies = [
      '{',
      '{"nickname":',
      '"\\u0000"',
      '{"cursor":"\' or 1=1 --"}',
      '{"code":"../../etc/passwd"}',
      'null',
    ]
    for (const path of paths) for (const body of bodies) expect(insideOf(await twice(path, body))).toBeNull()
    for (const path of [
      '/',
      '/trpc',
      '/avatars/x',
      '/metrics',
      '/prefetch',
      '/readyz',
      '/.git/config',
      '/package.json',
      '/server/main.ts',
    ]) {
      expect([path, insideOf(await edge.send(head(`GET ${path} HTTP/1.1`, 'Host: a', 'Connection: close')))]).toEqual([
        path,
        null,
      ])
    }
    // What is looked for would be found.
    expect(
      [
        'Error\n    at serve (/app/main.js:5:3)',
        'SQLITE_BUSY',
        'select * from users where id = 1',
        'Server: nginx',
      ].map(insideOf),
    ).not.toContain(null)
  })
})
