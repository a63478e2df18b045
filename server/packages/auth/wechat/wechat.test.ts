/** The wire between us and WeChat, with everything that can happen to it, against a server of bare sockets. */
import type { Socket } from 'node:net'
import { inspect } from 'node:util'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { WeChatError } from './WeChatError.ts'
import { failureOf } from './testing/failureOf.ts'
import { createWeChat, type WeChat, type WeChatOptions } from './wechat.ts'
import { http, serveWire, type WireServer } from './testing/wireServer.ts'

const secret = 'CANARY+secret/&=1'
const code = 'CANARY code ?&=+%'
const apps = new Map([['wx1', secret]])
const good = JSON.stringify({ openid: 'o1', session_key: 'CANARYsessionkey==', unionid: 'u1' })
const goodIdentity = { openId: 'o1', unionId: 'u1', sessionKey: 'CANARYsessionkey==' }
const patient: Partial<WeChatOptions> = { sleep: async () => undefined, random: () => 0 }

const open: WireServer[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()))
})

async function serve(answer: (socket: Socket, firstLine: string) => void): Promise<WireServer> {
  const server = await serveWire(answer)
  open.push(server)
  return server
}

function wechatAt(base: string, options: Partial<WeChatOptions> = {}): WeChat {
  return createWeChat({ apps, base, deadlineMs: 2000, ...patient, ...options })
}

/** Everything that a logger or a curious eye could find in an error, its causes included. */
function everythingIn(error: unknown): string {
  const seen: string[] = []
  for (let current = error; current instanceof Error; current = current.cause) {
    seen.push(inspect(current, { depth: null, showHidden: true }), JSON.stringify(current), String(current.stack))
    for (const key of Reflect.ownKeys(current)) seen.push(String(Reflect.get(current, key)))
  }
  return seen.join('\n')
}

const endlessChunks = (socket: Socket): void => {
  socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n')
  const more = (): void => {
    while (!socket.destroyed && socket.write(`400\r\n${' '.repeat(1024)}\r\n`));
  }
  socket.on('drain', more)
  more()
}

const drip = (socket: Socket): void => {
  socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n')
  const timer = setInterval(() => socket.write('{'), 10)
  socket.on('close', () => clearInterval(timer))
}

describe('an answer as it should be', () => {
  it('gives the identity, and the question holds exactly what WeChat wants', async () => {
    const lines: string[] = []
    const server = await serve((socket, line) => {
      lines.push(line)
      socket.end(http(200, good))
    })
    expect(await wechatAt(server.base).exchangeCode('wx1', code)).toEqual(goodIdentity)
    expect(lines).toHaveLength(1)
    const url = new URL(lines[0]?.split(' ')[1] ?? '', server.base)
    expect(url.pathname).toBe('/sns/jscode2session')
    expect(Object.fromEntries(url.searchParams)).toEqual({
      appid: 'wx1',
      secret,
      js_code: code,
      grant_type: 'authorization_code',
    })
  })

  it.each([
    ['application/json; charset=utf-8', good],
    ['text/html', good],
    ['text/plain', good.replace('{', '{"errcode":0,"errmsg":"ok",')],
    ['text/plain', `\ufeff${good}`],
  ])('is read whatever it calls itself: %s', async (type, body) => {
    const server = await serve((socket) => socket.end(http(200, body, { 'content-type': type })))
    expect(await wechatAt(server.base).exchangeCode('wx1', code)).toEqual(goodIdentity)
  })

  const without = [good.replace(',"unionid":"u1"', ''), good.replace('"u1"', 'null'), good.replace('"u1"', '""')]
  it.each(without)('may lack a unionid: %s', async (body) => {
    const server = await serve((socket) => socket.end(http(200, body)))
    expect(await wechatAt(server.base).exchangeCode('wx1', code)).toEqual({ ...goodIdentity, unionId: null })
  })

  it.each([
    '"errcode":null,"errmsg":null',
    '"errcode":"","errmsg":""',
    '"errcode":"0"',
    '"errcode":" 0 ","errmsg":"ok"',
    '"errcode":0,"errmsg":null',
  ])('may hold fields that a gateway filled in with nothing: %s', async (fields) => {
    const server = await serve((socket) => socket.end(http(200, good.replace('{', `{${fields},`))))
    expect(await wechatAt(server.base).exchangeCode('wx1', code)).toEqual(goodIdentity)
  })

  it('comes through a gateway under a path of its own', async () => {
    const lines: string[] = []
    const server = await serve((socket, line) => {
      lines.push(line)
      socket.end(http(200, good))
    })
    await wechatAt(`${server.base}/wechat/`).exchangeCode('wx1', code)
    expect(lines[0]).toMatch(/^GET \/wechat\/sns\/jscode2session\?/)
  })

  it('may arrive in single bytes, with characters cut in two', async () => {
    const body = Buffer.from(good.replace('{', '{"note":"微信",'))
    const server = await serve((socket) => {
      socket.setNoDelay(true)
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n`)
      for (const byte of body) socket.write(Buffer.from([byte]))
    })
    expect(await wechatAt(server.base).exchangeCode('wx1', code)).toEqual(goodIdentity)
  })
})

describe('C24, C25: slow and endless answers', () => {
  it.each([
    ['no headers at all', () => undefined],
    ['headers, then nothing', (socket: Socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n')],
    ['one byte now and then', drip],
  ])('C24: %s is cut off at the deadline, and no socket stays open', async (_, answer) => {
    const server = await serve(answer)
    const error = await failureOf(wechatAt(server.base, { deadlineMs: 150 }).exchangeCode('wx1', code))
    expect(error).toMatchObject({ kind: 'unreachable', detail: 'timeout', endpoint: '/sns/jscode2session' })
    expect(error.errcode).toBeUndefined()
    await server.settled()
    expect(server.hits()).toBe(1)
  })

  it('C24: the deadline holds where fetch does not listen to its signal', async () => {
    const never: typeof fetch = () => new Promise(() => undefined)
    const wechat = createWeChat({ apps, fetch: never, deadlineMs: 50 })
    expect(await failureOf(wechat.exchangeCode('wx1', code))).toMatchObject({ kind: 'unreachable', detail: 'timeout' })
  })

  it('C25: an endless body is cut off at the limit', async () => {
    const server = await serve(endlessChunks)
    const error = await failureOf(wechatAt(server.base).exchangeCode('wx1', code))
    expect(error).toMatchObject({ kind: 'unreadable', detail: 'the answer is longer than 65536 bytes' })
    await server.settled()
  })

  it('C25: of 100 MB next to nothing is received', async () => {
    const whole = 100 * 1024 * 1024
    const piece = Buffer.alloc(64 * 1024, ' ')
    let given = 0
    const server = await serve((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${whole}\r\n\r\n`)
      const more = (): void => {
        let wantsMore = true
        while (wantsMore && given < whole && !socket.destroyed) {
          wantsMore = socket.write(piece)
          given += piece.length
        }
      }
      socket.on('drain', more)
      more()
    })
    expect((await failureOf(wechatAt(server.base).exchangeCode('wx1', code))).kind).toBe('unreadable')
    await server.settled()
    expect(given).toBeLessThan(whole / 5)
  })

  it('C25: exactly 64 KiB is read, one byte more is not', async () => {
    const padded = (size: number): string => good + ' '.repeat(size - good.length)
    const server = await serve((socket, line) => socket.end(http(200, padded(line.includes('more') ? 65_537 : 65_536))))
    expect(await wechatAt(server.base).exchangeCode('wx1', code)).toEqual(goodIdentity)
    expect((await failureOf(wechatAt(server.base).exchangeCode('wx1', 'more'))).kind).toBe('unreadable')
  })
})

describe('C26: broken connections', () => {
  it.each<[string, (socket: Socket) => void]>([
    ['a reset before the answer', (socket) => socket.resetAndDestroy()],
    ['an end before the answer', (socket) => socket.end()],
    ['an end in the headers', (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-')],
    ['an end in the body', (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{"openid":')],
    [
      'an end in a chunk',
      (socket) => socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nff\r\n{"openid"'),
    ],
    ['no HTTP at all', (socket) => socket.end('hello\r\n\r\n')],
  ])('%s is unreachable, asked once, and the next sign-in works', async (_, breakOff) => {
    let broken = false
    const server = await serve((socket) => {
      if (broken) return void socket.end(http(200, good))
      broken = true
      breakOff(socket)
    })
    const wechat = wechatAt(server.base)
    const error = await failureOf(wechat.exchangeCode('wx1', code))
    expect(error.kind).toBe('unreachable')
    expect(error.detail).toMatch(/^(UND_ERR_[A-Z]+|ECONNRESET|HPE_[A-Z_]+|no connection)$/)
    expect(server.hits()).toBe(1)
    expect(await wechat.exchangeCode('wx1', code)).toEqual(goodIdentity)
  })

  it('a port nobody listens on is unreachable', async () => {
    const server = await serve(() => undefined)
    await server.close()
    const error = await failureOf(wechatAt(server.base).exchangeCode('wx1', code))
    expect(error).toMatchObject({ kind: 'unreachable', detail: 'ECONNREFUSED' })
  })

  it('a name that does not resolve is unreachable', async () => {
    const error = await failureOf(wechatAt('http://wechat.invalid').exchangeCode('wx1', code))
    expect(error.kind).toBe('unreachable')
  })

  it('a failing TLS handshake is unreachable', async () => {
    const server = await serve((socket) => socket.end('this is no TLS'))
    const base = server.base.replace('http:', 'https:')
    const error = await failureOf(wechatAt(base).exchangeCode('wx1', code))
    expect(error.kind).toBe('unreachable')
  })
})

describe('a connection that WeChat’s side keeps and closes', () => {
  const keptAnswer = http(200, good, { connection: 'keep-alive' })

  it('loses no code, however the close and the code meet: each code has a connection of its own', async () => {
    const codes: string[] = []
    const server = await serveKept((socket, line, earlier) => {
      // What a server does whose idle time is over: it closes, whatever has arrived meanwhile.
      if (earlier > 0) return socket.resetAndDestroy()
      codes.push(line)
      socket.write(keptAnswer)
    })
    const wechat = wechatAt(server)
    for (const each of ['code-1', 'code-2', 'code-3'])
      expect(await wechat.exchangeCode('wx1', each)).toEqual(goodIdentity)
    expect(codes).toHaveLength(3)
  })

  it('is asked once for a code that it may have used', async () => {
    const lines: string[] = []
    const server = await serveKept((socket, line) => {
      lines.push(line)
      if (lines.length === 1) return void socket.write(keptAnswer)
      socket.end()
    })
    const wechat = wechatAt(server)
    await wechat.exchangeCode('wx1', 'code-1')
    expect(await failureOf(wechat.exchangeCode('wx1', 'code-2'))).toMatchObject({ kind: 'unreachable' })
    expect(lines).toHaveLength(2)
  })

  /** A server that leaves connections open; `earlier` says how many requests came on this one before. */
  async function serveKept(answer: (socket: Socket, line: string, earlier: number) => unknown): Promise<string> {
    const requests = new Map<Socket, number>()
    const server = await serve((socket, line) => {
      const earlier = requests.get(socket) ?? 0
      requests.set(socket, earlier + 1)
      answer(socket, line, earlier)
    })
    return server.base
  }
})

describe('a request that never left', () => {
  const error = (fields: object) => new TypeError('fetch failed', { cause: Object.assign(new Error('inner'), fields) })
  const unsent: readonly [string, object][] = [
    ['a refused connection', { code: 'ECONNREFUSED', syscall: 'connect' }],
    ['a name that was not found for the moment', { code: 'EAI_AGAIN', syscall: 'getaddrinfo' }],
    ['a name that is not there', { code: 'ENOTFOUND' }],
    ['no way to the network', { code: 'ENETUNREACH' }],
    ['a connection that took too long', { code: 'UND_ERR_CONNECT_TIMEOUT' }],
    ['a connection that timed out', { code: 'ETIMEDOUT', syscall: 'connect' }],
    [
      'a connection closed before the first byte',
      { code: 'UND_ERR_SOCKET', socket: { bytesWritten: 0, bytesRead: 0 } },
    ],
  ]
  const asking = async (fields: object, times: number) => {
    let asked = 0
    const fetch = async () => {
      asked++
      if (asked <= times) throw error(fields)
      return new Response(good)
    }
    const outcome = await createWeChat({ apps, fetch, ...patient })
      .exchangeCode('wx1', code)
      .catch((failed: unknown) => failed)
    return { asked, outcome }
  }

  it.each(unsent)('because of %s goes out once more', async (_, fields) => {
    expect(await asking(fields, 1)).toEqual({ asked: 2, outcome: goodIdentity })
    expect(await asking(fields, 9)).toMatchObject({ asked: 2, outcome: { kind: 'unreachable' } })
  })

  it.each([
    ['a reset', { code: 'ECONNRESET', syscall: 'read' }],
    ['a broken pipe', { code: 'EPIPE', syscall: 'write' }],
    [
      'a connection closed after bytes were written',
      { code: 'UND_ERR_SOCKET', socket: { bytesWritten: 1, bytesRead: 0 } },
    ],
    ['headers that do not come', { code: 'UND_ERR_HEADERS_TIMEOUT' }],
    ['anything else', {}],
  ])('may have arrived after %s, and its code is not sent again', async (_, fields) => {
    expect(await asking(fields, 1)).toMatchObject({ asked: 1, outcome: { kind: 'unreachable' } })
  })

  it('goes out once more within the same deadline', async () => {
    const fetch: typeof globalThis.fetch = (_, init) =>
      new Promise((_resolve, reject) => {
        setTimeout(() => reject(error({ code: 'EAI_AGAIN' })), 40)
        init?.signal?.addEventListener('abort', () => reject(error({})))
      })
    const failed = await failureOf(createWeChat({ apps, fetch, deadlineMs: 60 }).exchangeCode('wx1', code))
    expect(failed).toMatchObject({ kind: 'unreachable', detail: 'timeout' })
  })
})

describe('C27, C28: answers that are none', () => {
  it.each([
    [502, '<html>Bad Gateway</html>', 'unreachable', 'HTTP 502'],
    [500, good, 'unreachable', 'HTTP 500'],
    [503, '', 'unreachable', 'HTTP 503'],
    [404, good, 'unreadable', 'HTTP 404'],
    [429, '{"errcode":45011}', 'unreadable', 'HTTP 429'],
    [200, '<html>login to the wifi</html>', 'unreadable', 'the answer is no JSON'],
    [200, good.slice(0, 30), 'unreadable', 'the answer is no JSON'],
    [200, '', 'unreadable', 'the answer is empty'],
    [200, '\u0000', 'unreadable', 'the answer is no JSON'],
    [200, 'null', 'unreadable', 'the answer has another shape at the whole'],
    [200, '[]', 'unreadable', 'the answer has another shape at the whole'],
    [200, '17', 'unreadable', 'the answer has another shape at the whole'],
    [200, '"text"', 'unreadable', 'the answer has another shape at the whole'],
    [200, '['.repeat(60_000), 'unreadable', 'the answer is no JSON'],
    [200, '{"openid":5,"session_key":"k"}', 'unreadable', 'the answer has another shape at openid'],
    [200, '{"openid":"","session_key":"k"}', 'unreadable', 'the answer has another shape at openid'],
    [200, '{"openid":"o\\u0000x","session_key":"k"}', 'unreadable', 'the answer has another shape at openid'],
    [200, '{"openid":"o","session_key":null}', 'unreadable', 'the answer has another shape at session_key'],
    [200, '{"openid":"o","session_key":"k","unionid":7}', 'unreadable', 'the answer has another shape at unionid'],
    [200, good.replace('{', '{"errcode":"no",'), 'unreadable', 'the answer has another shape at errcode'],
    [200, good.replace('{', '{"errcode":{},'), 'unreadable', 'the answer has another shape at errcode'],
    [200, good.replace('{', '{"errcode":true,'), 'unreadable', 'the answer has another shape at errcode'],
  ] as const)('C27: %i %j is %s', async (...[status, body, kind, detail]) => {
    const server = await serve((socket) => socket.end(http(status, body)))
    const error = await failureOf(wechatAt(server.base).exchangeCode('wx1', code))
    expect(error).toMatchObject({ kind, detail, endpoint: '/sns/jscode2session' })
    expect(error.errcode).toBeUndefined()
    expect(server.hits()).toBe(1)
  })

  it.each(['{}', '{"errmsg":"ok"}', '{"errcode":0}', '{"errcode":0,"errmsg":"ok","unionid":"u"}'])(
    'C28: %s names nobody, and nobody signs in',
    async (body) => {
      const server = await serve((socket) => socket.end(http(200, body)))
      const error = await failureOf(wechatAt(server.base).exchangeCode('wx1', code))
      expect(error).toMatchObject({ kind: 'unreadable', detail: 'the answer has another shape at openid, session_key' })
    },
  )

  it('C27: whatever the body, the outcome is an identity of printable text or a WeChatError', async () => {
    const nearly = fc.record(
      {
        openid: fc.oneof(fc.string(), fc.jsonValue()),
        session_key: fc.string(),
        unionid: fc.jsonValue(),
        errcode: fc.jsonValue(),
      },
      { requiredKeys: [] },
    )
    const bodies = fc.oneof(
      fc.string(),
      fc.json(),
      nearly.map((value) => JSON.stringify(value)),
    )
    await fc.assert(
      fc.asyncProperty(bodies, fc.integer({ min: 200, max: 599 }), async (body, status) => {
        const wechat = createWeChat({ apps, ...patient, fetch: async () => answerWith(body, status) })
        const outcome = await wechat.exchangeCode('wx1', code).catch((error: unknown) => error)
        if (outcome instanceof WeChatError) return
        expect(outcome).toEqual({
          openId: expect.stringMatching(/^[\x21-\x7e]{1,128}$/),
          sessionKey: expect.stringMatching(/^[\x21-\x7e]{1,128}$/),
          unionId: outcomeUnionId(body),
        })
      }),
      { numRuns: 500 },
    )
  })

  function answerWith(body: string, status: number): Response {
    return new Response([204, 205, 304].includes(status) ? null : body, { status })
  }

  function outcomeUnionId(body: string): unknown {
    const answer: { unionid?: unknown } = JSON.parse(body)
    return answer.unionid || null
  }
})

describe('C29, C30: errcodes', () => {
  const errcodes = [40029, 40163, 40226, 45009, 45011, 40013, 40125, 40164, 41002, 41004, 41008, 40243, 61004, -2]

  it.each(errcodes)('C30: errcode %i is refused after one question', async (errcode) => {
    const body = JSON.stringify({ errcode, errmsg: 'no, rid: 6098fcd0-2b5b0b5e-5d5d5d5d' })
    const server = await serve((socket) => socket.end(http(200, body)))
    const error = await failureOf(wechatAt(server.base).exchangeCode('wx1', code))
    expect(error).toMatchObject({ kind: 'refused', errcode, rid: '6098fcd0-2b5b0b5e-5d5d5d5d' })
    expect(server.hits()).toBe(1)
  })

  it.each([
    '{"errcode":"40029"}',
    '{"errcode":" 40029 ","errmsg":null}',
    '{"errcode":"40029","errmsg":"","openid":"","session_key":null}',
  ])('an errcode that a gateway wrote as text is the same: %s', async (body) => {
    const server = await serve((socket) => socket.end(http(200, body)))
    expect(await failureOf(wechatAt(server.base).exchangeCode('wx1', code))).toMatchObject({
      kind: 'refused',
      errcode: 40029,
    })
  })

  it('-1 as text is asked again, too', async () => {
    const bodies = [http(200, '{"errcode":"-1"}'), http(200, good)]
    const server = await serve((socket) => socket.end(bodies.shift() ?? ''))
    expect(await wechatAt(server.base).exchangeCode('wx1', code)).toEqual(goodIdentity)
  })

  it('C29: an errcode counts even beside an openid', async () => {
    const server = await serve((socket) => socket.end(http(200, good.replace('{', '{"errcode":40029,'))))
    expect(await failureOf(wechatAt(server.base).exchangeCode('wx1', code))).toMatchObject({ errcode: 40029 })
  })

  it('C29: the request id is also found in its older form, and may be missing', async () => {
    const server = await serve((socket, line) =>
      socket.end(
        http(
          200,
          line.includes('old') ? `{"errcode":1,"errmsg":"x hints: [ req_id: aB-_9 ]"}` : `{"errcode":1,"errmsg":7}`,
        ),
      ),
    )
    expect((await failureOf(wechatAt(server.base).exchangeCode('wx1', 'old'))).rid).toBe('aB-_9')
    expect((await failureOf(wechatAt(server.base).exchangeCode('wx1', 'new'))).rid).toBeUndefined()
  })

  it('C30: -1 is asked again, with pauses that grow and jitter, three times in all', async () => {
    const pauses: number[] = []
    const jitter = [0, 1]
    const server = await serve((socket) => socket.end(http(200, '{"errcode":-1,"errmsg":"system error"}')))
    const wechat = wechatAt(server.base, {
      sleep: async (ms) => pauses.push(ms),
      random: () => jitter.shift() ?? 0,
    })
    expect(await failureOf(wechat.exchangeCode('wx1', code))).toMatchObject({ kind: 'refused', errcode: -1 })
    expect(server.hits()).toBe(3)
    expect(pauses).toEqual([100, 400])
  })

  it('C30: -1 once is healed by the second question', async () => {
    const bodies = ['{"errcode":-1}', good]
    const server = await serve((socket) => socket.end(http(200, bodies.shift() ?? '')))
    expect(await wechatAt(server.base).exchangeCode('wx1', code)).toEqual(goodIdentity)
  })

  it('C30: -1 is not asked again when the pause would not fit into the deadline', async () => {
    const server = await serve((socket) => socket.end(http(200, '{"errcode":-1}')))
    const wechat = wechatAt(server.base, { deadlineMs: 2000, clock: () => 0, random: () => 20 })
    expect(await failureOf(wechat.exchangeCode('wx1', code))).toMatchObject({ errcode: -1 })
    expect(server.hits()).toBe(1)
  })

  it('C30: after a -1 another errcode or a broken answer ends the asking', async () => {
    const bodies = [http(200, '{"errcode":-1}'), http(200, '{"errcode":40029}'), http(200, '{"errcode":-1}'), '']
    const server = await serve((socket) => socket.end(bodies.shift() ?? ''))
    expect(await failureOf(wechatAt(server.base).exchangeCode('wx1', code))).toMatchObject({ errcode: 40029 })
    expect(await failureOf(wechatAt(server.base).exchangeCode('wx1', code))).toMatchObject({ kind: 'unreachable' })
    expect(server.hits()).toBe(4)
  })

  it('C31: an answer lost after WeChat used the code up is not asked for again', async () => {
    const used = new Set<string>()
    const server = await serve((socket, line) => {
      if (used.has(line)) return void socket.end(http(200, '{"errcode":40163,"errmsg":"code been used"}'))
      used.add(line)
      if (used.size === 1) return socket.resetAndDestroy()
      socket.end(http(200, good))
    })
    const wechat = wechatAt(server.base)
    expect(await failureOf(wechat.exchangeCode('wx1', 'first'))).toMatchObject({ kind: 'unreachable' })
    expect(server.hits()).toBe(1)
    expect(await failureOf(wechat.exchangeCode('wx1', 'first'))).toMatchObject({ errcode: 40163 })
    expect(await wechat.exchangeCode('wx1', 'second')).toEqual(goodIdentity)
  })
})

describe('C33: redirects', () => {
  it.each([301, 302, 303, 307, 308])('C33: %i is not followed, so the secret goes nowhere else', async (status) => {
    const trap = await serve((socket) => socket.end(http(200, good)))
    const server = await serve((socket, line) =>
      socket.end(http(status, '', { location: `${trap.base}${line.split(' ')[1] ?? ''}` })),
    )
    const error = await failureOf(wechatAt(server.base).exchangeCode('wx1', code))
    expect(error).toMatchObject({ kind: 'unreadable', detail: `HTTP ${status}` })
    expect(server.hits()).toBe(1)
    expect(trap.hits()).toBe(0)
  })
})

describe('what an error holds', () => {
  const encoded = new URLSearchParams({ a: secret, b: code }).toString()
  const echo = JSON.stringify({
    errcode: 40029,
    errmsg: `invalid ${code} and ${secret} and ${encoded}\nfake log line\u001b[31m, rid: r-1`,
  })
  const faults: Array<[string, (socket: Socket) => void]> = [
    ['a timeout', () => undefined],
    ['a reset', (socket) => socket.resetAndDestroy()],
    ['a cut body', (socket) => socket.end(`HTTP/1.1 200 OK\r\ncontent-length: 999\r\n\r\n${good}`)],
    ['HTTP 502', (socket) => socket.end(http(502, good))],
    ['broken JSON with a session key', (socket) => socket.end(http(200, good.slice(0, -1)))],
    ['a session key of another shape', (socket) => socket.end(http(200, good.replace('"o1"', '5')))],
    ['an errmsg that repeats what we sent', (socket) => socket.end(http(200, echo))],
    ['a redirect', (socket) => socket.end(http(302, '', { location: 'http://127.0.0.1:1/?secret=CANARY' }))],
  ]

  it.each(faults)('H80: after %s there is no secret, code, session key or URL in it', async (_, answer) => {
    const server = await serve(answer)
    const error = await failureOf(wechatAt(server.base, { deadlineMs: 150 }).exchangeCode('wx1', code))
    const all = everythingIn(error)
    expect(all).toContain('/sns/jscode2session')
    expect(all).not.toMatch(/CANARY|secret=|js_code|127\.0\.0\.1/)
    expect(error.cause).toBeUndefined()
  })

  it('H80: a secret blanked in errmsg leaves the rest readable, on one line', async () => {
    const server = await serve((socket) => socket.end(http(200, echo)))
    const error = await failureOf(wechatAt(server.base).exchangeCode('wx1', code))
    expect(error.detail).toBe('invalid *** and *** and a=***&b=*** fake log line [31m, rid: r-1')
    expect(error.rid).toBe('r-1')
    expect(error.message).toBe(`/sns/jscode2session: refused (errcode 40029): ${error.detail}`)
  })

  it('H80: a fetch that puts the URL into code, name and cause does not get it through', async () => {
    const wechat = createWeChat({
      apps,
      fetch: async (input) => {
        const url = String(input)
        const cause = Object.assign(new Error(url), { code: url })
        throw Object.assign(new TypeError(url, { cause }), { code: url, name: url })
      },
    })
    const error = await failureOf(wechat.exchangeCode('wx1', code))
    expect(error).toMatchObject({ kind: 'unreachable', detail: 'no connection' })
    expect(everythingIn(error)).not.toContain('CANARY')
  })
})

describe('what createWeChat is given', () => {
  it('an app id that is not configured is told plainly, without a question', async () => {
    const server = await serve((socket) => socket.end(http(200, good)))
    const wechat = wechatAt(server.base)
    for (const appId of ['wx2', '__proto__'])
      await expect(wechat.exchangeCode(appId, code)).rejects.toThrow('No secret is configured for this app id')
    expect(server.hits()).toBe(0)
  })

  it.each(['', 'api.weixin.qq.com', 'ftp://x', 'https://a:b@x', 'https://x/?a=1', 'https://x/#a'])(
    'the address %j is refused at once',
    (base) => {
      expect(() => createWeChat({ apps, base })).toThrow(TypeError)
    },
  )

  it('a code of any characters arrives as it is, but for lone surrogates', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', minLength: 1 }), async (text) => {
        const seen: string[] = []
        const wechat = createWeChat({
          apps,
          fetch: async (input) => {
            seen.push(new URL(String(input)).searchParams.get('js_code') ?? '')
            return new Response(good)
          },
        })
        await wechat.exchangeCode('wx1', text)
        expect(seen).toEqual([text])
      }),
    )
    const wechat = createWeChat({ apps, fetch: async () => new Response(good) })
    expect(await wechat.exchangeCode('wx1', '\ud800')).toEqual(goodIdentity)
  })
})
