/** The WebSocket: upgrades that are nearly one, and then frames and messages that are none. */
import fc from 'fast-check'
import { anyJson } from './inputs.ts'
import type { Target } from './openTarget.ts'
import { problemOf } from './problemOf.ts'
import { speak } from './wire.ts'

export interface SocketCase {
  readonly fields: readonly string[]
  readonly path: string
  readonly isAlive: boolean
  readonly frames: readonly Buffer[]
}

const good = [
  'Host: a',
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
]
const bad = [
  'Host: x:99999',
  'Connection: close',
  'Upgrade: WebSocket, h2c',
  'Sec-WebSocket-Version: 99',
  'Sec-WebSocket-Key: x',
  'Sec-WebSocket-Key: \u00ff',
  'Sec-WebSocket-Protocol: ,',
  'Sec-WebSocket-Protocol: a, a',
  'Sec-WebSocket-Extensions: permessage-deflate; x=\u00ff',
  'Content-Length: 5',
  'Transfer-Encoding: chunked',
  'Authorization: Bearer x',
  'Origin: null',
  'Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=99',
]
const paths = [
  '/trpc',
  '/trpc',
  '/trpc',
  '/trpc?connectionParams=1',
  '/trpc?connectionParams=1',
  '/trpc?connectionParams=%00',
  '/trpc?',
  '/trpc/',
  '/',
  '/trpcx',
  '//trpc',
  '/trpc?a=%ff',
]

const methods = [
  'subscription',
  'query',
  'mutation',
  'subscription.stop',
  'connectionParams',
  'reconnect',
  '__proto__',
  '',
  'toString',
]
const message = fc.oneof(
  fc.record(
    {
      id: fc.oneof(fc.nat(5), fc.constantFrom(null, 'x', -1, 1e99, '__proto__')),
      method: fc.constantFrom(...methods),
      params: fc.oneof(
        fc.record(
          {
            path: fc.constantFrom('auth.events', 'user.me', 'nosuch', 'constructor', '', 'auth.login'),
            input: anyJson,
            lastEventId: fc.string(),
          },
          { requiredKeys: [] },
        ),
        anyJson,
      ),
      data: anyJson,
      jsonrpc: fc.constantFrom('2.0', '1.0', 5),
    },
    { requiredKeys: [] },
  ),
  anyJson,
)
const text = fc.oneof(
  { weight: 6, arbitrary: message.map((value) => JSON.stringify(value) ?? '') },
  { weight: 2, arbitrary: fc.array(message, { maxLength: 25 }).map((all) => JSON.stringify(all)) },
  { weight: 2, arbitrary: fc.constantFrom('PING', 'PONG', '', '{', '[', '\u0000', '['.repeat(3000)) },
)

/** As RFC 6455, 5.2, with any opcode, and mistakes: bits that mean nothing, no mask, lengths that lie. */
const frame = fc
  .record({
    first: fc.oneof(
      { weight: 6, arbitrary: fc.constant(0x81) },
      { weight: 2, arbitrary: fc.constantFrom(0x01, 0x80, 0x82, 0x88, 0x89, 0x8a) },
      { weight: 1, arbitrary: fc.nat(255) },
    ),
    body: fc.oneof(
      { weight: 8, arbitrary: text.map((said) => Buffer.from(said)) },
      { weight: 2, arbitrary: fc.uint8Array({ maxLength: 130 }).map((bytes) => Buffer.from(bytes)) },
    ),
    isMasked: fc.nat(9).map((die) => die > 0),
    lie: fc.oneof({ weight: 12, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constantFrom(-1, 1, 1000) }),
  })
  .map(frameOf)

function frameOf({
  first,
  body,
  isMasked,
  lie,
}: {
  first: number
  body: Buffer
  isMasked: boolean
  lie: number
}): Buffer {
  const length = Math.max(body.length + lie, 0)
  const mask = isMasked ? 0x80 : 0
  const head =
    length < 126 ? Buffer.from([first, mask | length]) : Buffer.from([first, mask | 126, length >> 8, length & 255])
  // A mask of zeros leaves the body as it is.
  return Buffer.concat([head, isMasked ? Buffer.alloc(4) : Buffer.alloc(0), body])
}

export const socketCases: fc.Arbitrary<SocketCase> = fc.record({
  fields: fc.oneof(
    { weight: 4, arbitrary: fc.constant(good) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.shuffledSubarray(good, { minLength: 3 }), fc.array(fc.constantFrom(...bad), { maxLength: 3 }))
        .map(([some, more]) => [...some, ...more]),
    },
  ),
  path: fc.constantFrom(...paths),
  isAlive: fc.boolean(),
  frames: fc.array(frame, { maxLength: 6 }),
})

/** Behind the frames comes one that closes, and the server closes its side, too. */
export async function runSocket(
  { fields, path, isAlive, frames }: SocketCase,
  { port }: Target,
  token: string,
): Promise<string | null> {
  const own = isAlive ? [`Authorization: Bearer ${token}`] : []
  const upgrade = Buffer.from(`${[`GET ${path} HTTP/1.1`, ...fields, ...own].join('\r\n')}\r\n\r\n`, 'latin1')
  const close = Buffer.from('888000000000', 'hex')
  return problemOf(await speak({ port, bytes: Buffer.concat([upgrade, ...frames, close]), silentMs: 300 }))
}
