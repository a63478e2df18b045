import { METHODS } from 'node:http'
import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openEdge, type Edge } from '../testing/openEdge.ts'
import { createWorld, type World } from '../testing/world.ts'

let world: World
let edge: Edge
beforeEach(async () => {
  world = await createWorld()
  edge = await openEdge(world)
})
afterEach(async () => {
  await edge.stop()
  await world.close()
})

const head = (...lines: string[]) => `${lines.join('\r\n')}\r\n\r\n`
const upgrade = (host: string, path = '/trpc') =>
  head(
    `GET ${path} HTTP/1.1`,
    `Host: ${host}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  )
const noHosts = [
  'x:99999',
  '.1',
  '1.1.1.1.1',
  '256.256.256.256',
  '0x100000000',
  'xn--a',
  'a b',
  '[::1',
  '[]',
  'a:b:c',
  '%',
  '@',
  '',
]
const statusesIn = (answer: string) => [...answer.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => Number(status))
/** Nothing of ours failed, and the server is there. */
async function expectUnharmed(): Promise<void> {
  expect(world.lines.filter((line) => line.includes('"level":50') || line.includes('"level":60'))).toEqual([])
  expect((await fetch(`${edge.origin}/livez`)).status).toBe(200)
}

describe('no bytes on any socket end the process or answer 5xx:', () => {
  it('a WebSocket upgrade with a Host that is no host is a 400', async () => {
    for (const host of noHosts.filter(Boolean)) {
      for (const path of ['/trpc', '/trpc?connectionParams=1'])
        expect([host, statusesIn(await edge.send(upgrade(host, path)))]).toEqual([host, [400]])
    }
    await expectUnharmed()
  })

  it('a request with a Host that is no host is a 400 with a request id, on every path', async () => {
    for (const host of noHosts.filter(Boolean)) {
      for (const path of [
        '/trpc/auth.check',
        '/prefetch?token=a',
        '/avatars/a',
        '/livez',
        '/sandbox/login-code',
        '/nothing',
      ]) {
        const answer = await edge.send(head(`GET ${path} HTTP/1.1`, `Host: ${host}`, 'Connection: close'))
        expect([host, path, statusesIn(answer)]).toEqual([host, path, [400]])
        expect(answer).toContain('x-request-id: ')
      }
    }
    await expectUnharmed()
  })

  it.each([
    ['no Host', head('GET /livez HTTP/1.1')],
    ['two Hosts', head('GET /livez HTTP/1.1', 'Host: a', 'Host: b')],
    ['no HTTP', 'hello\r\n\r\n'],
    ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['TLS', Buffer.from('16030100c4010000c00303', 'hex')],
    ['an address that is no URL', head('GET http://x:99999/ HTTP/1.1', 'Host: a')],
    ['an asterisk', head('OPTIONS * HTTP/1.1', 'Host: a')],
    ['headers of 20 kB', head('GET / HTTP/1.1', 'Host: a', `X: ${'y'.repeat(20_000)}`)],
    [
      'a body without an end',
      head('POST /trpc/auth.check HTTP/1.1', 'Host: a', 'Transfer-Encoding: chunked') + 'zz\r\n',
    ],
    ['an upgrade by POST', upgrade('a').replace('GET', 'POST')],
    ['an upgrade without a key', upgrade('a').replace(/Sec-WebSocket-Key.*\r\n/, '')],
    ['an upgrade of another version', upgrade('a').replace('13', '99')],
  ])('%s is a 4xx', async (_what, bytes) => {
    const [status] = statusesIn(await edge.send(bytes))
    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).toBeLessThan(500)
    await expectUnharmed()
  })

  it('every method there is', async () => {
    for (const method of METHODS.filter((name) => name !== 'CONNECT')) {
      for (const path of ['/trpc/user.me', '/trpc/auth.login', '/avatars/a', '/sandbox/login-code']) {
        const [status = 0] = statusesIn(
          await edge.send(head(`${method} ${path} HTTP/1.1`, 'Host: a', 'Content-Length: 0', 'Connection: close')),
        )
        expect([method, path, status < 500]).toEqual([method, path, true])
      }
    }
    expect(statusesIn(await edge.send(head('CONNECT a:443 HTTP/1.1', 'Host: a')))).toEqual([405])
    await expectUnharmed()
  })

  it('what comes before bytes that are no request is answered first, then they are, and that once', async () => {
    const good = head('GET /livez HTTP/1.1', 'Host: a') + head('GET /readyz HTTP/1.1', 'Host: a')
    for (const bad of [
      'no request\r\n\r\n',
      head('GET /livez HTTP/1.1', 'Host: a', 'X: \u001b'),
      head('CONNECT a:443 HTTP/1.1', 'Host: a'),
      head('POST /trpc/auth.check HTTP/1.1', 'Host: a', 'Transfer-Encoding: chunked') + 'zz\r\n',
    ]) {
      const answer = await edge.send(good + bad + good)
      expect([bad, statusesIn(answer)]).toEqual([bad, [200, 200, bad.startsWith('CONNECT') ? 405 : 400]])
      expect(answer).toMatch(/alive[^]*ready[^]*connection: close/)
    }
    await expectUnharmed()
  })

  it('odd paths, queries and headers', async () => {
    const paths = [
      '//',
      '/trpc/%E0%A4%A',
      '/trpc/%',
      '/trpc/%ff?batch=1',
      '/trpc/..%2f..',
      '/trpc/a,b?batch=1&input=%',
      '/trpc/user.me?input={',
      '/avatars/%ff',
    ]
    const queries = [
      '/prefetch?token=%ff%00',
      '/trpc/user.me?connectionParams=%7B',
      '/trpc/user.me?connectionParams=1',
      '/trpc/user.me,user.me?batch=1&input=[]',
    ]
    const fields = [
      'Authorization: Bearer \u00e9\u00ff',
      'X-Login-Code: \u00ff\u00fe',
      'X-App-Id: \u00e9',
      'X-Forwarded-For: [::1]:x, %, ::ffff:999.1.1.1',
      'Trpc-Accept: \u00e9',
      'Content-Type: multipart/form-data',
      'Content-Type: \u00ff',
      'Content-Encoding: gzip',
      'Accept: text/event-stream',
      'Origin: \u00e9',
      'Last-Event-Id: \u00e9',
      'Expect: 100-continue',
      'Expect: nonsense',
    ]
    for (const request of [...paths, ...queries].flatMap((path) => [
      head(`GET ${path} HTTP/1.1`, 'Host: a', 'Connection: close'),
    ])) {
      const answer = await edge.send(Buffer.from(request, 'latin1'))
      expect([request, statusesIn(answer).at(-1)]).toEqual([
        request,
        expect.toSatisfy((status: number) => status < 500),
      ])
    }
    for (const field of fields) {
      for (const path of ['user.me', 'user.avatar', 'auth.login', 'user.me,user.me?batch=1']) {
        const request =
          head(`POST /trpc/${path} HTTP/1.1`, 'Host: a', 'Content-Length: 2', 'Connection: close', field) + '{}'
        const answer = await edge.send(Buffer.from(request, 'latin1'))
        expect([request, statusesIn(answer).at(-1)]).toEqual([
          request,
          expect.toSatisfy((status: number) => status < 500),
        ])
      }
    }
    await expectUnharmed()
  })

  it('frames that are none, on a socket that was taken', async () => {
    const frames = [
      '8100',
      '81857f',
      'c1850000000068656c6c6f',
      '830a',
      '88820000000003e7',
      '8882000000000000',
      '817f7fffffffffffffff',
      'ff00',
      '09ff',
      '8182000000007b7d'.repeat(50),
      '8184000000006e756c6c',
      '82840000000000000000',
      '8183000000005b5b5d',
    ]
    const answers = frames.flatMap((frame) =>
      ['/trpc', '/trpc?connectionParams=1'].map(async (path) => {
        const answer = await edge.send(Buffer.concat([Buffer.from(upgrade('a', path)), Buffer.from(frame, 'hex')]))
        // The connection may be gone before the 101 is heard.
        expect([frame, statusesIn(answer).filter((status) => status !== 101)]).toEqual([frame, []])
      }),
    )
    await Promise.all(answers)
    await expectUnharmed()
  })
})

describe('an upgrade that nobody speaks is ignored:', () => {
  const h2c = ['Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA']

  it('a page is answered as plain HTTP, and the connection goes on', async () => {
    const next = head('GET /readyz HTTP/1.1', 'Host: a', 'Connection: close')
    const answer = await edge.send(head('GET /livez HTTP/1.1', 'Host: a', ...h2c) + next)
    expect(statusesIn(answer)).toEqual([200, 200])
    expect(answer).toMatch(/alive[^]*ready$/)
  })

  it.each(['h2c', 'HTTP/2.0', 'TLS/1.0', 'h2c, websocket'])('a call with a body, and Upgrade: %s', async (protocol) => {
    const body = JSON.stringify({ code: 'x'.repeat(32) })
    const fields = ['Host: a', 'Content-Type: application/json', `Content-Length: ${body.length}`]
    const call = head('POST /trpc/auth.login HTTP/1.1', ...fields, 'Connection: upgrade', `Upgrade: ${protocol}`) + body
    const next = head('GET /livez HTTP/1.1', 'Host: a', 'Connection: close')
    const answer = await edge.send(call + next, 2000)
    expect(statusesIn(answer)).toEqual([400, 200])
    expect(answer).toContain('CODE_INVALID')
  })
})

describe('a client that goes away in the middle', () => {
  it.each([
    ['a body with its length', ['Content-Length: 100'], '{"code":'],
    ['a body in chunks', ['Transfer-Encoding: chunked'], '8\r\n{"code":\r\n'],
    ['a body in chunks that are none', ['Transfer-Encoding: chunked'], 'zz\r\n'],
    ['a form', ['Content-Length: 500', 'Content-Type: multipart/form-data; boundary=x'], '--x\r\n'],
  ])('of %s is no fault of ours', async (_what, fields, body) => {
    for (const path of ['auth.login', 'user.avatar', 'auth.check,auth.login?batch=1']) {
      const lines = world.lines.length
      await edge.send(
        head(`POST /trpc/${path} HTTP/1.1`, 'Host: a', 'Content-Type: application/json', ...fields) + body,
        50,
      )
      await expect.poll(() => world.lines.length).toBeGreaterThan(lines)
    }
    await expectUnharmed()
  })
})

describe('the log', () => {
  const secret = 'eyJhbGciOiJIUzI1NiJ9.SECRET.SECRET'

  it('holds no word of a client, wherever it was said', async () => {
    const fields = [
      `Host: ${secret}`,
      `User-Agent: (${secret}`,
      `X-Request-Id: ${secret}`,
      `X-Forwarded-For: ${secret}`,
      `Authorization: Bearer ${secret}`,
      'Connection: close',
    ]
    const paths = [
      `/prefetch?token=${secret}`,
      `/${secret}`,
      `/trpc/${secret}`,
      `/trpc/user.me,${secret}?batch=1`,
      `/trpc/user.me,auth.check?batch=1&${secret}`,
      `/trpc/auth.check?input=${secret}`,
      `/avatars/${secret}`,
      `/avatars/SECRET`,
      `/sandbox/${secret}`,
      `/trpc?connectionParams=${secret}`,
    ]
    const requests = paths.flatMap((path) => [
      head(`GET ${path} HTTP/1.1`, 'Host: x:99999', ...fields.slice(1)),
      head(`GET ${path} HTTP/1.1`, ...fields),
      head(`POST ${path} HTTP/1.1`, ...fields, 'Content-Type: application/json', 'Content-Length: 41') +
        `{"0":{"${secret.slice(0, 32)}`,
      upgrade('a', path),
    ])
    await Promise.all(requests.map((request) => edge.send(request, 2000)))
    await edge.send(`${secret} / HTTP/1.1\r\n\r\n`)
    expect(world.lines.length).toBeGreaterThan(paths.length * 3)
    expect(world.lines.join('')).not.toMatch(/SECRET|99999/)
    expect(world.lines.join('')).toContain('"path":"/trpc/user.me,auth.check","status":207')
  })
})

describe('time', () => {
  it('is enough for a phone’s slowest upload, and bounded for whoever sends a byte now and then', () => {
    const { requestTimeout, headersTimeout, keepAliveTimeout, timeout } = edge.server
    expect(requestTimeout).toBeGreaterThan(60_000)
    expect(requestTimeout).toBeLessThanOrEqual(120_000)
    expect([headersTimeout > keepAliveTimeout, headersTimeout <= requestTimeout, timeout >= requestTimeout]).toEqual([
      true,
      true,
      true,
    ])
  })

  it('of an idle connection is what KEEP_ALIVE says, and the limits of a request follow it', async () => {
    const longer = await openEdge(world, { keepAlive: 620_000 })
    expect(await longer.send(head('GET /livez HTTP/1.1', 'Host: a'))).toMatch(/keep-alive: timeout=620/i)
    expect(longer.server.headersTimeout).toBeGreaterThan(620_000)
    await longer.stop()
  })

  it('a connection is not kept for another request once the server is about to stop', async () => {
    const stopping = await openEdge(world, { isStopping: () => true })
    expect(await stopping.send(head('GET /livez HTTP/1.1', 'Host: a'))).toMatch(/connection: close[^]*alive$/i)
    await stopping.stop()
  })
})

it('a client that asks by PING and reads nothing is cut off before much is kept for it', async () => {
  const ping = Buffer.concat([Buffer.from([0x81, 0x84, 0, 0, 0, 0]), Buffer.from('PING')])
  const control = Buffer.concat([Buffer.from([0x89, 0xfd, 0, 0, 0, 0]), Buffer.alloc(125)])
  for (const frame of [ping, control]) {
    const client = connect(edge.port, '127.0.0.1').on('error', () => undefined)
    client.pause()
    client.write(upgrade('a', '/trpc?connectionParams=1'))
    const many = Buffer.concat(Array<Buffer>(20_000).fill(frame))
    const closed = new Promise((resolve) => client.once('close', resolve))
    const offer = (): void => void (client.destroyed || client.write(many, () => setImmediate(offer)))
    offer()
    await closed
  }
  await expectUnharmed()
})
