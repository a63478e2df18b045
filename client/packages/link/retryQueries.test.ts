import { createTRPCClient, type Operation } from '@trpc/client'
import { observable } from '@trpc/server/observable'
import { describe, expect, it } from 'vitest'
import type { FailureEsque, RequestEsque } from './RequestEsque.ts'
import { retryQueries, type RetryQueriesOptions } from './retryQueries.ts'
import { createHandTimers } from './testing/handTimers.ts'
import type { TestRouter } from './testing/testServer.ts'
import { kindOf } from './TransportError.ts'
import { uniLink } from './uniLink.ts'

const answered = '[{"result":{"data":{"greeting":"hello"}}}]'
const refused = '[{"error":{"code":-32001,"message":"no","data":{"code":"UNAUTHORIZED"}}}]'
const offline: FailureEsque = { errMsg: 'request:fail' }

/** A host that ends its requests as told, in order, and a clock that is moved by hand. */
function world(ends: (string | FailureEsque)[], options: RetryQueriesOptions = {}) {
  const timers = createHandTimers()
  const shows: (() => void)[] = []
  const hides: (() => void)[] = []
  const networks: ((status: { isConnected: boolean }) => void)[] = []
  const host = {
    onAppShow: (listener: () => void) => void shows.push(listener),
    onAppHide: (listener: () => void) => void hides.push(listener),
    onNetworkStatusChange: (listener: (status: { isConnected: boolean }) => void) => void networks.push(listener),
  }
  let sent = 0
  const request: RequestEsque = ({ success, fail }) => {
    const end = ends[sent]
    sent += 1
    if (typeof end === 'string') success({ data: end, statusCode: 200, header: {} })
    else fail(end ?? {})
    return {}
  }
  const retry = retryQueries<TestRouter>({ after: timers.after, random: () => 1, host, ...options })
  const sending = uniLink<TestRouter>({ url: '/trpc', request })
  const api = createTRPCClient<TestRouter>({ links: [retry, sending] })
  const never = () => observable<never, never>(() => () => {})
  const link = (op: Operation) => retry({})({ op, next: (again) => sending({})({ op: again, next: never }) })
  return { api, link, timers, shows, hides, networks, sent: () => sent }
}

const tick = () => new Promise((resolve) => setTimeout(resolve, 5))

describe('retryQueries', () => {
  it.each<[string, FailureEsque]>([
    ['offline', offline],
    ['timeout', { errMsg: 'request:fail timeout' }],
    ['interrupted', { errMsg: 'request:fail interrupted' }],
  ])('sends a query again after it was %s', async (_, failure) => {
    const { api, timers, sent } = world([failure, failure, answered])
    const greeted = api.greet.query('a')
    await tick()
    expect([sent(), timers.due()]).toEqual([1, [1000]])
    timers.advance(1000)
    await tick()
    expect([sent(), timers.due()]).toEqual([2, [2000]])
    timers.advance(2000)
    expect(await greeted).toEqual({ greeting: 'hello' })
    expect(timers.due()).toEqual([])
  })

  it('takes a random half off its pauses', async () => {
    const { api, timers } = world([offline, answered], { random: () => 0 })
    const greeted = api.greet.query('a')
    await tick()
    expect(timers.due()).toEqual([500])
    timers.advance(500)
    await greeted
  })

  it('gives up after its last attempt, with the last failure', async () => {
    const { api, timers, sent } = world([offline, offline, { errMsg: 'request:fail timeout' }, answered], {
      attempts: 3,
    })
    const failed = api.greet.query('a').catch(kindOf)
    for (const pause of [1000, 2000]) {
      await tick()
      timers.advance(pause)
    }
    expect(await failed).toBe('timeout')
    expect(sent()).toBe(3)
  })

  it('never repeats a mutation, a refusal, or what another try cannot mend', async () => {
    const mutation = world([offline, answered])
    expect(await mutation.api.add.mutate('a').catch(kindOf)).toBe('offline')
    const refusal = world([refused, answered])
    await expect(refusal.api.greet.query('a')).rejects.toThrow('no')
    const domain = world([{ errno: 600002 }, answered])
    expect(await domain.api.greet.query('a').catch(kindOf)).toBe('domain')
    expect([mutation.sent(), refusal.sent(), domain.sent()]).toEqual([1, 1, 1])
  })

  it('is woken by the network’s return', async () => {
    const { api, networks, timers, sent } = world([offline, answered])
    const greeted = api.greet.query('a')
    await tick()
    networks.forEach((listener) => listener({ isConnected: false }))
    await tick()
    expect(sent()).toBe(1)
    networks.forEach((listener) => listener({ isConnected: true }))
    expect(await greeted).toEqual({ greeting: 'hello' })
    expect(timers.due()).toEqual([])
  })

  it('is woken by the foreground, though not by the program’s start', async () => {
    const { api, shows, hides, sent } = world([offline, answered])
    const greeted = api.greet.query('a')
    await tick()
    shows.forEach((listener) => listener())
    await tick()
    expect(sent()).toBe(1)
    hides.forEach((listener) => listener())
    shows.forEach((listener) => listener())
    expect(await greeted).toEqual({ greeting: 'hello' })
  })

  it('does not send again what was aborted while it waited', async () => {
    const { api, timers, sent } = world([offline, answered])
    const controller = new AbortController()
    const gone = api.greet.query('a', { signal: controller.signal }).catch(kindOf)
    await tick()
    controller.abort()
    expect(await gone).toBe('aborted')
    expect(timers.due()).toEqual([])
    expect(sent()).toBe(1)
  })

  it('does not send again what nobody listens to any more', async () => {
    const { link, timers, sent } = world([offline, answered])
    const op: Operation = { id: 1, type: 'query', path: 'greet', input: 'a', context: {}, signal: null }
    const subscription = link(op).subscribe({})
    await tick()
    expect(timers.due()).toEqual([1000])
    subscription.unsubscribe()
    expect([sent(), timers.due()]).toEqual([1, []])
  })

  it('works where a host tells of nothing, with the platform’s timers', async () => {
    const ends = [offline, answered]
    const request: RequestEsque = ({ success, fail }) => {
      const end = ends.shift()
      if (typeof end === 'string') success({ data: end, statusCode: 200, header: {} })
      else fail(end ?? {})
      return {}
    }
    const links = [retryQueries<TestRouter>({ retryDelayMs: () => 1 }), uniLink<TestRouter>({ url: '/trpc', request })]
    expect(await createTRPCClient<TestRouter>({ links }).greet.query('a')).toEqual({ greeting: 'hello' })
  })
})
