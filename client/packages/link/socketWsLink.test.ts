/** The same subscriptions of the same router through uniSocketLink and through tRPC's own wsLink. */
import { createTRPCClient, createWSClient, wsLink, type TRPCLink } from '@trpc/client'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { uniSocketLink } from './socketLink.ts'
import { hear, until } from './testing/hear.ts'
import { createNodeSocket } from './testing/nodeSocket.ts'
import {
  createFeed,
  createSocketRouter,
  serveSockets,
  type SocketRouter,
  type SocketServer,
} from './testing/socketServer.ts'

interface Scene {
  api: ReturnType<typeof createTRPCClient<SocketRouter>>
  feed: ReturnType<typeof createFeed>
  server: SocketServer
}

let feed: Scene['feed']
let server: SocketServer
beforeEach(async () => {
  feed = createFeed()
  server = await serveSockets(createSocketRouter(feed))
})
afterEach(() => server.close())

const connectionParams = () => ({ token: 'abc' })
const ended = (told: unknown[]) =>
  until(() => told.some((item) => item === 'complete' || JSON.stringify(item).includes('failed')))
const starts = (told: unknown[]) => told.filter((item) => item === 'started').length

/** Each answers what the subscriptions were told. */
const scenes: Record<string, (scene: Scene) => Promise<unknown>> = {
  'values, to the end': async ({ api }) => toTheEnd((callbacks) => api.three.subscribe('a', callbacks)),
  'connection params': async ({ api }) => toTheEnd((callbacks) => api.params.subscribe(undefined, callbacks)),
  'an error after a value': async ({ api }) => toTheEnd((callbacks) => api.breaks.subscribe(undefined, callbacks)),
  'a refusal': async ({ api }) => toTheEnd((callbacks) => api.refused.subscribe(undefined, callbacks)),
  'an input the procedure rejects': async ({ api }) =>
    // @ts-expect-error the procedure takes a text
    toTheEnd((callbacks) => api.three.subscribe(5, callbacks)),
  'a procedure that does not exist': async ({ api }) =>
    // @ts-expect-error there is no such procedure
    toTheEnd((callbacks) => api.nowhere.subscribe(undefined, callbacks)),
  'a query called as a subscription': async ({ api }) =>
    // @ts-expect-error it is a query
    toTheEnd((callbacks) => api.greet.subscribe('a', callbacks)),
  'an abort': async ({ api, feed: list }) => {
    const controller = new AbortController()
    const { told } = hear((callbacks) => api.live.subscribe(undefined, { ...callbacks, signal: controller.signal }))
    await until(() => starts(told) === 1 && list.readers() === 1)
    controller.abort()
    await until(() => list.readers() === 0)
    return told
  },
  'a caller that leaves': async ({ api, feed: list }) => {
    const heard = hear((callbacks) => api.live.subscribe(undefined, callbacks))
    await until(() => starts(heard.told) === 1 && list.readers() === 1)
    heard.unsubscribe()
    await until(() => list.readers() === 0)
    return heard.told
  },
  'a second subscription on an open socket': async ({ api }) => {
    const first = hear((callbacks) => api.live.subscribe(undefined, callbacks))
    await until(() => starts(first.told) === 1)
    const second = await toTheEnd((callbacks) => api.three.subscribe('b', callbacks))
    first.unsubscribe()
    return [first.told, second]
  },
  'a socket closed by the server, tracked': async ({ api, feed: list, server: closing }) => {
    const heard = hear((callbacks) => api.tracked.subscribe(undefined, callbacks))
    list.push(1)
    await until(() => heard.data().length === 1)
    closing.closeSockets(1012)
    list.push(2)
    await until(() => starts(heard.told) === 2 && heard.data().length === 2)
    heard.unsubscribe()
    return heard.told
  },
  'a server that asks to be left, tracked': async ({ api, feed: list, server: leaving }) => {
    const heard = hear((callbacks) => api.tracked.subscribe(undefined, callbacks))
    list.push(1)
    await until(() => heard.data().length === 1)
    const before = leaving.connections()
    leaving.askToReconnect()
    await until(() => leaving.connections() === before + 1 && leaving.open() === 1)
    list.push(2)
    await until(() => heard.data().length === 2)
    heard.unsubscribe()
    return heard.told
  },
}

describe('uniSocketLink beside wsLink', () => {
  it.each(Object.keys(scenes))('same states, values and errors, in the same order: %s', async (name) => {
    const ours = await outcomeOf(
      name,
      uniSocketLink({ url: server.url, ...createNodeSocket(), connectionParams, lingerMs: 0 }),
    )
    const client = createWSClient({
      url: server.url,
      connectionParams,
      lazy: { enabled: true, closeMs: 0 },
      // The standard's and ws's differ in members that nobody here uses.
      WebSocket: WebSocket as unknown as NonNullable<Parameters<typeof createWSClient>[0]['WebSocket']>,
    })
    const theirs = await outcomeOf(name, wsLink({ client }))
    await client.close()
    expect(ours).toEqual(theirs)
  })
})

async function outcomeOf(name: string, link: TRPCLink<SocketRouter>): Promise<unknown> {
  const scene = scenes[name]
  if (!scene) throw new Error(`no scene named ${name}`)
  feed.items.length = 0
  const told = await scene({ api: createTRPCClient<SocketRouter>({ links: [link] }), feed, server })
  await until(() => server.open() === 0)
  return withoutCauses(told)
}

async function toTheEnd(begin: Parameters<typeof hear>[0]): Promise<unknown[]> {
  const { told } = hear(begin)
  await ended(told)
  return told
}

/** Why a socket was lost has other words: ours is a kind. */
function withoutCauses(told: unknown): unknown {
  return JSON.parse(JSON.stringify(told), (key, value: unknown) => (key === 'error' ? 'lost' : value))
}
