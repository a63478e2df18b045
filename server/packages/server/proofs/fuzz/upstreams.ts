/** WeChat's answers: any status, any body, cut and endless; a sign-in meets them, and a phone number. */
import fc from 'fast-check'
import { anyJson, oddText } from './inputs.ts'
import type { Target, Upstream } from './openTarget.ts'
import { problemOf } from './problemOf.ts'
import { request, speak } from './wire.ts'

export interface UpstreamCase {
  readonly status: number
  readonly type: string
  readonly body: string
  readonly end: 'whole' | 'cut' | 'reset'
  readonly location: string | null
}

/** In every answer of WeChat's, and in none of ours. */
const word = 'UPSTREAM-WORD'
const errcodes = [
  -1, 0, 40001, 42001, 40029, 40163, 40226, 45011, 40013, 40125, 40164, 40243, 41008, 48001, 50002, 61004, 89503, 1e99,
]
const known = fc.record(
  {
    openid: fc.oneof(fc.constantFrom('', 5, null, [], {}), oddText),
    session_key: fc.oneof(fc.constantFrom('', 5, null), oddText),
    unionid: fc.oneof(fc.constantFrom('', 5, null), oddText),
    errcode: fc.oneof(fc.constantFrom<unknown>(...errcodes, '40029', null, true), fc.integer()),
    errmsg: fc.oneof(fc.constant(word), anyJson),
    access_token: oddText,
    expires_in: fc.oneof(fc.integer(), anyJson),
    phone_info: anyJson,
  },
  { requiredKeys: [] },
)

export const upstreamCases: fc.Arbitrary<UpstreamCase> = fc.record({
  status: fc.oneof(
    { weight: 5, arbitrary: fc.constant(200) },
    {
      weight: 3,
      arbitrary: fc.constantFrom(201, 206, 301, 302, 307, 400, 401, 403, 404, 418, 429, 500, 502, 503, 504, 599),
    },
  ),
  type: fc.constantFrom('text/plain', 'application/json', 'text/html', ''),
  body: fc.oneof(
    { weight: 6, arbitrary: known.map((said) => JSON.stringify(said)) },
    { weight: 2, arbitrary: anyJson.map((said) => JSON.stringify(said) ?? '') },
    { weight: 1, arbitrary: fc.tuple(known, fc.nat(60)).map(([said, at]) => JSON.stringify(said).slice(0, at)) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        '',
        '\u0000',
        `<html>${word}</html>`,
        '['.repeat(20_000),
        'x'.repeat(100_000),
        '\ufeff{"openid":"o"}',
      ),
    },
  ),
  end: fc.constantFrom('whole', 'whole', 'whole', 'cut', 'reset'),
  location: fc.constantFrom(null, 'http://127.0.0.1:1/', '/elsewhere'),
})

/** What WeChat says to whoever asks about this code. */
function upstreamOf({ status, type, body, end, location }: UpstreamCase): Upstream {
  return (outgoing) => {
    if (end === 'reset') return void outgoing.socket?.resetAndDestroy()
    outgoing.writeHead(status, { ...(type && { 'content-type': type }), ...(location && { location }) })
    if (end === 'cut') outgoing.write(body.slice(0, 20), () => outgoing.destroy())
    else outgoing.end(body)
  }
}

/** A sign-in and a phone number while WeChat answers like that; nothing that WeChat said comes through. */
export async function runUpstream(
  given: UpstreamCase,
  target: Target,
  { token, name }: { readonly token: string; readonly name: string },
): Promise<string | null> {
  const { wechat, port } = target
  // Of the right shape, and never the same twice.
  const code = `fuzz${name}`.padEnd(32, 'x')
  const body = Buffer.from(JSON.stringify({ code }))
  const fields = ['Content-Type: application/json', `Content-Length: ${body.length}`, 'Connection: close']
  wechat.set(code, upstreamOf(given))
  try {
    const signIn = await speak({ port, bytes: request('POST /trpc/auth.login', fields, body) })
    const bind = await speak({
      port,
      bytes: request('POST /trpc/user.bindPhone', [...fields, `Authorization: Bearer ${token}`], body),
    })
    for (const heard of [signIn, bind]) {
      const problem = problemOf(heard)
      if (problem) return problem
      if (heard.text.includes(word)) return 'told what WeChat said'
    }
    return null
  } finally {
    wechat.delete(code)
  }
}
