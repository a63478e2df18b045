import type { IncomingMessage } from 'node:http'
import { createTRPCClient, TRPCClientError } from '@trpc/client'
import { createHTTPHandler } from '@trpc/server/adapters/standalone'
import { afterEach, beforeEach, describe, expect, expectTypeOf, it } from 'vitest'
import { createNodeRequest, type NodeRequest } from './testing/nodeRequest.ts'
import {
  createDatesRouter,
  createTestRouter,
  dates,
  type DatesRouter,
  serve,
  serveTestRouter,
  type TestRouter,
} from './testing/testServer.ts'
import { kindOf } from './TransportError.ts'
import { uniLink } from './uniLink.ts'
import type { UniLinkBaseOptions } from './UniLinkOptions.ts'

let server: Awaited<ReturnType<typeof serveTestRouter>>
let phone: NodeRequest

beforeEach(async () => {
  server = await serveTestRouter()
  phone = createNodeRequest()
})
afterEach(() => server.close())

function clientOf(options: Partial<UniLinkBaseOptions> = {}) {
  return createTRPCClient<TestRouter>({
    links: [uniLink({ url: server.endpoint, request: phone.request, ...options })],
  })
}

async function failureOf(call: Promise<unknown>): Promise<TRPCClientError<TestRouter>> {
  const thrown: unknown = await call.then(
    (value) => expect.fail(`answered ${JSON.stringify(value)}`),
    (error: unknown) => error,
  )
  if (!(thrown instanceof TRPCClientError)) throw new Error('not a TRPCClientError', { cause: thrown })
  return thrown
}

const until = async (holds: () => boolean) => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 1))
}

describe('queries and mutations', () => {
  it('answers a query and a mutation with the types of the router', async () => {
    const api = clientOf()
    const greeted = await api.greet.query('Ann')
    expectTypeOf(greeted).not.toBeAny()
    expectTypeOf(greeted).toEqualTypeOf<{ greeting: string }>()
    expect(greeted).toEqual({ greeting: 'hello Ann' })
    const added = await api.add.mutate('一朵')
    expectTypeOf(added).toEqualTypeOf<{ added: string }>()
    expect(added).toEqual({ added: '一朵' })
  })

  it('sends the queries of one tick as one GET and the mutations as one POST', async () => {
    const api = clientOf()
    const queries = [api.greet.query('a&b='), api.greet.query('ü')]
    const mutations = [api.add.mutate('x'), api.add.mutate('y')]
    const answers = await Promise.all([...queries, ...mutations])
    expect(answers).toEqual([{ greeting: 'hello a&b=' }, { greeting: 'hello ü' }, { added: 'x' }, { added: 'y' }])
    expect(server.hits.map((hit) => hit.replace(/input=.*/, 'input=…')).sort()).toEqual([
      'GET /trpc/greet,greet?batch=1&input=…',
      'POST /trpc/add,add?batch=1',
    ])
  })

  it('sends a lone operation as a batch of one', async () => {
    await clientOf().greet.query('a')
    expect(server.hits).toEqual(['GET /trpc/greet?batch=1&input=%7B%220%22%3A%22a%22%7D'])
  })

  it('sends operations of different ticks apart', async () => {
    const api = clientOf()
    await api.greet.query('a')
    await api.greet.query('b')
    expect(server.hits).toHaveLength(2)
  })

  it('sends queries by POST when told so, with no input in the URL', async () => {
    expect(await clientOf({ methodOverride: 'POST' }).greet.query('Ann')).toEqual({ greeting: 'hello Ann' })
    expect(server.hits).toEqual(['POST /trpc/greet?batch=1'])
    expect(phone.sent[0]?.data).toBe('{"0":"Ann"}')
  })

  it('leaves an undefined input out, beside others and alone, by GET and by POST', async () => {
    const api = clientOf()
    const mixed = await Promise.all([api.nothing.query(undefined), api.greet.query('b'), api.nothing.query(undefined)])
    expect(mixed).toEqual([{ got: 'undefined' }, { greeting: 'hello b' }, { got: 'undefined' }])
    expect(await api.silent.mutate()).toBeUndefined()
    expect(await clientOf({ methodOverride: 'POST' }).nothing.query(undefined)).toEqual({ got: 'undefined' })
    expect(phone.sent.map((asked) => asked.data)).toEqual([undefined, '{}', '{}'])
  })

  it('calls a procedure whose name is not ASCII', async () => {
    expect(await clientOf().stars.见.query()).toBe('月')
  })

  it('asks a function for the address at each request and keeps a query and a slash of it', async () => {
    const addresses = [`${server.endpoint}/?team=1`, server.endpoint]
    const api = clientOf({ url: () => addresses.shift() ?? '' })
    await api.silent.mutate()
    await api.silent.mutate()
    expect(server.hits).toEqual(['POST /trpc/silent?team=1&batch=1', 'POST /trpc/silent?batch=1'])
  })

  it('says that it has no subscriptions', async () => {
    const error = await new Promise((resolve) => clientOf().ticks.subscribe(undefined, { onError: resolve }))
    expect(error).toBeInstanceOf(TRPCClientError)
    expect(String(error)).toContain('no subscriptions')
    expect(server.hits).toEqual([])
  })

  it('fails only the operation whose input cannot be written as JSON', async () => {
    const api = clientOf({ methodOverride: 'POST' })
    const circle: Record<string, unknown> = {}
    circle.circle = circle
    // @ts-expect-error the procedure takes no input
    const [bad, good] = await Promise.allSettled([api.nothing.query(circle), api.greet.query('a')])
    expect(bad).toMatchObject({
      status: 'rejected',
      reason: { message: expect.stringContaining('circular') as unknown },
    })
    expect(good).toEqual({ status: 'fulfilled', value: { greeting: 'hello a' } })
  })
})

describe('splitting', () => {
  it('puts at most twenty operations into a request', async () => {
    const api = clientOf()
    const answers = await Promise.all(Array.from({ length: 45 }, (_, index) => api.add.mutate(String(index))))
    expect(answers.map(({ added }) => Number(added))).toEqual(Array.from({ length: 45 }, (_, index) => index))
    expect(server.hits.map((hit) => hit.split('add').length - 1)).toEqual([20, 20, 5])
  })

  it('takes another number when given one', async () => {
    const api = clientOf({ maxItems: 2 })
    await Promise.all([api.add.mutate('1'), api.add.mutate('2'), api.add.mutate('3')])
    expect(server.hits).toEqual(['POST /trpc/add,add?batch=1', 'POST /trpc/add?batch=1'])
  })

  it('splits by the length of the URL, and fails the one that is too long by itself', async () => {
    const api = clientOf({ maxURLLength: 120 })
    const calls = ['a', 'b'.repeat(200), 'c'.repeat(20), 'd'].map((name) => api.greet.query(name))
    const [first, long, third, fourth] = await Promise.allSettled(calls)
    expect([first?.status, third?.status, fourth?.status]).toEqual(['fulfilled', 'fulfilled', 'fulfilled'])
    expect(long).toMatchObject({ status: 'rejected', reason: { message: 'Input is too big for a single dispatch' } })
    expect(server.hits.length).toBeGreaterThan(1)
    expect(phone.sent.every(({ url }) => url.length <= 120)).toBe(true)
  })
})

describe('a server that takes no batches', () => {
  it('is asked for each call by itself, in tRPC’s form for one: queries by GET, mutations by POST, refusals as ever', async () => {
    const { router } = createTestRouter()
    const createContext = ({ req }: { req: IncomingMessage }) => ({ req })
    const own = await serve(
      createHTTPHandler({ router, allowBatching: false, allowMethodOverride: true, createContext }),
    )
    const api = clientOf({ url: own.url, batch: false })
    const [greeted, nothing, added, refused] = await Promise.allSettled([
      api.greet.query('ü&'),
      api.nothing.query(undefined),
      api.add.mutate('x'),
      api.refused.query(),
    ])
    expect(greeted).toMatchObject({ value: { greeting: 'hello ü&' } })
    expect(nothing).toMatchObject({ value: { got: 'undefined' } })
    expect(added).toMatchObject({ value: { added: 'x' } })
    expect(refused).toMatchObject({ reason: { message: 'not you', data: { code: 'UNAUTHORIZED' } } })
    expect(own.hits.sort()).toEqual(['GET /greet?input=%22%C3%BC%26%22', 'GET /nothing', 'GET /refused', 'POST /add'])
    const posting = clientOf({ url: own.url, batch: false, methodOverride: 'POST' })
    expect(await posting.greet.query('Ann')).toEqual({ greeting: 'hello Ann' })
    await posting.silent.mutate()
    expect(own.hits.slice(4)).toEqual(['POST /greet', 'POST /silent'])
    const batched = await failureOf(clientOf({ url: own.url }).greet.query('a'))
    expect(batched.message).toContain('Batching is not enabled')
    await own.close()
  })
})

describe('headers and answers', () => {
  it('asks for headers once for each request, with its operations, and sends them', async () => {
    const asked: string[][] = []
    const api = clientOf({
      headers: (operations) => {
        asked.push(operations.map(({ path }) => path))
        return Promise.resolve({ 'x-test': `set ${asked.length}` })
      },
    })
    const [first, , second] = await Promise.all([api.header.query(), api.silent.mutate(), api.header.query()])
    expect(asked).toEqual([['header', 'header'], ['silent']])
    expect([first, second]).toEqual(['set 1', 'set 1'])
  })

  it('fails every operation with the error that headers threw, and sends nothing', async () => {
    const sorry = new Error('no headers today')
    const api = clientOf({ headers: () => Promise.reject(sorry) })
    const failures = await Promise.all([failureOf(api.greet.query('a')), failureOf(api.greet.query('b'))])
    expect(failures.map(({ cause }) => cause)).toEqual([sorry, sorry])
    expect(failures.map(kindOf)).toEqual([null, null])
    expect(phone.sent).toEqual([])
  })

  it('fails the same way when headers throw at once, or throw what is no error', async () => {
    const thrower = (thrown: unknown) => () => {
      throw thrown
    }
    expect((await failureOf(clientOf({ headers: thrower(new Error('at once')) }).greet.query('a'))).message).toBe(
      'at once',
    )
    expect((await failureOf(clientOf({ headers: thrower('a text') }).greet.query('a'))).message).toBe('a text')
  })

  it('replaces the content type when the program brings its own, in any case', async () => {
    await clientOf({ headers: () => ({ 'Content-Type': 'application/json; charset=utf-8' }) }).silent.mutate()
    expect(phone.sent[0]?.header).toEqual({ 'Content-Type': 'application/json; charset=utf-8' })
  })

  it('tells of each answer once, names in lower case, before its operations settle', async () => {
    phone = createNodeRequest({ headerNames: (name) => name.toUpperCase() })
    const events: string[] = []
    const api = clientOf({
      onResponse: (headers, operations) => {
        events.push(`${headers['x-test-answer']} ${operations.map(({ path }) => path).join()}`)
      },
    })
    const settled = (name: string) => () => events.push(name)
    await Promise.all([api.greet.query('a').then(settled('greeted')), api.refused.query().catch(settled('refused'))])
    expect(events).toEqual(['yes greet,refused', 'greeted', 'refused'])
  })

  it('fails the operations when onResponse throws, rather than leave them waiting', async () => {
    const onResponse = () => {
      throw new Error('storage is full')
    }
    expect((await failureOf(clientOf({ onResponse }).greet.query('a'))).message).toBe('storage is full')
  })

  it('gives each operation of a 207 answer its own result', async () => {
    const api = clientOf()
    const [greeted, refused] = await Promise.allSettled([api.greet.query('a'), api.refused.query()])
    expect(greeted).toEqual({ status: 'fulfilled', value: { greeting: 'hello a' } })
    const data = { code: 'UNAUTHORIZED', httpStatus: 401, reason: 'not you' }
    expect(refused).toMatchObject({ reason: { data, meta: { response: { status: 207 } } } })
    expect(refused.status === 'rejected' && kindOf(refused.reason)).toBeNull()
  })

  it('gives a refusal of the whole request to every operation', async () => {
    const api = clientOf({ maxItems: 30 })
    const failures = await Promise.all(Array.from({ length: 21 }, () => failureOf(api.add.mutate('x'))))
    expect(failures.map(({ data }) => data?.code)).toEqual(Array.from({ length: 21 }, () => 'BAD_REQUEST'))
    expect(server.hits).toHaveLength(1)
  })
})

describe('a transformer', () => {
  it('serialises inputs and deserialises outputs and errors', async () => {
    const own = await serve(createHTTPHandler({ router: createDatesRouter() }))
    const link = uniLink<DatesRouter>({ url: own.url, request: phone.request, transformer: dates })
    const api = createTRPCClient<DatesRouter>({ links: [link] })
    const [after, refused] = await Promise.allSettled([api.dayAfter.query(new Date(0)), api.refused.query()])
    expect(after).toEqual({ status: 'fulfilled', value: new Date(86_400_000) })
    expect(refused).toMatchObject({ reason: { message: 'not today', data: { code: 'FORBIDDEN' } } })
    await own.close()
  })

  it('is asked for by type where the router has one, and refused where it has none', () => {
    const withRouter = () => uniLink<DatesRouter>({ url: '', transformer: dates })
    // @ts-expect-error the router has a transformer
    const without = () => uniLink<DatesRouter>({ url: '' })
    // @ts-expect-error the router has none
    const tooMuch = () => uniLink<TestRouter>({ url: '', transformer: dates })
    expect([withRouter, without, tooMuch].map((make) => typeof make())).toEqual(['function', 'function', 'function'])
  })
})

describe('abort', () => {
  it('ends one operation at once and lets the others of its request be answered', async () => {
    const api = clientOf()
    const controller = new AbortController()
    const gone = failureOf(api.held.query(undefined, { signal: controller.signal }))
    const kept = api.held.query()
    await until(() => server.holding() === 2)
    controller.abort()
    expect(kindOf(await gone)).toBe('aborted')
    expect(phone.aborts()).toBe(0)
    server.release()
    expect(await kept).toBe('released')
  })

  it('aborts the request when all of its operations are', async () => {
    const api = clientOf()
    const controllers = [new AbortController(), new AbortController()]
    const gone = controllers.map(({ signal }) => failureOf(api.held.query(undefined, { signal })))
    await until(() => server.holding() === 2)
    controllers[0]?.abort()
    expect(phone.aborts()).toBe(0)
    controllers[1]?.abort()
    expect(phone.aborts()).toBe(1)
    expect((await Promise.all(gone)).map(kindOf)).toEqual(['aborted', 'aborted'])
    await until(() => server.cut() === 1)
  })

  it('does not send what was aborted before or within the tick', async () => {
    const api = clientOf()
    const controller = new AbortController()
    const within = failureOf(api.greet.query('a', { signal: controller.signal }))
    const before = failureOf(api.greet.query('b', { signal: AbortSignal.abort() }))
    controller.abort()
    expect([kindOf(await within), kindOf(await before)]).toEqual(['aborted', 'aborted'])
    await api.silent.mutate()
    expect(server.hits).toEqual(['POST /trpc/silent?batch=1'])
  })

  it('does not send what was aborted while its headers were awaited', async () => {
    const controller = new AbortController()
    let give = () => {}
    const headers = () => new Promise<Record<string, string>>((resolve) => (give = () => resolve({})))
    const api = clientOf({ headers })
    const gone = failureOf(api.greet.query('a', { signal: controller.signal }))
    const kept = api.greet.query('b')
    await new Promise((resolve) => setTimeout(resolve, 0))
    controller.abort()
    give()
    expect(kindOf(await gone)).toBe('aborted')
    expect(await kept).toEqual({ greeting: 'hello b' })
    expect(server.hits).toEqual(['GET /trpc/greet?batch=1&input=%7B%220%22%3A%22b%22%7D'])
  })

  it('sends nothing when all were aborted while their headers were awaited', async () => {
    const controller = new AbortController()
    let give = () => {}
    const headers = () => new Promise<Record<string, string>>((resolve) => (give = () => resolve({})))
    const gone = failureOf(clientOf({ headers }).greet.query('a', { signal: controller.signal }))
    await new Promise((resolve) => setTimeout(resolve, 0))
    controller.abort()
    expect(kindOf(await gone)).toBe('aborted')
    give()
    await new Promise((resolve) => setTimeout(resolve, 0))
    expect(phone.sent).toEqual([])
  })

  it('does not abort a request that has been answered', async () => {
    const controller = new AbortController()
    await clientOf().greet.query('a', { signal: controller.signal })
    controller.abort()
    expect(phone.aborts()).toBe(0)
  })
})
