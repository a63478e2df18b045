/** Who the socket speaks for, whether it is alive when the next page comes, and what a program may do with it. */
import { createTRPCClient } from '@trpc/client'
import { TRPCError } from '@trpc/server'
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
import { kindOf } from './TransportError.ts'

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

function open(options: Partial<SocketLinkBaseOptions> = {}) {
  const { connect, host } = phone
  const socket = uniSocketLink<SocketRouter>({
    ...{ url: server.url, connect, host, after: timers.after, random: () => 1 },
    ...options,
  })
  return { socket, api: createTRPCClient<SocketRouter>({ links: [socket] }) }
}

type Client = ReturnType<typeof open>['api']
const hearLive = (api: Client) => hear((callbacks) => api.live.subscribe(undefined, callbacks))
const hearParams = (api: Client) => hear((callbacks) => api.params.subscribe(undefined, callbacks))
const started = ({ told }: ReturnType<typeof hear>) => until(() => told.includes('started'))

/** A page that was shown, and hidden again: its socket lingers. */
async function leaveOnePage(options: Partial<SocketLinkBaseOptions> = {}) {
  const opened = open(options)
  const first = hearLive(opened.api)
  await started(first)
  first.unsubscribe()
  return opened
}

describe('a socket that lingers, and has died unheard', () => {
  it.each(['the app comes first', 'the page comes first'])(
    'is left at once when the person is back: %s',
    async (order) => {
      const { api } = await leaveOnePage()
      phone.hide()
      phone.cut('silent')
      if (order === 'the app comes first') phone.show()
      const second = hearLive(api)
      if (order === 'the page comes first') phone.show()
      // Without a timer: nothing is waited for.
      await started(second)
      expect(server.connections()).toBe(2)
    },
  )

  it('is left at once when the network is back', async () => {
    const { api } = await leaveOnePage()
    phone.setNetwork(false)
    phone.setNetwork(true)
    await started(hearLive(api))
    expect(server.connections()).toBe(2)
  })

  it('is asked for a sign of life by the next subscription where the host tells of nothing', async () => {
    const { api } = await leaveOnePage({ host: {}, keepAlive: { intervalMs: 15_000, pongTimeoutMs: 5_000 } })
    phone.cut('silent')
    const second = hearLive(api)
    expect(timers.due()).toEqual([5_000])
    timers.advance(5_000)
    timers.advance(0)
    await started(second)
    expect(server.connections()).toBe(2)
  })

  it('serves on when it is alive', async () => {
    const { api } = await leaveOnePage({ host: {} })
    const second = hearLive(api)
    await started(second)
    await until(() => timers.due().includes(15_000))
    expect([server.connections(), phone.sent.filter((text) => text === 'PING').length]).toEqual([1, 1])
  })
})

describe('the person a socket speaks for', () => {
  const people = (token: string) => {
    const person = { token }
    return { person, connectionParams: () => ({ ...person }) }
  }

  it('is the one of now, though the socket of the former one lingers', async () => {
    const { person, connectionParams } = people('Ann')
    const { api } = await leaveOnePage({ connectionParams })
    person.token = 'Bob'
    const params = hearParams(api)
    await until(() => params.told.includes('complete'))
    expect(params.told).toContainEqual({ token: 'Bob' })
    await until(() => server.open() === 1)
  })

  it('is the one of now while others still listen, who are moved along and lose nothing', async () => {
    const { person, connectionParams } = people('Ann')
    const { api } = open({ connectionParams })
    const live = hearLive(api)
    await started(live)
    await until(() => feed.readers() === 1)
    person.token = 'Bob'
    const params = hearParams(api)
    await until(() => params.told.includes('complete'))
    expect(params.told).toContainEqual({ token: 'Bob' })
    await until(() => server.open() === 1 && feed.readers() === 1)
    feed.push(7)
    await until(() => live.told.includes(7))
  })

  it('is asked for again and keeps the socket when it is the same', async () => {
    const { connectionParams } = people('Ann')
    const { api } = await leaveOnePage({ connectionParams })
    const params = hearParams(api)
    await until(() => params.told.includes('complete'))
    expect([params.told.filter((item) => typeof item === 'object').at(-1), server.connections()]).toEqual([
      { token: 'Ann' },
      1,
    ])
  })

  it('fails the new subscription alone when it cannot be said who it is', async () => {
    let isSignedIn = true
    const connectionParams = () => {
      if (!isSignedIn) throw new Error('signed out')
      return { token: 'Ann' }
    }
    const { api } = open({ connectionParams })
    const live = hearLive(api)
    await started(live)
    isSignedIn = false
    const second = hearLive(api)
    await until(() => second.told.length > 1)
    expect(second.told.at(-1)).toEqual({ failed: 'signed out' })
    feed.push(1)
    await until(() => live.told.includes(1))
  })

  it('is waited for no longer than a socket is', async () => {
    let hangs = false
    const connectionParams = () => (hangs ? new Promise<never>(() => {}) : { token: 'Ann' })
    const { api } = await leaveOnePage({ connectionParams })
    hangs = true
    const second = hearLive(api)
    hangs = false
    timers.advance(15_000)
    await started(second)
  })

  it.each(['cut', 'silent'])(
    'is refused on the way back, and every subscription hears it: the socket was %s',
    async (how) => {
      let hasEnded = false
      const admit = () => {
        if (hasEnded) throw new TRPCError({ code: 'UNAUTHORIZED', message: 'SESSION_ENDED' })
      }
      const strict = await serveSockets(createSocketRouter(feed), { admit })
      const { api } = open({ url: strict.url, connectionParams: () => ({ token: 'Ann' }) })
      const both = [hearLive(api), hearLive(api)]
      await Promise.all(both.map(started))
      hasEnded = true
      phone.hide()
      phone.cut(how === 'cut' ? 'told' : 'silent')
      phone.show()
      await until(() => both.every(({ told }) => JSON.stringify(told).includes('SESSION_ENDED')))
      for (const { told } of both) expect(told.at(-1)).toEqual({ failed: 'SESSION_ENDED' })
      expect([phone.held(), timers.due()]).toEqual([0, []])
      await strict.close()
    },
  )
})

describe('the link as a handle', () => {
  it('tells its state, as tRPC names it', async () => {
    const { socket, api } = open({ lingerMs: 0 })
    expect(socket.state).toBe('idle')
    const live = hearLive(api)
    expect(socket.state).toBe('connecting')
    await started(live)
    expect(socket.state).toBe('pending')
    live.unsubscribe()
    timers.advance(0)
    expect(socket.state).toBe('idle')
  })

  it('closes: subscriptions are complete, nothing is tried again, and the next one opens anew', async () => {
    const { socket, api } = open()
    const both = [hearLive(api), hearLive(api)]
    await Promise.all(both.map(started))
    socket.close()
    for (const { told } of both) expect(told.at(-1)).toBe('complete')
    expect([socket.state, phone.held(), timers.due()]).toEqual(['idle', 0, []])
    await until(() => server.open() === 0)
    await started(hearLive(api))
    expect(server.connections()).toBe(2)
  })

  it('closes while it is opening, while it waits, and when there is nothing', async () => {
    const { socket, api } = open()
    socket.close()
    const live = hearLive(api)
    socket.close()
    expect(live.told.at(-1)).toBe('complete')
    phone.setNetwork(false)
    const waiting = hearLive(api)
    await until(() => JSON.stringify(waiting.told).includes('offline'))
    socket.close()
    expect([waiting.told.at(-1), phone.held(), timers.due()]).toEqual(['complete', 0, []])
  })

  it('tells of each socket that opens and closes, and of what fails, once each', async () => {
    const told: unknown[] = []
    const { socket, api } = open({
      onOpen: () => told.push('open'),
      onClose: () => told.push('close'),
      onError: (error) => told.push(kindOf(error)),
    })
    const live = hearLive(api)
    await started(live)
    phone.cut('told')
    phone.setNetwork(false)
    timers.advance(0)
    await until(() => told.includes('offline'))
    phone.setNetwork(true)
    await until(() => told.filter((word) => word === 'open').length === 2)
    socket.close()
    socket.close()
    expect(told).toEqual(['open', 'close', 'interrupted', 'offline', 'open', 'close'])
  })

  it('stays open without end when it lingers for Infinity', async () => {
    await leaveOnePage({ lingerMs: Infinity })
    expect(timers.due()).toEqual([15_000])
    expect(phone.held()).toBe(1)
  })

  it('tries again when the host rejects its promise in its own words, and a task that cannot even close is no failure', async () => {
    const answers: ConnectEsque[] = [() => Promise.reject(Object.assign({}, { errMsg: 'connectSocket:fail' }))]
    const connect: ConnectEsque = (options) => (answers.shift() ?? phone.connect)(options)
    const { socket, api } = open({ connect })
    const live = hearLive(api)
    await until(() => JSON.stringify(live.told).includes('offline'))
    timers.advance(0)
    await started(live)
    socket.close()
    expect(live.told.at(-1)).toBe('complete')
  })
})
