/** Calls that are framed as they should be, and say anything: every procedure, alone and in batches, as anybody. */
import fc from 'fast-check'
import { bodyOf, inputOf, oddText } from './inputs.ts'
import type { Target } from './openTarget.ts'
import { before, behind, request, speak, statusesIn } from './wire.ts'
import { problemOf } from './problemOf.ts'

/** Who asks. */
export interface Askers {
  readonly alive: () => Promise<string>
  readonly ended: string
  readonly code: () => Promise<string>
}

const standings = ['none', 'alive', 'alive', 'alive', 'ended', 'junk'] as const

interface Call {
  readonly path: string
  readonly body: Buffer
  readonly method: string
  readonly type: string
  readonly standing: (typeof standings)[number]
  readonly withCode: boolean
  readonly more: readonly string[]
}

const types = [
  'application/json',
  'application/json',
  'application/json',
  'application/json; charset=utf-8',
  'application/json;charset=gbk',
  'text/plain',
  'multipart/form-data; boundary=x',
  '',
]
const fields = fc.constantFrom(
  'Trpc-Accept: application/jsonl',
  'Accept: text/event-stream',
  'Origin: https://elsewhere.example.com',
  'Content-Encoding: gzip',
  'X-App-Id: touristappid',
  'X-App-Id: \u00ff',
  'User-Agent: \u00e9\u001b[31m',
  'X-Forwarded-For: ::1, %',
  'X-Wx-Openid: o',
  'Last-Event-Id: 5',
  'Expect: 100-continue',
)

export function calls({ api }: Target): fc.Arbitrary<Call> {
  const procedures = [...api.procedures]
  const one = fc
    .constantFrom(...procedures)
    .chain(([path, procedure]) => bodyOf(inputOf(procedure)).map((body) => ({ path, body })))
  const batch = fc.array(fc.constantFrom(...procedures), { minLength: 1, maxLength: 5 }).chain((found) => {
    const inputs = fc.record(
      Object.fromEntries(found.map(([, procedure], index) => [String(index), inputOf(procedure)])),
      { requiredKeys: [] },
    )
    return bodyOf(inputs).map((body) => ({ path: `${found.map(([path]) => path).join()}?batch=1`, body }))
  })
  const form = oddText.map((word) => ({
    path: 'user.avatar',
    body: Buffer.from(
      `--x\r\nContent-Disposition: form-data; name="file"; filename="${word}"\r\n\r\n${word}\r\n--x--\r\n`,
    ),
  }))
  const inUrl = fc.constantFrom(...procedures).chain(([path, procedure]) =>
    inputOf(procedure).map((input) => ({
      path: `${path}?input=${encodeURIComponent(Buffer.from(JSON.stringify(input) ?? '').toString())}`.slice(0, 4000),
      body: Buffer.alloc(0),
    })),
  )
  const asked = fc.oneof(
    { weight: 6, arbitrary: one },
    { weight: 3, arbitrary: batch },
    { weight: 1, arbitrary: form },
    { weight: 1, arbitrary: inUrl },
  )
  return fc
    .record({
      asked,
      method: fc.constantFrom('POST', 'POST', 'POST', 'POST', 'GET', 'PUT', 'DELETE', 'OPTIONS'),
      type: fc.constantFrom(...types),
      standing: fc.constantFrom(...standings),
      withCode: fc.nat(9).map((die) => die === 0),
      more: fc.oneof(
        { weight: 3, arbitrary: fc.constant([]) },
        { weight: 1, arbitrary: fc.array(fields, { maxLength: 2 }) },
      ),
    })
    .map(({ asked: { path, body }, ...rest }) => ({
      path,
      body,
      ...rest,
      type: path === 'user.avatar' ? 'multipart/form-data; boundary=x' : rest.type,
    }))
}

function tokenOf(standing: Call['standing'], { alive, ended }: Askers): Promise<string> | string | null {
  if (standing === 'alive') return alive()
  return { none: null, junk: 'eyJhbGciOiJub25lIn0.e30.', ended }[standing]
}

/**
 * Answers what must not be, or `null`. The requests before and behind it on the same connection must be answered, too.
 */
export async function runCall(call: Call, { port }: Target, askers: Askers): Promise<string | null> {
  const { path, body, method, type, standing, withCode, more } = call
  const token = await tokenOf(standing, askers)
  const own = [
    ...(token === null ? [] : [`Authorization: Bearer ${token}`]),
    ...(withCode ? [`X-Login-Code: ${await askers.code()}`] : []),
    ...(type ? [`Content-Type: ${type}`] : []),
    `Content-Length: ${body.length}`,
    ...more,
  ]
  const heard = await speak({
    port,
    bytes: Buffer.concat([before, request(`${method} /trpc/${path}`, own, body), behind]),
  })
  const statuses = statusesIn(heard.text)
  const problem = problemOf(heard)
  if (problem) return problem
  // Whoever closes says so: after a body that was too long, or one that was asked about and not wanted.
  if (statuses.length === 2 && statuses[0] === 200 && /^connection: close\r?$/im.test(heard.text)) return null
  if (statuses.length !== 3 || statuses[0] !== 200 || statuses[2] !== 200)
    return `the neighbours were answered ${statuses.join()}`
  return null
}
