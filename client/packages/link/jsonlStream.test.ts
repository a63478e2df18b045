import { createTRPCClient, TRPCClientError, type Operation } from '@trpc/client'
import { createHTTPHandler } from '@trpc/server/adapters/standalone'
import { observable } from '@trpc/server/observable'
import { afterEach, beforeEach, describe, expect, expectTypeOf, it } from 'vitest'
import { jsonlStream, type JsonlStreamOptions } from './jsonlStream.ts'
import { chunkModes, endedAfter, lostAfter } from './testing/chunkModes.ts'
import { createNodeRequest, type NodeRequest, type NodeRequestOptions } from './testing/nodeRequest.ts'
import { createStreamRouter, serveStreamRouter, type StreamRouter } from './testing/streamServer.ts'
import { serve } from './testing/testServer.ts'
import { kindOf } from './TransportError.ts'
import { uniLink } from './uniLink.ts'
import type { UniLinkBaseOptions } from './UniLinkOptions.ts'

let server: Awaited<ReturnType<typeof serveStreamRouter>>
let phone: NodeRequest

beforeEach(async () => {
  server = await serveStreamRouter()
  phone = createNodeRequest()
})
afterEach(() => server.close())

function clientOf({ idleTimeout = 60_000, ...options }: Partial<UniLinkBaseOptions> & JsonlStreamOptions = {}) {
  const stream = jsonlStream({ idleTimeout })
  return createTRPCClient<StreamRouter>({
    links: [uniLink({ url: server.endpoint, request: phone.request, stream, ...options })],
  })
}

const use = (options: NodeRequestOptions) => (phone = createNodeRequest(options))

const until = async (holds: () => boolean) => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 1))
}

async function failureOf(call: Promise<unknown>): Promise<TRPCClientError<StreamRouter>> {
  const thrown: unknown = await call.then(
    (value) => expect.fail(`answered ${JSON.stringify(value)}`),
    (error: unknown) => error,
  )
  if (!(thrown instanceof TRPCClientError)) throw new Error('not a TRPCClientError', { cause: thrown })
  return thrown
}

/** Reads to the end or the error. */
async function read(iterable: AsyncIterable<unknown>, log: unknown[] = []): Promise<unknown[]> {
  for await (const part of iterable) log.push(part)
  return log
}

describe('a stream', () => {
  it('is typed by the procedure, part by part', async () => {
    const story = await clientOf().story.query()
    expectTypeOf(story).not.toBeAny()
    for await (const part of story) {
      expectTypeOf(part).not.toBeAny()
      expectTypeOf(part).toExtend<string>()
    }
    const { later } = await clientOf().nested.query()
    expectTypeOf(later).not.toBeAny()
    expect(await (await later).deeper).toBe('deep')
  })

  it('asks for jsonl in chunks, each call in a request of its own', async () => {
    const api = clientOf({ methodOverride: 'POST' })
    await Promise.all([api.quick.query(), api.nothing.query()])
    expect(server.hits).toEqual(['POST /trpc/quick?batch=1', 'POST /trpc/nothing?batch=1'])
  })

  it('shares a request with the calls of its tick when told so by maxItems', async () => {
    const api = clientOf({ methodOverride: 'POST', maxItems: 20 })
    await Promise.all([api.quick.query(), api.nothing.query()])
    expect(phone.sent).toHaveLength(1)
    expect(phone.sent[0]).toMatchObject({
      enableChunked: true,
      header: { 'trpc-accept': 'application/jsonl', 'content-type': 'application/json' },
    })
  })

  it('gives each answer as its line comes, while others of its request still wait', async () => {
    const api = clientOf({ maxItems: 20 })
    const [held, quick] = [api.held.query(), api.quick.query()]
    expect(await quick).toBe('quick')
    expect(server.hits).toHaveLength(1)
    server.state.release()
    expect(await held).toBe('released')
  })

  it('gives a part to the page before the next one exists', async () => {
    const paused = await clientOf().paused.query()
    const iterator = paused[Symbol.asyncIterator]()
    expect(await iterator.next()).toEqual({ done: false, value: 1 })
    const second = iterator.next()
    server.state.release()
    expect(await second).toEqual({ done: false, value: 2 })
  })

  it('answers several who wait for parts at once in their order', async () => {
    const iterator = (await clientOf().pair.query()).second[Symbol.asyncIterator]()
    const results = await Promise.all([
      iterator.next(),
      iterator.next(),
      iterator.next(),
      iterator.next(),
      iterator.next(),
    ])
    expect(results.map(({ value }) => value)).toEqual([1, 2, 3, undefined, undefined])
  })

  it('reads the JSON of a server that does not stream', async () => {
    const { router } = createStreamRouter()
    const handler = createHTTPHandler({ router })
    const plain = await serve((req, res) => {
      delete req.headers['trpc-accept']
      handler(req, res)
    })
    const api = clientOf({ url: plain.url, maxItems: 20 })
    const [quick, refused] = await Promise.allSettled([api.quick.query(), api.refused.query()])
    expect(quick).toEqual({ status: 'fulfilled', value: 'quick' })
    expect(refused).toMatchObject({ reason: { message: 'not you', meta: { response: { status: 207 } } } })
    await plain.close()
  })

  it('works with a task that knows no chunks, and with none at all', async () => {
    const { request } = use({ chunks: chunkModes['none, and the body as text'] })
    const tasks = [undefined, {}]
    for (const task of tasks) {
      const api = clientOf({
        request(asked) {
          request(asked)
          return task
        },
      })
      expect(await read(await api.story.query())).toEqual(['从前 ', 'a 🦊, ', 'a ¢rane'])
    }
  })
})

describe('headers of a stream', () => {
  it.each(['with status', 'without status', 'none'] as const)(
    'are told once and before any operation settles: early headers %s',
    async (earlyHeaders) => {
      use({ earlyHeaders, headerNames: (name) => name.toUpperCase(), chunks: chunkModes['as they come'] })
      const events: string[] = []
      const api = clientOf({
        maxItems: 20,
        onResponse: (headers, operations) => events.push(`${headers['x-test-answer']} ${operations.length}`),
      })
      const settled = (name: string) => () => events.push(name)
      await Promise.all([api.quick.query().then(settled('quick')), api.refused.query().catch(settled('refused'))])
      expect([events[0], ...events.slice(1).sort()]).toEqual(['yes 2', 'quick', 'refused'])
    },
  )

  it('are not waited for longer than half a second of a body without them', async () => {
    use({ earlyHeaders: 'none' })
    const events: string[] = []
    const paused = await clientOf({ onResponse: () => events.push('headers') }).paused.query()
    const parts = paused[Symbol.asyncIterator]()
    expect(await parts.next()).toEqual({ done: false, value: 1 })
    expect(events).toEqual([])
    server.state.release()
    await parts.next()
    expect(await parts.next()).toEqual({ done: true, value: undefined })
    await until(() => events.length > 0)
    expect(events).toEqual(['headers'])
  })

  it('fail the operations when onResponse throws, and end the request', async () => {
    const onResponse = () => {
      throw new Error('storage is full')
    }
    const api = clientOf({ onResponse, maxItems: 20 })
    const failures = await Promise.all([failureOf(api.endless.query()), failureOf(api.quick.query())])
    expect(failures.map(({ message }) => message)).toEqual(['storage is full', 'storage is full'])
    expect(phone.aborts()).toBe(1)
  })
})

describe('leaving a stream', () => {
  it('aborts the request when its only loop is left, and the server stops', async () => {
    for await (const part of await clientOf().endless.query()) if (part === 2) break
    expect(phone.aborts()).toBe(1)
    await until(() => server.state.running === 0)
  })

  describe.each(['a held query', 'another stream', 'a quick query', 'a mutation'])(
    'beside %s of the same tick',
    (what) => {
      const beside = (api: ReturnType<typeof clientOf>): Promise<unknown> => {
        if (what === 'another stream') return api.paused.query()
        if (what === 'a mutation') return api.add.mutate()
        return what === 'a held query' ? api.held.query() : api.quick.query()
      }
      it.each(['before', 'after'])(
        'stops on the server as soon as its loop is left, asked for %s the other',
        async (order) => {
          const api = clientOf()
          const early = order === 'after' ? beside(api) : undefined
          const stream = api.endless.query()
          const other = early ?? beside(api)
          for await (const part of await stream) if (part === 2) break
          await until(() => server.state.running === 0)
          expect(phone.aborts()).toBe(1)
          server.state.release()
          expect(await other).toBeDefined()
        },
      )
    },
  )

  it('stops each of two streams of a tick when it is left, in either order', async () => {
    const api = clientOf()
    for (const order of [
      [0, 1],
      [1, 0],
    ] as const) {
      const streams = await Promise.all([api.endless.query(), api.endless.query()])
      await until(() => server.state.running === 2)
      for await (const part of streams[order[0]]) if (part === 2) break
      await until(() => server.state.running === 1)
      for await (const part of streams[order[1]]) if (part === 4) break
      await until(() => server.state.running === 0)
    }
  })

  it('stops on the server by its signal, and leaves the other streams of the tick alone', async () => {
    const api = clientOf()
    const controller = new AbortController()
    const [left, kept] = await Promise.all([
      api.endless.query(undefined, { signal: controller.signal }),
      api.endless.query(),
    ])
    const reading = failureOf(read(left))
    await until(() => server.state.running === 2)
    controller.abort()
    expect(kindOf(await reading)).toBe('aborted')
    await until(() => server.state.running === 1)
    for await (const part of kept) if (part === 3) break
    expect(phone.aborts()).toBe(2)
  })

  it('waits for the last loop of its request where maxItems lets calls share one (trpc issue 6582)', async () => {
    const api = clientOf({ maxItems: 20 })
    const [first, second] = await Promise.all([api.endless.query(), api.endless.query()])
    for await (const part of first) if (part === 2) break
    expect(phone.aborts()).toBe(0)
    for await (const part of second) if (part === 4) break
    expect(phone.aborts()).toBe(1)
    await until(() => server.state.running === 0)
  })

  it('aborts by signal within a part that is awaited (trpc issue 5851)', async () => {
    const controller = new AbortController()
    const paused = await clientOf().paused.query(undefined, { signal: controller.signal })
    const parts = paused[Symbol.asyncIterator]()
    await parts.next()
    const waiting = failureOf(parts.next())
    controller.abort()
    expect(kindOf(await waiting)).toBe('aborted')
    expect(await parts.next()).toEqual({ done: true, value: undefined })
    expect(phone.aborts()).toBe(1)
    await until(() => server.cut() === 1)
  })

  it('aborts the request of an operation nobody listens to any more (trpc issue 7389)', async () => {
    const errors: unknown[] = []
    const link = uniLink({ url: server.endpoint, request: phone.request, stream: jsonlStream() })({})
    const op: Operation = { id: 1, type: 'query', path: 'held', input: undefined, context: {}, signal: null }
    const operation = link({ op, next: () => observable(() => () => {}) })
    const subscription = operation.subscribe({ error: (error) => errors.push(error) })
    await until(() => server.hits.length === 1)
    subscription.unsubscribe()
    expect(phone.aborts()).toBe(1)
    await until(() => server.cut() === 1)
    expect(errors).toEqual([])
  })

  it('lets go of whoever waits for a part when the iterator is left beside it', async () => {
    const parts = (await clientOf().paused.query())[Symbol.asyncIterator]()
    await parts.next()
    const waiting = parts.next()
    expect(await parts.return?.()).toEqual({ done: true, value: undefined })
    expect(await waiting).toEqual({ done: true, value: undefined })
    expect(phone.aborts()).toBe(1)
  })

  it('hands on what is thrown into it', async () => {
    const parts = (await clientOf().endless.query())[Symbol.asyncIterator]()
    await parts.next()
    await expect(parts.throw?.(new Error('enough'))).rejects.toThrow('enough')
    expect(phone.aborts()).toBe(1)
  })

  it('does not abort a request that has ended by itself', async () => {
    const controller = new AbortController()
    await read(await clientOf().story.query(undefined, { signal: controller.signal }))
    controller.abort()
    expect(phone.aborts()).toBe(0)
  })

  it('keeps a nested promise alive when the iterable beside it is left', async () => {
    const { later, parts } = await clientOf().nested.query()
    for await (const part of parts) if (part === 1) break
    expect(await (await later).deeper).toBe('deep')
    expect(phone.aborts()).toBe(0)
  })
})

describe('a stream that the network leaves', () => {
  it('is interrupted after its idle time, with what came before it', async () => {
    use({ chunks: lostAfter(150) })
    const log: unknown[] = []
    const error = await failureOf(read(await clientOf({ idleTimeout: 50 }).endless.query(), log))
    expect(kindOf(error)).toBe('interrupted')
    expect(log.length).toBeGreaterThan(0)
    expect(log).toEqual(log.map((_, index) => index))
    expect(phone.aborts()).toBe(1)
  })

  it('lives as long as the server pings', async () => {
    const parts = (await clientOf({ idleTimeout: 300 }).paused.query())[Symbol.asyncIterator]()
    await parts.next()
    const second = parts.next()
    setTimeout(() => server.state.release(), 600)
    expect(await second).toEqual({ done: false, value: 2 })
  })

  it('is offline when the connection breaks, for all that is unsettled and for nothing else', async () => {
    const api = clientOf()
    const [held, quick, paused] = [api.held.query(), api.quick.query(), api.paused.query()]
    const waiting = failureOf(held)
    expect(await quick).toBe('quick')
    const parts = (await paused)[Symbol.asyncIterator]()
    await parts.next()
    await server.close()
    expect([kindOf(await waiting), kindOf(await failureOf(parts.next()))]).toEqual(['offline', 'offline'])
  })

  it('is a timeout when the host says abort and nobody did: so says H5 when its own time is up', async () => {
    const api = clientOf({
      request: ({ fail }) => {
        setTimeout(fail, 5, { errMsg: 'request:fail abort' })
        return {}
      },
    })
    expect(kindOf(await failureOf(api.quick.query()))).toBe('timeout')
  })

  it('is unreadable when it ends before everything came', async () => {
    use({ chunks: endedAfter(200) })
    const log: unknown[] = []
    const error = await failureOf(read(await clientOf().endless.query(), log))
    expect(kindOf(error)).toBe('unreadable')
    expect(log).toEqual(log.map((_, index) => index))
    for await (const part of await clientOf({ request: createNodeRequest().request }).endless.query()) if (part) break
  })
})

describe('a stream that is not tRPC’s', () => {
  const head = '{"0":[[0],[null,0,0]]}\n'
  it.each([
    { what: 'a captive portal’s page', body: '<html>\n<body>\nWelcome to the airport\n</body>\n</html>' },
    { what: 'nothing', body: '' },
    { what: 'JSON of another server, in lines', body: '{"errcode":40013}\n{"errcode":0}\n' },
    { what: 'a head for other calls', body: '{"7":[[0],[null,0,0]]}\n' },
    { what: 'a head that is no list', body: '{"0":[1]}\n' },
    { what: 'a value of a kind unknown', body: '{"0":[[0],[null,7,0]]}\n' },
    { what: 'garbage after the head', body: `${head}garbage\n` },
    { what: 'a line that is no list', body: `${head}{}\n` },
    { what: 'a line without a value', body: `${head}[0,0]\n` },
    { what: 'an answer in another shape', body: `${head}[0,0,[[{"what":1}]]]\n` },
    { what: 'a refusal in another shape', body: `${head}[0,1,"no"]\n` },
    { what: 'lines for other ids', body: `${head}[5,0,[[1]]]\n` },
    { what: 'a head alone', body: head },
    { what: 'a ping alone', body: ' ' },
  ])('is unreadable, and the next call works: $what', async ({ body }) => {
    const strange = await serve((_, res) => res.end(body))
    const error = await failureOf(clientOf({ url: strange.url }).quick.query())
    expect(kindOf(error)).toBe('unreadable')
    expect(error.message).not.toContain('airport')
    expect(await clientOf().quick.query()).toBe('quick')
    await strange.close()
  })

  it('takes lines whose value is named later, and a last line without its end', async () => {
    const strange = await serve((_, res) => {
      res.end(
        '{"0":[[0],[null,0,0]]}\n[1,0,[[{"data":0}],["data",0,2]]]\n[2,0,[["early"]]]\n[0,0,[[{"result":0}],["result",0,1]]]',
      )
    })
    expect(await clientOf({ url: strange.url }).quick.query()).toBe('early')
    await strange.close()
  })
})
