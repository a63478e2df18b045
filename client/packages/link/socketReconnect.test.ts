import { createTRPCClient } from '@trpc/client'
import { TRPCError } from '@trpc/server'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { uniSocketLink } from './socketLink.ts'
import type { SocketLinkBaseOptions } from './SocketLinkOptions.ts'
import type { ConnectEsque } from './SocketTaskEsque.ts'
import { createHandTimers, type HandTimers } from './testing/handTimers.ts'
import { hear, until } from './testing/hear.ts'
import { createNodeSocket, type NodeSocket } from './testing/nodeSocket.ts'
import {
  createFeed,
  createSocketRouter,
  serveSockets,
  type SocketRouter,
  type SocketServer,
} from './testing/socketServer.ts'
import { TransportError } from './TransportError.ts'

const interrupted = { state: 'connecting', error: 'interrupted' }
const pending = { state: 'pending' }

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

type Heard = ReturnType<typeof hear>
type Client = ReturnType<typeof clientOf>
const hearTracked = (api: Client) => hear((callbacks) => api.tracked.subscribe(undefined, callbacks))
const hearLive = (api: Client) => hear((callbacks) => api.live.subscribe(undefined, callbacks))
const event = (at: number) => ({ id: String(at), data: at })
const push = (...places: number[]) => places.forEach(feed.push)
const started = (count: number, { told }: Heard) =>
  until(() => told.filter((item) => item === 'started').length === count)

/** Subscribed, with the events 0 and 1 behind it; what is told from here on is told after `told` was emptied. */
async function underWay(options?: Partial<SocketLinkBaseOptions>) {
  const heard = hearTracked(clientOf(options))
  push(0, 1)
  await until(() => heard.data().length === 2)
  heard.told.length = 0
  return heard
}

describe('a socket that is cut', () => {
  it('is opened again at once, and tracked events go on after the last one seen', async () => {
    const heard = await underWay()
    phone.cut('told')
    push(2, 3)
    timers.advance(0)
    await until(() => heard.data().length === 2)
    push(4)
    await until(() => heard.data().length === 3)
    expect(heard.told).toEqual([interrupted, pending, 'started', event(2), event(3), event(4)])
    expect(JSON.parse(phone.sent[1] ?? '')).toMatchObject({ params: { path: 'tracked', lastEventId: '1' } })
  })

  it('is opened again when the server closes it', async () => {
    const heard = await underWay()
    server.closeSockets(1012)
    push(2)
    await until(() => heard.told.length === 1)
    timers.advance(0)
    await until(() => heard.data().length === 1)
    expect(heard.told).toEqual([interrupted, pending, 'started', event(2)])
  })

  it('keeps the place of tracked events when others follow them', async () => {
    const heard = hear((callbacks) => clientOf().mixed.subscribe(undefined, callbacks))
    await until(() => heard.told.includes(-1))
    phone.cut('told')
    timers.advance(0)
    await started(2, heard)
    expect(JSON.parse(phone.sent[1] ?? '')).toMatchObject({ params: { lastEventId: '0' } })
  })

  it('is not opened again for subscriptions that left', async () => {
    const heard = await underWay()
    heard.unsubscribe()
    phone.cut('told')
    expect(timers.due()).toEqual([])
    expect(phone.held()).toBe(0)
  })

  it('is waited for longer and longer, by a random half less, and from the start again after an answer', async () => {
    // No host tells that the network is back: only an answer starts the count anew.
    const heard = await underWay({ random: () => 0.5, host: {} })
    phone.cut('told')
    phone.setNetwork(false)
    const waits = []
    for (let tries = 0; tries < 8; tries++) {
      await until(() => heard.told.length === tries + 1)
      waits.push(...timers.due())
      timers.advance(timers.due()[0] ?? 0)
    }
    await until(() => heard.told.length === 9)
    expect(waits).toEqual([0, 1500, 3000, 6000, 12_000, 22_500, 22_500, 22_500])
    expect(heard.told.slice(0, 3)).toEqual([
      interrupted,
      { state: 'connecting', error: 'offline' },
      { state: 'connecting', error: 'offline' },
    ])
    phone.setNetwork(true)
    timers.advance(22_500)
    await started(1, heard)
    phone.cut('told')
    expect(timers.due()).toEqual([0])
  })
})

describe('a program that comes back from the background', () => {
  it('resumes at once, without a timer, when its socket died unnoticed', async () => {
    const heard = await underWay()
    phone.hide()
    phone.cut('silent')
    push(2, 3)
    phone.show()
    await until(() => heard.data().length === 2)
    expect(heard.told).toEqual([interrupted, pending, 'started', event(2), event(3)])
  })

  it('resumes at once when it had been told, and waited for its next attempt', async () => {
    const heard = await underWay()
    phone.hide()
    phone.cut('told')
    push(2)
    phone.show()
    await until(() => heard.data().length === 1)
    expect(heard.told).toEqual([interrupted, pending, 'started', event(2)])
  })

  it('keeps a socket that still answers, and what is not tracked loses nothing', async () => {
    const live = hearLive(clientOf())
    await started(1, live)
    for (let turn = 1; turn <= 5; turn++) {
      await until(() => feed.readers() === 1)
      phone.hide()
      push(turn)
      phone.show()
      await until(() => live.told.includes(turn) && phone.held() === 1)
    }
    push(6)
    await until(() => live.told.includes(6))
    expect(live.told.slice(3)).toEqual(['started', 1, 2, 3, 4, 5, 6])
    await until(() => server.open() === 1)
  })

  it('does nothing of it at its start, or without subscriptions', async () => {
    const heard = await underWay()
    phone.show()
    expect(phone.asked).toHaveLength(1)
    heard.unsubscribe()
    phone.hide()
    phone.show()
    phone.setNetwork(true)
    expect(phone.asked).toHaveLength(1)
  })
})

describe('the network', () => {
  it('resumes at once when it returns, though nothing told of the socket’s death', async () => {
    const heard = await underWay()
    phone.setNetwork(false)
    push(2)
    phone.setNetwork(true)
    await until(() => heard.data().length === 1)
    expect(heard.told).toEqual([interrupted, pending, 'started', event(2)])
  })

  it('is said to be missing before the first socket, which opens when it comes', async () => {
    phone.setNetwork(false)
    const heard = hearTracked(clientOf())
    await until(() => heard.told.length === 3)
    phone.setNetwork(true)
    await started(1, heard)
    expect(heard.told).toEqual([
      { state: 'idle' },
      { state: 'connecting' },
      { state: 'connecting', error: 'offline' },
      pending,
      'started',
    ])
  })
})

describe('a server that asks to be left', () => {
  it('is left for a new socket, of which the subscription hears nothing', async () => {
    const heard = await underWay()
    server.askToReconnect()
    await until(() => server.connections() === 2 && server.open() === 1)
    push(2, 3)
    await until(() => heard.data().length === 2)
    expect(heard.told).toEqual([event(2), event(3)])
  })

  it('serves on while no other socket can be opened', async () => {
    const answers = [phone.connect]
    const connect: ConnectEsque = (options) => (answers.shift() ?? noSocket)(options)
    const heard = await underWay({ connect })
    server.askToReconnect()
    await until(() => timers.due().includes(0))
    push(2)
    await until(() => heard.data().length === 1)
    answers.push(phone.connect)
    timers.advance(0)
    await until(() => server.connections() === 2 && server.open() === 1)
    push(3)
    await until(() => heard.data().length === 2)
    expect(heard.told).toEqual([event(2), event(3)])
  })
})

const noSocket: ConnectEsque = (options) => {
  setImmediate(() => options.fail({ errMsg: 'connectSocket:fail' }))
  return phone.connect({ ...options, url: 'ws://127.0.0.1:1' })
}

describe('what fails for good', () => {
  it.each([
    ['a page of HTML', '<html>sign in</html>'],
    ['JSON that is no message', '{"hello":1}'],
    ['a list', '[]'],
    ['null', 'null'],
    ['an answer without a number', '{"result":{"type":"data","data":1}}'],
    ['an error that is none', '{"id":null,"error":"no"}'],
    ['bytes', new Uint8Array([1, 2, 3])],
  ])('is a socket that says %s: every subscription is told by kind, and the next one works', async (_, garbage) => {
    const api = clientOf()
    const both = [hearTracked(api), hearLive(api)]
    await Promise.all(both.map((heard) => started(1, heard)))
    server.say(garbage)
    for (const { told } of both) {
      await until(() => told.some((item) => JSON.stringify(item).includes('failed')))
      expect(told.slice(-2)).toEqual(['started', { failed: 'unreadable' }])
    }
    expect([phone.held(), timers.due()]).toEqual([0, []])
    const next = hear((callbacks) => api.three.subscribe('a', callbacks))
    await until(() => next.told.includes('complete'))
  })

  it('is not a message of a kind that later versions may have', async () => {
    const heard = await underWay()
    server.say('{"id":null,"method":"news"}')
    server.say('{"id":99,"result":{"type":"data","data":1}}')
    push(2)
    await until(() => heard.data().length === 1)
    expect(heard.told).toEqual([event(2)])
  })

  it('is a domain that is not on WeChat’s list', async () => {
    phone = createNodeSocket({ domains: ['other.example.com'] })
    const heard = hearLive(clientOf())
    await until(() => heard.told.length === 3)
    expect(heard.told).toEqual([{ state: 'idle' }, { state: 'connecting' }, { failed: 'domain' }])
    expect(timers.due()).toEqual([])
  })

  it('are connection params that reject, unless the network did it', async () => {
    const failures = [new Error('not signed in'), 'no reason', new TransportError('offline')]
    const connectionParams = () => Promise.reject(failures.shift() as Error)
    const api = clientOf({ connectionParams })
    for (const failed of ['not signed in', 'no reason']) {
      const heard = hearLive(api)
      await until(() => heard.told.length === 3)
      expect(heard.told.at(-1)).toEqual({ failed })
    }
    const waiting = hearLive(api)
    await until(() => waiting.told.length === 3)
    expect(waiting.told.at(-1)).toEqual({ state: 'connecting', error: 'offline' })
    expect(phone.asked).toEqual([])
  })

  it('is a server that refuses the connection: each subscription gets its error', async () => {
    const admit = () => {
      throw new TRPCError({ code: 'UNAUTHORIZED', message: 'who are you' })
    }
    const strict = await serveSockets(createSocketRouter(feed), { admit })
    const api = clientOf({ url: strict.url })
    const both = [hearLive(api), hearTracked(api)]
    await until(() => both.every(({ told }) => JSON.stringify(told).includes('who are you')))
    for (const { told } of both) expect(told.at(-1)).toEqual({ failed: 'who are you' })
    expect(timers.due()).toEqual([])
    await strict.close()
  })

  it('is not a server that refuses by a fault of its own: it is asked again, later and later', async () => {
    let isBroken = true
    const admit = () => {
      if (isBroken) throw new TRPCError({ code: 'SERVICE_UNAVAILABLE', message: 'busy' })
    }
    const busy = await serveSockets(createSocketRouter(feed), { admit })
    const heard = hearLive(clientOf({ url: busy.url }))
    const waits = []
    for (let tries = 0; tries < 3; tries++) {
      await until(() => heard.told.filter((item) => JSON.stringify(item).includes('busy')).length === tries + 1)
      waits.push(...timers.due())
      timers.advance(timers.due()[0] ?? 0)
    }
    expect(waits).toEqual([0, 2000, 4000])
    await until(() => heard.told.filter((item) => JSON.stringify(item).includes('busy')).length === 4)
    isBroken = false
    timers.advance(8000)
    await started(1, heard)
    await busy.close()
  })
})

type Blow = 'cut' | 'silence' | 'background' | 'nap' | 'network' | 'move' | 'close' | 'subscribe'
const blows: Blow[] = ['cut', 'silence', 'background', 'nap', 'network', 'move', 'close', 'subscribe']

describe('tracked events', () => {
  it('come once each and in order, whatever happens to sockets between and during them', async () => {
    const script = fc.array(fc.oneof(fc.constantFrom(...blows), fc.constant('push'), fc.constant('wait')), {
      maxLength: 25,
    })
    await fc.assert(fc.asyncProperty(script, survives), { numRuns: 60 })
  })
})

async function survives(script: (Blow | 'push' | 'wait')[]): Promise<void> {
  const own = createNodeSocket()
  phone = own
  const before = feed.items.length
  const api = clientOf({ after: (delayMs, callback) => shortly(Math.min(delayMs, 200), callback) })
  const from = { lastEventId: before - 1 }
  const heard = [hear((callbacks) => api.tracked.subscribe(from, callbacks))]
  for (const step of script) {
    if (step === 'push') feed.push(feed.items.length)
    else if (step === 'wait') await new Promise((resolve) => setTimeout(resolve, 3))
    else if (step === 'subscribe') heard.push(hear((callbacks) => api.tracked.subscribe(from, callbacks)))
    else strike(step, own)
  }
  feed.push(feed.items.length)
  const expected = feed.items.slice(before).map(event)
  await until(() => heard.every((one) => one.data().length >= expected.length))
  for (const one of heard) {
    expect(one.data()).toEqual(expected)
    one.unsubscribe()
  }
}

function strike(blow: Exclude<Blow, 'subscribe'>, own: NodeSocket): void {
  if (blow === 'cut') own.cut('told')
  if (blow === 'silence') {
    own.cut('silent')
    own.setNetwork(true)
  }
  if (blow === 'network') {
    own.setNetwork(false)
    own.setNetwork(true)
  }
  if (blow === 'move') server.askToReconnect()
  if (blow === 'close') server.closeSockets(1012)
  if (blow !== 'background' && blow !== 'nap') return
  own.hide()
  if (blow === 'background') own.cut('silent')
  own.show()
}

function shortly(delayMs: number, callback: () => void): () => void {
  const timer = setTimeout(callback, delayMs)
  return () => clearTimeout(timer)
}
