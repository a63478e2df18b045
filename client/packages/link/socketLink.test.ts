import { createTRPCClient } from '@trpc/client'
import { afterEach, beforeEach, describe, expect, expectTypeOf, it } from 'vitest'
import { uniSocketLink } from './socketLink.ts'
import type { SocketLinkBaseOptions } from './SocketLinkOptions.ts'
import type { ConnectEsque, HostEsque } from './SocketTaskEsque.ts'
import { createHandTimers, type HandTimers } from './testing/handTimers.ts'
import { hear, until } from './testing/hear.ts'
import { createNodeRequest } from './testing/nodeRequest.ts'
import { createNodeSocket, type NodeSocket } from './testing/nodeSocket.ts'
import {
  createDatesSocketRouter,
  createFeed,
  createSocketRouter,
  type DatesSocketRouter,
  serveSockets,
  type SocketRouter,
  type SocketServer,
} from './testing/socketServer.ts'
import { dates, serveTestRouter, type TestRouter } from './testing/testServer.ts'
import { uniLink } from './uniLink.ts'

const connecting = { state: 'connecting' }
const pending = { state: 'pending' }
const begun = [{ state: 'idle' }, connecting, pending, 'started']

let feed: ReturnType<typeof createFeed>
let server: SocketServer
let phone: NodeSocket
let timers: HandTimers

beforeEach(async () => {
  feed = createFeed()
  server = await serveSockets(createSocketRouter(feed))
  phone = createNodeSocket()
  timers = createHandTimers()
})
afterEach(() => server.close())

function clientOf(options: Partial<SocketLinkBaseOptions> = {}) {
  const { connect, host } = phone
  return createTRPCClient<SocketRouter>({
    links: [uniSocketLink({ url: server.url, connect, host, after: timers.after, random: () => 1, ...options })],
  })
}

type Client = ReturnType<typeof clientOf>
const hearTracked = (api: Client) => hear((callbacks) => api.tracked.subscribe(undefined, callbacks))
const hearLive = (api: Client) => hear((callbacks) => api.live.subscribe(undefined, callbacks))
const push = (...places: number[]) => places.forEach((at) => feed.push(at * 10))

describe('a subscription', () => {
  it('tells the connection’s states, the start, each value with the types of the router, and the end', async () => {
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
    expect(three.told).toEqual([...begun, 'no. 1', 'no. 2', 'no. 3', 'stopped', 'complete'])
  })

  it('is told to the server as tRPC writes it, and stopped there when its caller leaves', async () => {
    const api = clientOf()
    const live = hearLive(api)
    await until(() => live.told.includes('started'))
    await until(() => feed.readers() === 1)
    live.unsubscribe()
    await until(() => feed.readers() === 0)
    expect(phone.sent.map((text): unknown => JSON.parse(text))).toEqual([
      { id: 2, method: 'subscription', params: { path: 'live' } },
      { id: 2, method: 'subscription.stop' },
    ])
  })

  it('ends when its signal aborts, and is not begun when it has', async () => {
    const controller = new AbortController()
    const live = hear((callbacks) => clientOf().live.subscribe(undefined, { ...callbacks, signal: controller.signal }))
    await until(() => feed.readers() === 1 && live.told.includes('started'))
    controller.abort()
    await until(() => feed.readers() === 0)
    expect(live.told).toEqual([...begun, 'complete'])
    const late = hear((callbacks) => clientOf().live.subscribe(undefined, { ...callbacks, signal: controller.signal }))
    expect(late.told).toEqual(['complete'])
    expect(phone.asked).toHaveLength(1)
  })

  it('fails with the server’s error, before its start and after it, and the others go on', async () => {
    const api = clientOf()
    const live = hearLive(api)
    const breaks = hear((callbacks) => api.breaks.subscribe(undefined, callbacks))
    const refused = hear((callbacks) => api.refused.subscribe(undefined, callbacks))
    await until(() => breaks.told.length > 4 && refused.told.length > 2)
    expect(breaks.told.slice(-3)).toEqual(['started', 1, { failed: 'enough' }])
    expect(refused.told.slice(-2)).toEqual([pending, { failed: 'not you' }])
    push(1)
    await until(() => live.told.includes(10))
    expect(phone.asked).toHaveLength(1)
  })

  it('fails when its input cannot be written as JSON', () => {
    const circle: { lastEventId: number; circle?: unknown } = { lastEventId: 0 }
    circle.circle = circle
    const told = hear((callbacks) => clientOf().tracked.subscribe(circle, callbacks)).told
    expect(told).toEqual([{ failed: expect.stringContaining('circular') as unknown }])
    expect(phone.asked).toEqual([])
  })

  it('passes the router’s transformer both ways, errors among it', async () => {
    const dated = await serveSockets(createDatesSocketRouter())
    const { connect, host } = phone
    const link = uniSocketLink<DatesSocketRouter>({ url: dated.url, connect, host, transformer: dates })
    const api = createTRPCClient<DatesSocketRouter>({ links: [link] })
    const days = hear((callbacks) => api.daysAfter.subscribe(new Date(0), callbacks))
    const refused = hear((callbacks) => api.refused.subscribe(undefined, callbacks))
    await until(() => days.told.includes('complete') && refused.told.length > 2)
    expect(days.told).toContainEqual(new Date(86_400_000))
    expect(refused.told.at(-1)).toEqual({ failed: 'not today' })
    expect(phone.sent[0]).toContain('"input":{"date":"1970-01-01T00:00:00.000Z"}')
    await dated.close()
  })
})

describe('the socket', () => {
  it('is one for all subscriptions, opened for the first and closed a while after the last', async () => {
    const api = clientOf({ lingerMs: 500 })
    const heard = [hearLive(api), hearLive(api), hearTracked(api)]
    await until(() => feed.readers() === 3)
    heard.forEach(({ unsubscribe }) => unsubscribe())
    await until(() => feed.readers() === 0)
    timers.advance(499)
    expect(phone.held()).toBe(1)
    timers.advance(1)
    expect(phone.held()).toBe(0)
    await until(() => server.open() === 0)
    expect(phone.asked).toEqual([server.url])
    expect(timers.due()).toEqual([])
  })

  it('serves the next page’s subscription without opening again', async () => {
    const api = clientOf()
    const first = hearLive(api)
    await until(() => feed.readers() === 1)
    first.unsubscribe()
    timers.advance(1_999)
    const second = hearLive(api)
    await until(() => second.told.includes('started'))
    timers.advance(2_000)
    push(1)
    await until(() => second.told.includes(10))
    expect(second.told).toEqual([pending, 'started', 10])
    expect(phone.asked).toHaveLength(1)
  })

  it('is opened anew for a subscription after the last one’s socket was closed', async () => {
    const api = clientOf({ lingerMs: 0 })
    for (const opened of [1, 2]) {
      const three = hear((callbacks) => api.three.subscribe('a', callbacks))
      await until(() => three.told.includes('complete'))
      expect(three.told).toEqual([...begun, 'a 1', 'a 2', 'a 3', 'stopped', 'complete'])
      timers.advance(0)
      expect(phone.asked).toHaveLength(opened)
    }
  })

  it('is not opened when its only subscription leaves at once', async () => {
    hearLive(clientOf({ lingerMs: 0 })).unsubscribe()
    timers.advance(0)
    await Promise.resolve()
    expect(phone.held()).toBe(0)
    expect(timers.due()).toEqual([])
  })

  it('sends connection params first, asked anew for each connection, and never in the address', async () => {
    let token = 'secret 1'
    const connectionParams = async () => Promise.resolve({ token })
    const api = clientOf({ connectionParams })
    const params = hear((callbacks) => api.params.subscribe(undefined, callbacks))
    await until(() => params.told.includes('complete'))
    expect(params.told).toContainEqual({ token: 'secret 1' })
    const live = hearLive(api)
    await until(() => live.told.includes('started'))
    token = 'secret 2'
    phone.cut('told')
    timers.advance(0)
    await until(() => live.told.filter((item) => item === 'started').length === 2)
    expect(phone.asked).toEqual([`${server.url}?connectionParams=1`, `${server.url}?connectionParams=1`])
    expect(phone.sent.filter((text) => text.includes('connectionParams'))).toEqual([
      '{"method":"connectionParams","data":{"token":"secret 1"}}',
      '{"method":"connectionParams","data":{"token":"secret 2"}}',
    ])
  })

  it('keeps a query of its address, which a promise may give', async () => {
    const api = clientOf({ url: () => Promise.resolve(`${server.url}?team=1`), connectionParams: () => ({ a: 'b' }) })
    const params = hear((callbacks) => api.params.subscribe(undefined, callbacks))
    await until(() => params.told.includes('complete'))
    expect(phone.asked).toEqual([`${server.url}?team=1&connectionParams=1`])
  })

  it('waits for a host that promises its task', async () => {
    const connect: ConnectEsque = (options) => Promise.resolve(phone.connect(options))
    const three = hear((callbacks) => clientOf({ connect }).three.subscribe('a', callbacks))
    await until(() => three.told.includes('complete'))
    expect(three.data()).toHaveLength(3)
  })

  it('carries queries and mutations not itself: they go to the next link', async () => {
    const http = await serveTestRouter()
    const { connect, host } = phone
    const api = createTRPCClient<TestRouter>({
      links: [
        uniSocketLink({ url: server.url, connect, host }),
        uniLink({ url: http.endpoint, request: createNodeRequest().request }),
      ],
    })
    expect(await api.greet.query('Ann')).toEqual({ greeting: 'hello Ann' })
    expect(phone.asked).toEqual([])
    await http.close()
  })

  it('takes uni’s and wx’s own functions as they are typed', () => {
    expectTypeOf<typeof uni.connectSocket>().toExtend<ConnectEsque>()
    expectTypeOf<Pick<typeof uni, 'onNetworkStatusChange'>>().toExtend<HostEsque>()
  })
})

describe('keep-alive', () => {
  it('answers the server’s PING, which closes what stays silent', async () => {
    const strict = await serveSockets(createSocketRouter(feed), {
      keepAlive: { enabled: true, pingMs: 5, pongWaitMs: 100 },
    })
    const live = hearLive(clientOf({ url: strict.url }))
    await until(() => phone.sent.filter((text) => text === 'PONG').length > 5)
    expect(live.told).toEqual(begun)
    expect(phone.asked).toHaveLength(1)
    await strict.close()
  })

  it('asks by PING after silence, and stays with a server that answers', async () => {
    const live = hearLive(clientOf({ keepAlive: { intervalMs: 100, pongTimeoutMs: 50 } }))
    await until(() => live.told.includes('started'))
    for (const round of [1, 2, 3]) {
      expect(timers.due()).toEqual([100])
      timers.advance(100)
      expect(timers.due()).toEqual([50])
      await until(() => timers.due()[0] === 100)
      expect(phone.sent.filter((text) => text === 'PING')).toHaveLength(round)
    }
    expect(live.told).toEqual(begun)
  })

  it('leaves a server that does not answer, and says so by kind', async () => {
    const mute = await serveSockets(createSocketRouter(feed), { dangerouslyDisablePong: true })
    const live = hearLive(clientOf({ url: mute.url, keepAlive: { intervalMs: 100, pongTimeoutMs: 50 } }))
    await until(() => live.told.includes('started'))
    timers.advance(150)
    expect(live.told.at(-1)).toEqual({ state: 'connecting', error: 'timeout' })
    timers.advance(0)
    await until(() => live.told.filter((item) => item === 'started').length === 2)
    await mute.close()
  })

  it('gives up on a socket that does not open', async () => {
    const connect: ConnectEsque = (options) =>
      Object.assign(phone.connect({ ...options, fail: () => {} }), { onOpen: () => {} })
    const live = hearLive(clientOf({ connect }))
    await until(() => phone.held() === 1)
    timers.advance(15_000)
    expect(live.told.at(-1)).toEqual({ state: 'connecting', error: 'timeout' })
    expect(phone.held()).toBe(0)
  })
})
