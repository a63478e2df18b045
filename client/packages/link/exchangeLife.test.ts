import { createTRPCClient } from '@trpc/client'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { jsonlStream } from './jsonlStream.ts'
import { createQueue } from './queue.ts'
import type { RequestEsque } from './RequestEsque.ts'
import type { TestRouter } from './testing/testServer.ts'
import { kindOf } from './TransportError.ts'
import { uniLink } from './uniLink.ts'
import type { UniLinkBaseOptions } from './UniLinkOptions.ts'
import { upload } from './upload.ts'
import type { UploadEsque } from './UploadEsque.ts'
import { uniUploadLink, type UploadLinkBaseOptions } from './uploadLink.ts'

const timeout = 1_000
const grace = 5_000
const url = 'https://example.com/trpc'
const never = () => new Promise<never>(() => {})
const broken = (): never => {
  throw new Error('out of order')
}
const answer = { data: '[{"result":{"data":{"greeting":"hi"}}}]', statusCode: 200, header: {} }

beforeEach(() => vi.useFakeTimers())
afterEach(() => {
  // Whatever was waited for, nothing goes on after its end.
  expect(vi.getTimerCount()).toBe(0)
  vi.useRealTimers()
})

const outcome = (call: Promise<unknown>) =>
  call.then(
    () => 'answered',
    (error: unknown) => kindOf(error) ?? String(error),
  )

/** Whether the queue has all of its room. */
function isFree(queue: ReturnType<typeof createQueue>): boolean {
  let ran = false
  queue((done) => {
    ran = true
    done()
  })
  return ran
}

describe('every call settles within its own timeout plus a grace, and its place is free', () => {
  const hosts: Record<string, Partial<UniLinkBaseOptions>> = {
    'headers that never settle': { headers: never },
    'headers that throw': { headers: broken },
    'headers that reject': { headers: () => Promise.reject(new Error('out of order')) },
    'a host that never calls back': { request: () => ({}) },
    'a host that gives no task and no word': { request: () => undefined },
    'a host whose promise never settles': { request: never },
    'a host that throws': { request: broken },
    'an onResponse that throws': { request: ({ success }) => (success(answer), {}), onResponse: broken },
    'a task whose abort throws': { request: () => ({ abort: broken }) },
    'a task whose onChunkReceived throws': { request: () => ({ onChunkReceived: broken }) },
    'a queue that never gives a turn': { queue: () => {} },
    'a queue that throws': { queue: broken },
    'an address that throws': { url: broken },
  }
  describe.each([false, true])('streaming: %s', (isStream) => {
    it.each(Object.keys(hosts))('%s', async (name) => {
      const queue = createQueue({ limit: 1 })
      const stream = isStream ? { stream: jsonlStream() } : {}
      const link = uniLink<TestRouter>({ url, queue, timeout, ...stream, request: () => ({}), ...hosts[name] })
      const api = createTRPCClient<TestRouter>({ links: [link] })
      const calls = [outcome(api.greet.query('a')), outcome(api.greet.query('b')), outcome(api.add.mutate('c'))]
      await vi.advanceTimersByTimeAsync(timeout + grace)
      for (const settled of await Promise.all(calls)) expect(settled).toMatch(/^timeout$|out of order/)
      expect(isFree(queue)).toBe(true)
    })
  })

  const uploads: Record<string, Partial<UploadLinkBaseOptions>> = {
    'headers that never settle': { headers: never },
    'a host that never calls back': { upload: () => ({}) },
    'a host that gives no task and no word': { upload: () => undefined },
    'a host whose promise never settles': { upload: never },
    'a host that throws': { upload: broken },
    'a task whose listeners throw': { upload: () => ({ onProgressUpdate: broken, onHeadersReceived: broken }) },
    'a queue that never gives a turn': { queue: () => {} },
  }
  it.each(Object.keys(uploads))('an upload: %s', async (name) => {
    const queue = createQueue({ limit: 1 })
    const link = uniUploadLink<TestRouter>({ url, queue, timeout, upload: () => ({}), ...uploads[name] })
    const api = createTRPCClient<TestRouter>({ links: [link] })
    const mutate = (input: FormData, options?: object) => api.add.mutate(input as never, options)
    const call = outcome(upload({ mutate }, { path: '/a.png' }, { onProgress: () => {} }))
    await vi.advanceTimersByTimeAsync(timeout + grace)
    expect(await call).toMatch(/^timeout$|out of order/)
    expect(isFree(queue)).toBe(true)
  })
})

describe('the time of a call', () => {
  const clientOf = (request: RequestEsque, options: Partial<UniLinkBaseOptions> = {}) =>
    createTRPCClient<TestRouter>({ links: [uniLink<TestRouter>({ url, timeout, request, ...options })] })

  it('is its own, whatever the others of its tick are given', async () => {
    const api = clientOf(() => ({}), { headers: never })
    const short = outcome(api.greet.query('a', { context: { timeout: 100 } }))
    const long = outcome(api.greet.query('b'))
    await vi.advanceTimersByTimeAsync(100)
    expect(await short).toBe('timeout')
    await vi.advanceTimersByTimeAsync(timeout)
    expect(await long).toBe('timeout')
  })

  it('counts while it waits for its turn, and what is late is never sent', async () => {
    const sent: string[] = []
    const queue = createQueue({ limit: 1 })
    let done = () => {}
    queue((free) => (done = free))
    const api = clientOf((asked) => (sent.push(asked.url), {}), { queue })
    const waiting = outcome(api.greet.query('a'))
    await vi.advanceTimersByTimeAsync(timeout)
    expect(await waiting).toBe('timeout')
    done()
    await vi.advanceTimersByTimeAsync(0)
    expect(sent).toEqual([])
    expect(isFree(queue)).toBe(true)
  })

  it('is up for a call of a stream, too, though the server pings for ever', async () => {
    let ping: ReturnType<typeof setInterval> | undefined
    const api = clientOf(
      () => ({
        abort: () => clearInterval(ping),
        onChunkReceived: (listener) => {
          ping = setInterval(() => listener({ data: new Uint8Array([32]) }), 100)
        },
      }),
      { stream: jsonlStream() },
    )
    const call = outcome(api.greet.query('a'))
    await vi.advanceTimersByTimeAsync(timeout + grace)
    expect(await call).toBe('timeout')
  })

  it('ends with the call when its caller leaves while headers are awaited', async () => {
    const api = clientOf(() => ({}), { headers: never })
    const controller = new AbortController()
    const call = outcome(api.greet.query('a', { signal: controller.signal }))
    await vi.advanceTimersByTimeAsync(1)
    controller.abort()
    expect(await call).toBe('aborted')
  })
})

describe('the answer that comes after all', () => {
  it('changes nothing when the time was up', async () => {
    const answers: (() => void)[] = []
    const host: UploadEsque = ({ success }) => void answers.push(() => success(answer))
    const link = uniUploadLink<TestRouter>({ url, timeout, upload: host })
    const api = createTRPCClient<TestRouter>({ links: [link] })
    const mutate = (input: FormData, options?: object) => api.add.mutate(input as never, options)
    const call = outcome(upload({ mutate }, { path: '/a.png' }))
    await vi.advanceTimersByTimeAsync(timeout + grace)
    answers.forEach((late) => late())
    expect(await call).toBe('timeout')
  })
})
