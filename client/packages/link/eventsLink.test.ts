/** tRPC's subscriptions over HTTP: a real tRPC server, and a phone whose connections can be cut. */
import { createTRPCClient, TRPCClientError } from '@trpc/client'
import { initTRPC, tracked, TRPCError } from '@trpc/server'
import { createHTTPHandler } from '@trpc/server/adapters/standalone'
import { afterEach, beforeEach, describe, expect, expectTypeOf, it } from 'vitest'
import { z } from 'zod'
import { uniEventsLink, type EventsLinkBaseOptions } from './eventsLink.ts'
import { chunkModes, lostAfter } from './testing/chunkModes.ts'
import { createHandTimers, type HandTimers } from './testing/handTimers.ts'
import { hear, until } from './testing/hear.ts'
import { createNodeRequest, type NodeRequest, type NodeRequestOptions } from './testing/nodeRequest.ts'
import { createFeed } from './testing/socketServer.ts'
import { dates, serve, type TestServer } from './testing/testServer.ts'
import { uniLink } from './uniLink.ts'

const asPlace = z
  .looseObject({ lastEventId: z.coerce.number().int() })
  .optional()
  .transform((seen) => seen?.lastEventId ?? -1)

let feed: ReturnType<typeof createFeed>
let server: TestServer
let phone: NodeRequest
let timers: HandTimers
/** What the server throws at the next request, if anything. */
let refusal: TRPCError | null
let cutAll: () => void

function createRouter() {
  const t = initTRPC.create({ sse: { ping: { enabled: true, intervalMs: 20 }, maxDurationMs: 60_000 } })
  return t.router({
    tracked: t.procedure.input(asPlace).subscription(async function* ({ input, signal }) {
      for await (const { at, item } of feed.read(input + 1, signal)) yield tracked(String(at), item)
    }),
    live: t.procedure.subscription(async function* ({ signal }) {
      for await (const { item } of feed.read(feed.items.length, signal)) yield item
    }),
    three: t.procedure.input(z.string()).subscription(async function* ({ input }) {
      yield* await Promise.resolve([`${input} 1`, `${input} 2`, `${input} 3`])
    }),
    nothing: t.procedure.subscription(async function* () {
      yield await Promise.resolve(undefined)
    }),
    mixed: t.procedure.input(asPlace).subscription(async function* ({ input, signal }) {
      yield tracked(String(input + 1), input + 1)
      yield -1
      for await (const { item } of feed.read(feed.items.length, signal)) yield item
    }),
    breaks: t.procedure.subscription(async function* () {
      yield await Promise.resolve(1)
      throw new TRPCError({ code: 'FORBIDDEN', message: 'enough' })
    }),
    greet: t.procedure.input(z.string()).query(({ input }) => `hello ${input}`),
  })
}
type Router = ReturnType<typeof createRouter>

beforeEach(async () => {
  feed = createFeed()
  refusal = null
  phone = createNodeRequest()
  timers = createHandTimers()
  const sockets = new Set<{ destroy: () => void }>()
  cutAll = () => sockets.forEach((socket) => socket.destroy())
  const createContext = () => {
    if (refusal) throw refusal
    return {}
  }
  const responseMeta = () => ({ headers: { 'X-Test-Answer': 'yes' } })
  const handler = createHTTPHandler({
    router: createRouter(),
    basePath: '/trpc/',
    allowMethodOverride: true,
    createContext,
    responseMeta,
  })
  server = await serve((req, res) => {
    sockets.add(req.socket)
    handler(req, res)
  })
})
afterEach(() => server.close())

const heardBy = { hide: [] as (() => void)[], show: [] as (() => void)[], network: [] as (() => void)[] }
const say = (word: keyof typeof heardBy) => heardBy[word].forEach((listener) => listener())
const host = {
  onAppHide: (listener: () => void) => void heardBy.hide.push(listener),
  onAppShow: (listener: () => void) => void heardBy.show.push(listener),
  onNetworkStatusChange: (listener: (status: { isConnected: boolean }) => void) =>
    void heardBy.network.push(() => listener({ isConnected: true })),
}

function clientOf(options: Partial<EventsLinkBaseOptions> = {}) {
  const base = { url: `${server.url}/trpc`, request: phone.request }
  return createTRPCClient<Router>({
    links: [uniEventsLink({ ...base, host: {}, after: timers.after, random: () => 1, ...options }), uniLink(base)],
  })
}

const use = (options: NodeRequestOptions) => (phone = createNodeRequest(options))
const hearTracked = (api: ReturnType<typeof clientOf>) =>
  hear((callbacks) => api.tracked.subscribe(undefined, callbacks))
const event = (at: number) => ({ id: String(at), data: at })
const begun = [{ state: 'connecting' }, 'started', { state: 'pending' }]
const has = (word: string, { told }: ReturnType<typeof hear>) => until(() => JSON.stringify(told).includes(word))

describe('a subscription over HTTP', () => {
  it.each(Object.entries(chunkModes))(
    'tells its states, the start, each value and the end; chunks: %s',
    async (_, chunks) => {
      use({ chunks })
      const three = hear((callbacks) =>
        clientOf().three.subscribe('no.', {
          ...callbacks,
          onData(data) {
            expectTypeOf(data).toEqualTypeOf<string>()
            callbacks.onData(data)
          },
        }),
      )
      await until(() => three.told.includes('complete'))
      expect(three.told).toEqual([...begun, 'no. 1', 'no. 2', 'no. 3', 'stopped', { state: 'idle' }, 'complete'])
      expect(phone.sent).toHaveLength(1)
      expect(phone.sent[0]).toMatchObject({
        method: 'GET',
        enableChunked: true,
        header: { accept: 'text/event-stream' },
      })
    },
  )

  it('goes by POST when told so, with no input in the URL', async () => {
    const three = hear((callbacks) => clientOf({ methodOverride: 'POST' }).three.subscribe('no.', callbacks))
    await until(() => three.told.includes('complete'))
    expect([server.hits, phone.sent[0]?.data]).toEqual([['POST /trpc/three'], '"no."'])
  })

  it('gives a value of undefined, and one without a name after one that is tracked', async () => {
    const nothing = hear((callbacks) => clientOf().nothing.subscribe(undefined, callbacks))
    await until(() => nothing.told.includes('complete'))
    expect(nothing.told.slice(3, 4)).toEqual([undefined])
    const mixed = hear((callbacks) => clientOf().mixed.subscribe(undefined, callbacks))
    await until(() => mixed.told.includes(-1))
    expect(mixed.told.slice(3)).toEqual([event(0), -1])
  })

  it('stops on the server when its caller leaves or its signal aborts, and is not begun when it has', async () => {
    const controller = new AbortController()
    const api = clientOf()
    const first = hearTracked(api)
    const second = hear((callbacks) => api.live.subscribe(undefined, { ...callbacks, signal: controller.signal }))
    await until(() => feed.readers() === 2)
    first.unsubscribe()
    await until(() => feed.readers() === 1)
    controller.abort()
    await until(() => feed.readers() === 0)
    expect([first.told.at(-1), second.told.at(-1)]).toEqual(['complete', 'complete'])
    const late = hear((callbacks) => api.live.subscribe(undefined, { ...callbacks, signal: controller.signal }))
    expect(late.told).toEqual(['complete'])
    expect([phone.sent.length, phone.aborts(), timers.due()]).toEqual([2, 2, []])
  })

  it('asks for headers at each request, and hands on the answer’s', async () => {
    const told: unknown[] = []
    const api = clientOf({
      headers: ([operation]) => ({ 'x-team': `of ${operation?.path}` }),
      onResponse: (headers, [operation]) => told.push([headers['x-test-answer'], operation?.path]),
    })
    const three = hear((callbacks) => api.three.subscribe('a', callbacks))
    await until(() => three.told.includes('complete'))
    expect([phone.sent[0]?.header['x-team'], told]).toEqual(['of three', [['yes', 'three']]])
  })

  it('leaves queries to the next link', async () => {
    expect(await clientOf().greet.query('Ann')).toBe('hello Ann')
  })

  it('passes the router’s transformer both ways', async () => {
    const t = initTRPC.create({ transformer: dates })
    const router = t.router({
      after: t.procedure.input(z.date()).subscription(async function* ({ input }) {
        yield await Promise.resolve(new Date(input.getTime() + 1))
      }),
    })
    const own = await serve(createHTTPHandler({ router }))
    const link = uniEventsLink<typeof router>({ url: own.url, request: phone.request, host: {}, transformer: dates })
    const heard = hear((callbacks) =>
      createTRPCClient<typeof router>({ links: [link] }).after.subscribe(new Date(0), callbacks),
    )
    await until(() => heard.told.includes('complete'))
    expect(heard.told).toContainEqual(new Date(1))
    await own.close()
  })
})

describe('a subscription whose connection breaks', () => {
  it('goes on after the last event it saw, once each and in order', async () => {
    const heard = hearTracked(clientOf())
    feed.push(0)
    feed.push(1)
    await until(() => heard.data().length === 2)
    cutAll()
    feed.push(2)
    await has('offline', heard)
    expect(timers.due()).toEqual([1000])
    timers.advance(1000)
    await until(() => heard.data().length === 3)
    expect(heard.data()).toEqual([event(0), event(1), event(2)])
    expect(server.hits[1]).toContain('lastEventId=1')
    expect(heard.told.slice(-4)).toEqual([
      { state: 'connecting', error: 'offline' },
      'started',
      { state: 'pending' },
      event(2),
    ])
  })

  it('waits longer and longer while nothing comes, and from the start again after data', async () => {
    const heard = hearTracked(clientOf({ url: 'http://127.0.0.1:1/trpc' }))
    const waits: number[] = []
    for (let tries = 0; tries < 7; tries += 1) {
      await until(() => timers.due().length === 1)
      waits.push(...timers.due())
      timers.advance(timers.due()[0] ?? 0)
    }
    expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000])
    heard.unsubscribe()
    expect(timers.due()).toEqual([])
  })

  it('is noticed by silence, where the host says nothing', async () => {
    use({ chunks: lostAfter(40) })
    const heard = hearTracked(clientOf({ idleTimeout: 50 }))
    await has('interrupted', heard)
    expect([phone.aborts(), timers.due()]).toEqual([1, [1000]])
  })

  it('comes back at once with the person or the network, instead of waiting', async () => {
    for (const wake of ['person', 'network']) {
      const heard = hearTracked(clientOf({ host }))
      await until(() => heard.told.includes('started'))
      cutAll()
      await has('offline', heard)
      if (wake === 'network') say('network')
      else {
        say('hide')
        say('show')
      }
      await until(() => heard.told.filter((item) => item === 'started').length === 2)
      heard.unsubscribe()
    }
  })

  it('is tried again after a gateway’s page and a fault of the server, and ends with a refusal', async () => {
    const pages = [502, 504]
    const gateway = await serve((_, res) =>
      res.writeHead(pages.shift() ?? 403, { 'content-type': 'text/html' }).end('<html>'),
    )
    const heard = hearTracked(clientOf({ url: gateway.url }))
    for (const kind of ['unavailable', 'timeout']) {
      await has(kind, heard)
      timers.advance(30_000)
    }
    await has('failed', heard)
    expect(heard.told.at(-1)).toEqual({ failed: 'unreadable' })
    await gateway.close()
    refusal = new TRPCError({ code: 'SERVICE_UNAVAILABLE', message: 'busy' })
    const busy = hearTracked(clientOf())
    await has('busy', busy)
    refusal = new TRPCError({ code: 'UNAUTHORIZED', message: 'SESSION_ENDED' })
    timers.advance(30_000)
    await has('SESSION_ENDED', busy)
    expect(busy.told.at(-1)).toEqual({ failed: 'SESSION_ENDED' })
    expect(timers.due()).toEqual([])
  })

  it('is not tried again after an error within the stream, headers that throw, or a link above that does', async () => {
    const breaks = hear((callbacks) => clientOf().breaks.subscribe(undefined, callbacks))
    await has('failed', breaks)
    expect(breaks.told.slice(3)).toEqual([1, { failed: 'enough' }])
    const headers = () => Promise.reject(new Error('not signed in'))
    const unsent = hearTracked(clientOf({ headers }))
    await has('failed', unsent)
    expect(unsent.told.at(-1)).toEqual({ failed: 'not signed in' })
    const error = await new Promise((resolve) => {
      clientOf().three.subscribe('a', {
        onData() {
          throw new Error('the listener is broken')
        },
        onError: resolve,
      })
    })
    expect(error).toBeInstanceOf(TRPCClientError)
    expect(String(error)).toContain('the listener is broken')
    expect(timers.due()).toEqual([])
  })
})
