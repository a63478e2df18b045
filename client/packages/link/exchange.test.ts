/** Hosts that answer with promises: an interceptor of uni's makes one of the task, Taro gives both in one. */
import { createTRPCClient } from '@trpc/client'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { taroRequest } from './adapters.ts'
import { jsonlStream } from './jsonlStream.ts'
import { createQueue } from './queue.ts'
import type { AnswerEsque, RequestEsque, RequestOptionsEsque } from './RequestEsque.ts'
import { chunkModes } from './testing/chunkModes.ts'
import { until } from './testing/hear.ts'
import { createNodeRequest } from './testing/nodeRequest.ts'
import { serveTestRouter, type TestRouter } from './testing/testServer.ts'
import { kindOf } from './TransportError.ts'
import { uniLink } from './uniLink.ts'
import type { UniLinkBaseOptions } from './UniLinkOptions.ts'
import { upload } from './upload.ts'
import type { UploadEsque } from './UploadEsque.ts'
import { uniUploadLink } from './uploadLink.ts'

const unheard: unknown[] = []
const hear = (reason: unknown) => unheard.push(reason)

let server: Awaited<ReturnType<typeof serveTestRouter>>
beforeAll(async () => {
  server = await serveTestRouter()
})
afterAll(() => server.close())
beforeEach(() => {
  unheard.length = 0
  process.on('unhandledRejection', hear)
})
afterEach(async () => {
  await new Promise((resolve) => setTimeout(resolve, 5))
  process.off('unhandledRejection', hear)
  expect(unheard).toEqual([])
})

const clientOf = (request: RequestEsque, options: Partial<UniLinkBaseOptions> = {}) =>
  createTRPCClient<TestRouter>({ links: [uniLink({ url: server.endpoint, request, ...options })] })

const failureOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => 'answered',
    (error: unknown) => kindOf(error) ?? (error instanceof Error ? error.message : error),
  )

/** Rejected in each of the ways in which hosts and interceptors do. */
const rejected: Record<string, (thrown: unknown) => PromiseLike<never>> = {
  'a rejected promise': (thrown) => Promise.reject(thrown),
  'a promise rejected later': (thrown) => new Promise((_, reject) => void setTimeout(reject, 5, thrown)),
  'a thenable that rejects': (thrown) => ({
    then: (_resolve, reject) => Promise.resolve(reject ? reject(thrown) : undefined) as never,
  }),
  'a thenable that throws': (thrown) => ({
    then() {
      throw thrown
    },
  }),
}

const reasons: [string, unknown, string][] = [
  ['a host’s words', { errMsg: 'request:fail url not in domain list' }, 'domain'],
  ['a host’s words for no network', { errMsg: 'request:fail' }, 'offline'],
  [
    'a host’s words in an Error',
    Object.assign(new Error('request:fail timeout'), { errMsg: 'request:fail timeout' }),
    'timeout',
  ],
  ['a host’s words as an Error’s message', new Error('request:fail ssl hand shake error'), 'tls'],
  ['an interceptor’s own error', new Error('not signed in to the intranet'), 'not signed in to the intranet'],
  ['a text', 'stopped', 'stopped'],
]

describe.each(Object.entries(rejected))('a request that comes back as %s', (_, reject) => {
  it.each(reasons)('ends at once with %s', async (_what, reason, expected) => {
    const queue = createQueue({ limit: 1 })
    for (const options of [{}, { stream: jsonlStream() }]) {
      const api = clientOf(() => reject(reason), { ...options, queue })
      expect(await failureOf(api.greet.query('a'))).toBe(expected)
      // And its place is free.
      expect(await clientOf(createNodeRequest().request, { queue }).greet.query('a')).toEqual({ greeting: 'hello a' })
    }
  })

  it('ends an upload at once, too', async () => {
    const host: UploadEsque = () => reject({ errMsg: 'uploadFile:fail file not found' })
    const link = uniUploadLink<TestRouter>({ url: server.endpoint, upload: host })
    const api = createTRPCClient<TestRouter>({ links: [link] })
    const mutate = (input: FormData, options?: object) => api.add.mutate(input as never, options)
    expect(await failureOf(upload({ mutate }, { path: '/a.png' }))).toBe('unsent')
  })

  it('is heard once when the callbacks tell as well', async () => {
    const api = clientOf(({ fail }) => {
      fail({ errMsg: 'request:fail interrupted' })
      return reject({ errMsg: 'request:fail' })
    })
    expect(await failureOf(api.greet.query('a'))).toBe('interrupted')
  })
})

describe('a request that comes back as a promise', () => {
  const { request } = createNodeRequest()
  const held = (phone = createNodeRequest()) => {
    const later: RequestEsque = async (asked) => {
      await new Promise((resolve) => setTimeout(resolve, 5))
      return phone.request(asked)
    }
    return { phone, later }
  }

  it('of its task is answered, streamed and aborted as ever', async () => {
    const { phone, later } = held()
    expect(await clientOf(later).greet.query('a')).toEqual({ greeting: 'hello a' })
    expect(await clientOf(later, { stream: jsonlStream() }).greet.query('b')).toEqual({ greeting: 'hello b' })
    const controller = new AbortController()
    const gone = failureOf(clientOf(later).held.query(undefined, { signal: controller.signal }))
    await until(() => server.holding() === 1)
    controller.abort()
    expect(await gone).toBe('aborted')
    expect(phone.aborts()).toBe(1)
    server.release()
  })

  it('of its task is aborted as soon as there is one, when the caller has gone before', async () => {
    const { phone, later } = held()
    const controller = new AbortController()
    let asked = 0
    const counted: RequestEsque = (options) => ((asked += 1), later(options))
    const gone = failureOf(clientOf(counted).held.query(undefined, { signal: controller.signal }))
    await until(() => asked === 1)
    controller.abort()
    expect(await gone).toBe('aborted')
    await until(() => phone.aborts() === 1)
  })

  it('of the answer alone, without a callback, is answered', async () => {
    const whole = createNodeRequest({ chunks: chunkModes['none, and the body as text'] })
    const answering = (asked: RequestOptionsEsque) =>
      new Promise<AnswerEsque>((success, reject) => {
        whole.request({ ...asked, success, fail: reject })
      })
    expect(await clientOf(answering).greet.query('a')).toEqual({ greeting: 'hello a' })
    expect(await clientOf(answering, { stream: jsonlStream() }).greet.query('a')).toEqual({ greeting: 'hello a' })
  })

  it('of nothing waits for the callbacks', async () => {
    const silent: RequestEsque = async (asked) => {
      await Promise.resolve()
      request(asked)
    }
    expect(await clientOf(silent).greet.query('a')).toEqual({ greeting: 'hello a' })
  })

  it('is Taro’s task as well: answered once, aborted, and its failure heard once', async () => {
    const phone = createNodeRequest()
    const taro = taroRequest((asked) => {
      let task: ReturnType<typeof phone.request>
      const promise = new Promise((resolve, reject) => {
        task = phone.request({
          ...asked,
          success: (answer) => (asked.success(answer), resolve(answer)),
          fail: (failure) => (asked.fail(failure), reject(failure)),
        })
      })
      return Object.assign(promise, task)
    })
    expect(await clientOf(taro).greet.query('a')).toEqual({ greeting: 'hello a' })
    expect(await failureOf(clientOf(taro, { url: 'http://127.0.0.1:1/trpc' }).greet.query('a'))).toBe('offline')
  })
})
