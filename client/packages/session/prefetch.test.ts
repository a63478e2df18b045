import { createTRPCClient } from '@trpc/client'
import { observable } from '@trpc/server/observable'
import { describe, expect, it } from 'vitest'
import type { AppRouter } from '../../../server/procedures/router.ts'
import { createPrefetch, type PrefetchAnswer, type PrefetchHost } from './prefetch.ts'

const serverTime = Date.parse('2026-01-01T00:00:00Z')
const user = { id: 'u', nickname: null, avatarUrl: null, phone: null, createdAt: '2026-01-01T00:00:00.000Z' }
const answer = (change: object = {}) =>
  JSON.stringify({ time: new Date(serverTime - 1000).toISOString(), sessionId: 's1', user, ...change })

/** A program at its cold start, its WeChat played by the test, its server always answering `from: server`. */
function start(host: PrefetchHost = {}) {
  const session = { id: 's1' as string | null, state: 'signed-in' as const, serverTime: () => serverTime }
  const asked: string[] = []
  const prefetch = createPrefetch<AppRouter>(session, host)
  const api = createTRPCClient<AppRouter>({
    links: [
      prefetch.link,
      () =>
        ({ op }) =>
          observable((observer) => {
            asked.push(op.path)
            observer.next({ result: { type: 'data', data: { ...user, nickname: 'from the server' } } })
            observer.complete()
          }),
    ],
  })
  return { api, asked, prefetch, session }
}
const answering = (fetchedData: unknown): PrefetchHost => ({
  getBackgroundFetchData: ({ success }) => success({ fetchedData }),
})

describe('the first user.me of a cold start', () => {
  it('is answered by what WeChat fetched, without a request, once', async () => {
    const { api, asked } = start(answering(answer()))
    expect(await api.user.me.query()).toEqual(user)
    expect(asked).toEqual([])
    expect((await api.user.me.query()).nickname).toBe('from the server')
  })

  it('waits a moment for an answer that is on its way, and takes it rather than an old one', async () => {
    let deliver: (late: PrefetchAnswer) => void = () => {}
    const order: string[] = []
    const { api, asked } = start({
      onBackgroundFetchData: (listener) => {
        order.push('listen')
        deliver = listener
      },
      getBackgroundFetchData: ({ success }) => {
        order.push('read')
        success({ fetchedData: answer({ time: new Date(serverTime - 61_000).toISOString() }) })
      },
    })
    const me = api.user.me.query()
    setTimeout(() => deliver({ fetchedData: answer() }), 20)
    expect(await me).toEqual(user)
    expect([asked, order]).toEqual([[], ['listen', 'read']])
  })

  it.each([
    ['there is none (iOS)', answering('')],
    ['reading fails (Android)', { getBackgroundFetchData: ({ fail }) => fail() } as PrefetchHost],
    ['the host has no pre-fetch (H5)', {}],
    ['it is of another session', answering(answer({ sessionId: 's2' }))],
    ['it is old', answering(answer({ time: new Date(serverTime - 60_001).toISOString() }))],
    ['it is from the future', answering(answer({ time: new Date(serverTime + 60_001).toISOString() }))],
    ['it is no JSON', answering('<html>')],
    ['it is no answer', answering('[]')],
    ['it never comes', { getBackgroundFetchData: () => {} } as PrefetchHost],
  ])('is asked of the server when %s', async (_why, host) => {
    const { api, asked } = start(host)
    expect((await api.user.me.query()).nickname).toBe('from the server')
    expect(asked).toEqual(['user.me'])
  })

  it('is asked of the server when somebody else signed in meanwhile', async () => {
    const { api, session } = start(answering(answer()))
    session.id = 's2'
    expect((await api.user.me.query()).nickname).toBe('from the server')
  })
})

describe('what WeChat may ask with', () => {
  it('is set once per session, and taken back on sign-out', async () => {
    const tokens: string[] = []
    const { api, prefetch, session } = start({ setBackgroundFetchToken: ({ token }) => void tokens.push(token) })
    const ask = () => Promise.resolve({ prefetchToken: `for ${session.id}` })
    await prefetch.entrust(ask)
    await prefetch.entrust(ask)
    session.id = 's2'
    await prefetch.entrust(ask)
    await api.auth.logout.mutate({ scope: 'others' })
    await api.auth.logout.mutate({ scope: 'this' })
    expect(tokens).toEqual(['for s1', 'for s2', 'signed-out'])
  })

  it('is not set for a session that ended while it was asked for, nor where there is no pre-fetch', async () => {
    const tokens: string[] = []
    const { prefetch, session } = start({ setBackgroundFetchToken: ({ token }) => void tokens.push(token) })
    await prefetch.entrust(() => {
      session.id = null
      return Promise.resolve({ prefetchToken: 'x' })
    })
    let asked = 0
    await start({}).prefetch.entrust(() => Promise.resolve({ prefetchToken: String(asked++) }))
    expect([tokens, asked]).toEqual([[], 0])
  })

  it.each<[string, PrefetchHost['setBackgroundFetchToken']]>([
    ['by its callback', ({ fail }) => fail()],
    ['by a promise', () => Promise.reject(new Error('setBackgroundFetchToken:fail'))],
    [
      'by throwing',
      () => {
        throw new Error('setBackgroundFetchToken:fail')
      },
    ],
  ])(
    'is tried again the next time when WeChat refuses it %s, and nothing is left uncaught',
    async (_how, refuse = () => {}) => {
      const uncaught: unknown[] = []
      const note = (reason: unknown) => void uncaught.push(reason)
      process.on('unhandledRejection', note)
      const tokens: string[] = []
      let isRefusing = true
      const { api, prefetch } = start({
        setBackgroundFetchToken: (options) => (isRefusing ? refuse(options) : tokens.push(options.token)),
      })
      await prefetch.entrust(() => Promise.resolve({ prefetchToken: 'one' }))
      await api.auth.logout.mutate({ scope: 'this' })
      await new Promise((resolve) => setTimeout(resolve, 10))
      isRefusing = false
      for (const _time of [1, 2]) await prefetch.entrust(() => Promise.resolve({ prefetchToken: 'two' }))
      process.off('unhandledRejection', note)
      expect([tokens, uncaught]).toEqual([['two'], []])
    },
  )
})
