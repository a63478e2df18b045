/**
 * The short way and the whole way, asked the same in two worlds that live through the same: their answers are equal.
 */
import { Agent, request as ask } from 'node:http'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createWays, shortWayParts } from '../http/app.ts'
import { openEdge, type Edge } from '../testing/openEdge.ts'
import { createWorld, type World } from '../testing/world.ts'
import { endpoint } from './api.ts'
import { appRouter } from '../../../procedures/router.ts'
import { createShortWay } from './shortWay.ts'

interface Side {
  readonly world: World
  readonly edge: Edge
}

let short: Side
let whole: Side
const agent = new Agent({ keepAlive: true })
/** How many requests the short way took. */
let taken = 0

beforeAll(async () => {
  const limitSizes = { failedSignIns: 1e6, signIns: 1e6, phoneCodes: 1e6, pictures: 1e6, stories: 1e6 }
  const [first, second] = [await createWorld({ limitSizes }), await createWorld({ limitSizes })]
  const way = createShortWay(shortWayParts({ ...first, ways: createWays(first) }))
  const counted: typeof way = (incoming, outgoing) => {
    const isTaken = way(incoming, outgoing)
    if (isTaken) taken++
    return isTaken
  }
  short = { world: first, edge: await openEdge(first, { shortWay: counted }) }
  whole = { world: second, edge: await openEdge(second) }
})

afterAll(async () => {
  agent.destroy()
  for (const { world, edge } of [short, whole]) {
    await edge.stop()
    await world.close()
  }
})

interface Asked {
  readonly method?: string
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

interface Answered {
  readonly status: number | undefined
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: unknown
}

function send({ edge }: Side, { method = 'POST', path, headers = {}, body }: Asked): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }
    const sent = ask(
      `${edge.origin}${endpoint}/${path}`,
      { method, headers: { ...headers, ...length }, agent },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.once('end', () => {
          const text = Buffer.concat(chunks).toString()
          resolve({ status: response.statusCode, headers: sorted(response.headers), body: plain(text) })
        })
      },
    )
    sent.once('error', reject)
    sent.end(body)
  })
}

/** Random ids and what is signed over them differ between two worlds; everything else must not. */
function plain(text: string): string {
  return text.replace(/eyJ[\w-]+\.[\w-]+\.[\w-]+/g, 'a token').replace(/[\w-]{24}(?=")/g, 'an id')
}

function sorted(headers: NodeJS.Dict<string | string[]>): Record<string, unknown> {
  const { date: _, ...told } = headers
  const members = (value: unknown) => String(value).split(/, ?/).sort().join()
  return Object.fromEntries(
    Object.entries(told)
      .map(
        ([name, value]) =>
          [name, name === 'x-request-id' || name === 'x-session-token' ? 'there' : members(value)] as const,
      )
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )
}

/** The tokens of one person in one world, by what has become of them; made once. */
function tokensOf(side: Side, person: string): ReturnType<typeof signInAs> {
  const known = people.get(`${side.edge.port} ${person}`)
  if (known) return known
  const made = signInAs(side, person)
  people.set(`${side.edge.port} ${person}`, made)
  return made
}
const people = new Map<string, ReturnType<typeof signInAs>>()

async function signInAs({ world }: Side, person: string) {
  const from = { appId: null, device: null, address: null, fullAddress: null, vouched: null, requestId: '' }
  // Apart in time, so that lists of sessions have one order.
  const tick = () => void (world.clock.time += 1000)
  const signIn = async () => {
    tick()
    return (await world.auth.signIn({ ...from, code: await world.code(person) }, null)).token
  }
  const ended = await signIn()
  await world.auth.signOut(ended, 'this', from)
  return { good: await signIn(), ended, broken: `${(await signIn()).slice(0, -4)}AAAA`, none: null }
}
type Standing = keyof Awaited<ReturnType<typeof signInAs>>

const json = { 'content-type': 'application/json' }

/** Asks both the same, each with a token of its own world; answers what they said. */
async function both(asked: Asked, standing: Standing = 'none', person = 'alice'): Promise<[Answered, Answered]> {
  const of = async (side: Side) => {
    const token = (await tokensOf(side, person))[standing]
    return send(side, { ...asked, headers: { ...asked.headers, ...(token && { authorization: `Bearer ${token}` }) } })
  }
  return [await of(short), await of(whole)]
}

const bodies = [
  undefined,
  '',
  '{}',
  'null',
  '"text"',
  '{"code":"no-code-at-all"}',
  '{"nickname":"Alice"}',
  '{"scope":"others"}',
  '{"id":"x"}',
  '{"language":"en"}',
  '{"token":""}',
  '{"token":"x"}',
  '{"code":"a","nosuch":1}',
  '{broken',
  '{"__proto__":{"a":1}}',
  '\ufeff{}',
  '['.repeat(40),
  '{"0":{"nickname":"Bob"}}',
]
const standings: readonly Standing[] = ['none', 'good', 'ended', 'broken']
const names = Object.keys(appRouter._def.procedures).filter((name) => name !== 'user.leave')

describe('the short way answers as the whole way does: status, headers, body', () => {
  it.each(names)('%s, by every body and everybody', async (name) => {
    for (const standing of standings) {
      for (const body of bodies) {
        const [mine, its] = await both({ path: name, headers: json, ...(body !== undefined && { body }) }, standing)
        expect(mine, `${standing} ${body}`).toEqual(its)
      }
      const [mine, its] = await both({ method: 'GET', path: name }, standing)
      expect(mine, `${standing} by GET`).toEqual(its)
    }
  })

  it('a person who leaves', async () => {
    const [mine, its] = await both({ path: 'user.leave', headers: json }, 'good', 'leaving')
    expect(mine).toEqual(its)
    expect(mine.status).toBe(200)
  })

  const batches = [
    'auth.check,user.me',
    'auth.check,auth.check,auth.sessions',
    'user.me,auth.logout',
    'user.me,nosuch',
    'user.me,',
    ',',
    'user.update,user.update',
    'auth.check,demo.story',
    Array(20).fill('auth.check').join(),
    Array(21).fill('auth.check').join(),
  ]
  it.each(batches)('the batch %s', async (path) => {
    for (const standing of standings) {
      for (const body of [
        undefined,
        '{}',
        '[]',
        '5',
        '{"0":{"nickname":"A"},"1":{"nickname":""}}',
        '{"1":{"token":"x"}}',
        '{broken',
      ]) {
        const [mine, its] = await both(
          { path: `${path}?batch=1`, headers: json, ...(body !== undefined && { body }) },
          standing,
        )
        expect(mine, `${standing} ${body}`).toEqual(its)
      }
    }
  })

  const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD']
  const types = [
    'application/json',
    'application/json; charset=utf-8',
    'Application/JSON',
    'application/jsonx',
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/octet-stream',
    '',
  ]
  it.each(methods)('%s with every content type', async (method) => {
    for (const type of types) {
      for (const path of [
        'auth.check',
        'user.update',
        'auth.check,user.me?batch=1',
        'user.me?input=%7B%7D',
        'nosuch',
        'constructor',
        '__proto__',
        'auth',
      ]) {
        const body = method === 'POST' ? { body: '{}' } : {}
        const [mine, its] = await both({ method, path, headers: type ? { 'content-type': type } : {}, ...body }, 'good')
        expect(mine, `${type} ${path}`).toEqual(its)
      }
    }
  })

  const more: readonly Readonly<Record<string, string>>[] = [
    { origin: 'https://h5.example.com' },
    { origin: 'https://elsewhere.example.com' },
    { 'trpc-accept': 'application/jsonl' },
    { accept: 'application/jsonl' },
    { accept: 'text/event-stream' },
    { host: 'x:99999' },
    { host: '1.1.1.1.1' },
    { expect: '100-continue' },
    { 'x-forwarded-for': '203.0.113.7' },
    { 'x-app-id': 'touristappid' },
    { 'x-app-id': 'nosuch' },
    { 'x-login-code': 'short' },
    { 'x-login-code': 'a-code-that-nobody-gave' },
    { 'user-agent': 'x (iPhone; CPU)' },
    { connection: 'close' },
    { authorization: 'Basic x' },
    { authorization: 'Bearer  ' },
  ]
  it.each(more)('with the header %o', async (headers) => {
    for (const path of ['auth.check', 'user.update', 'auth.check,user.me?batch=1']) {
      for (const body of ['{}', '{"nickname":"Alice"}']) {
        const [mine, its] = await both({ path, headers: { ...json, ...headers }, body })
        expect(mine, path).toEqual(its)
      }
    }
  })

  it('a sign-in on the way brings its token home by both', async () => {
    const of = async (side: Side) =>
      send(side, { path: 'user.me', headers: { ...json, 'x-login-code': await side.world.code('riding') } })
    const [mine, its] = [await of(short), await of(whole)]
    expect(mine).toEqual(its)
    expect(mine.headers['x-session-token']).toBe('there')
  })

  it('a token past half its life comes back renewed by both, and one of full age is refused by both', async () => {
    const tokens = [await tokensOf(short, 'aging'), await tokensOf(whole, 'aging')]
    for (const minutes of [70, 60]) {
      for (const { world } of [short, whole]) world.clock.time += minutes * 60_000
      const headers = (index: number) => ({ ...json, authorization: `Bearer ${tokens[index]?.good}` })
      const [mine, its] = [
        await send(short, { path: 'auth.check', headers: headers(0) }),
        await send(whole, { path: 'auth.check', headers: headers(1) }),
      ]
      expect(mine).toEqual(its)
      expect(mine.status).toBe(minutes === 70 ? 200 : 401)
    }
  })

  it('whatever is generated', async () => {
    const paths = fc.oneof(
      fc.constantFrom(...names),
      fc
        .array(fc.constantFrom(...names, 'nosuch'), { minLength: 1, maxLength: 4 })
        .map((all) => `${all.join()}?batch=1`),
    )
    const inputs = fc.oneof(
      fc.json({ maxDepth: 4 }),
      fc.record({ 0: fc.json(), 1: fc.json() }).map((all) => JSON.stringify(all)),
      fc.string({ unit: 'binary' }),
    )
    const asked = fc.record({
      path: paths,
      body: inputs,
      method: fc.constantFrom('POST', 'GET'),
      standing: fc.constantFrom(...standings),
    })
    await fc.assert(
      fc.asyncProperty(asked, async ({ path, body, method, standing }) => {
        const [mine, its] = await both(
          { method, path, headers: method === 'GET' ? {} : json, ...(method === 'POST' && { body }) },
          standing,
          'generated',
        )
        expect(mine).toEqual(its)
      }),
      { numRuns: 150, seed: 20_261_126 },
    )
  })
})

it('most of what a phone sends goes the short way', () => {
  expect(taken).toBeGreaterThan(1000)
})
