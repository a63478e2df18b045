/** Requests that are none: odd lines, headers and lengths, cut and mixed, between two that are as they should be. */
import fc from 'fast-check'
import type { Target } from './openTarget.ts'
import { problemOf } from './problemOf.ts'
import { before, behind, speak, statusesIn } from './wire.ts'

const methods = [
  'GET',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'TRACE',
  'CONNECT',
  'HEAD',
  'FOO',
  'get',
  '',
  'PRI',
  'GET\t',
  '\u00ff',
]
const paths = [
  '/',
  '*',
  '//',
  '/trpc',
  '/trpc/',
  '/trpc/user.me',
  '/trpc/auth.login',
  '/trpc/user.avatar',
  '/trpc/a.b.constructor',
  '/trpc/__proto__',
  '/trpc/%00',
  '/trpc/%ff',
  '/trpc/%',
  '/trpc/..%2f..',
  '/trpc/user.me,user.me?batch=1',
  '/trpc/,?batch=1',
  '/trpc/user.me?input=%',
  '/trpc/user.me?batch=1&input={',
  '/avatars/%ff',
  '/avatars/x',
  '/prefetch?token=%00',
  '/prefetch?appid=a&code=b&token=c',
  '/metrics',
  '/openapi.json',
  '/sandbox/login-code',
  '/nothing',
  'http://x:99999/',
  'http://a/livez',
  'a b',
  '',
  '/\u00ff',
  `/${'x'.repeat(9000)}`,
  `/trpc/${'a,'.repeat(2000)}a?batch=1`,
]
const versions = ['HTTP/1.1', 'HTTP/1.1', 'HTTP/1.1', 'HTTP/1.0', 'HTTP/2.0', 'HTTP/9.9', 'HTTP', '', 'http/1.1']
const fields = [
  'Host: a',
  'Host: a',
  'Host: a',
  'Host: x:99999',
  'Host: [::1',
  'Host:',
  'Host: a\r\nHost: b',
  'Content-Length: 5',
  'Content-Length: 0',
  'Content-Length: -1',
  'Content-Length: 5, 5',
  'Content-Length: 99999999999999999999',
  'Content-Length: 6\r\nContent-Length: 5',
  'Transfer-Encoding: chunked',
  'Transfer-Encoding: chunked\r\nContent-Length: 3',
  'Transfer-Encoding: gzip',
  'Transfer-Encoding: xchunked',
  'Connection: close',
  'Connection: upgrade\r\nUpgrade: h2c',
  'Connection: keep-alive, x',
  'Expect: 100-continue',
  'Expect: x',
  'Authorization: Bearer \u00ff',
  'Authorization: Bearer',
  'X-Login-Code: \u00ff',
  'Content-Type: application/json',
  'Content-Type: multipart/form-data; boundary=',
  'Content-Type: \u00e9',
  'X: y\r\n z',
  ': y',
  'X',
  'X :y',
  '__proto__: x',
  'constructor: x',
  `X: ${'y'.repeat(17_000)}`,
  'Cookie: a=b',
  'Range: bytes=0-1',
  'If-None-Match: *',
  'Trpc-Accept: application/jsonl',
  'Origin: null',
]
const bodies = [
  '',
  '',
  'hello',
  '{}',
  '{"code":"x"}',
  '5\r\nhello\r\n0\r\n\r\n',
  'zz\r\n',
  '0\r\n\r\n',
  'ffffffffffffffff\r\n',
  '1;x=y\r\na\r\n0\r\nx: y\r\n\r\n',
  '--x\r\n',
  'GET /livez HTTP/1.1\r\nHost: a\r\n\r\n',
]

export interface RawCase {
  readonly bytes: Buffer
}

const composed = fc
  .record({
    method: fc.constantFrom(...methods),
    path: fc.constantFrom(...paths),
    version: fc.constantFrom(...versions),
    lines: fc.array(fc.constantFrom(...fields), { maxLength: 6 }),
    end: fc.constantFrom('\r\n', '\r\n', '\r\n', '\n', '\r', ''),
    body: fc.constantFrom(...bodies),
  })
  .map(({ method, path, version, lines, end, body }) =>
    Buffer.from(
      [`${method} ${path} ${version}`, ...lines, '', body].join(end || '\r\n').concat(end ? '' : '\u0000'),
      'latin1',
    ),
  )

const flipped = fc
  .tuple(composed, fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { minLength: 1, maxLength: 4 }))
  .map(([bytes, flips]) => {
    const changed = Buffer.from(bytes)
    for (const [at, byte] of flips) if (changed.length > 0) changed[at % changed.length] = byte
    return changed
  })

/** WebSocket upgrades have a room of their own; here nobody asks for one. */
export const rawBytes: fc.Arbitrary<RawCase> = fc
  .oneof(
    { weight: 5, arbitrary: composed },
    { weight: 3, arbitrary: flipped },
    { weight: 1, arbitrary: fc.tuple(composed, fc.nat(300)).map(([bytes, at]) => bytes.subarray(0, at)) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)) },
  )
  .map((bytes) => ({ bytes }))

/**
 * The request before it is always answered; nothing waits longer than half a second for what a lying length promised.
 */
export async function runRaw({ bytes }: RawCase, { port }: Target): Promise<string | null> {
  const heard = await speak({ port, bytes: Buffer.concat([before, bytes, behind]), silentMs: 500 })
  const problem = problemOf(heard)
  if (problem) return problem
  const [first] = statusesIn(heard.text)
  return first === 200 ? null : `the request before it was answered ${first}`
}
