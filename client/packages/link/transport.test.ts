import { inspect } from 'node:util'
import { createTRPCClient, TRPCClientError, type Operation } from '@trpc/client'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { jsonlStream } from './jsonlStream.ts'
import type { AnswerEsque, FailureEsque, RequestEsque } from './RequestEsque.ts'
import { createNodeRequest } from './testing/nodeRequest.ts'
import { serve, serveTestRouter, type TestRouter } from './testing/testServer.ts'
import { kindOf, TransportError } from './TransportError.ts'
import { uniLink } from './uniLink.ts'
import type { UniLinkBaseOptions } from './UniLinkOptions.ts'

function clientOf(url: string, options: Partial<UniLinkBaseOptions> = {}) {
  return createTRPCClient<TestRouter>({ links: [uniLink({ url, request: createNodeRequest().request, ...options })] })
}

async function thrownBy(call: Promise<unknown>): Promise<Error> {
  const error: unknown = await call.then(
    (value) => expect.fail(`answered ${JSON.stringify(value)}`),
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof TRPCClientError)) throw new Error('not a TRPCClientError', { cause: error })
  return error
}

/** A host that ends each request as told, before it returns its task. */
const answering =
  (answer: Partial<AnswerEsque>): RequestEsque =>
  ({ success }) => {
    success({ data: '', statusCode: 200, header: {}, ...answer })
    return undefined
  }
const failing =
  (failure: FailureEsque): RequestEsque =>
  ({ fail }) => {
    fail(failure)
    return undefined
  }

describe('what goes wrong on the way', () => {
  it('is offline when nobody listens', async () => {
    const gone = await serve((_, res) => res.end())
    await gone.close()
    expect(kindOf(await thrownBy(clientOf(gone.url).greet.query('a')))).toBe('offline')
  })

  it('is offline when the connection breaks off within the answer', async () => {
    const server = await serve((_, res) => {
      res.writeHead(200, { 'content-length': '100' })
      res.write('[{"result":', () => res.destroy())
    })
    expect(kindOf(await thrownBy(clientOf(server.url).greet.query('a')))).toBe('offline')
    await server.close()
  })

  it('is a timeout when the answer takes longer than the link or the call allows', async () => {
    const server = await serveTestRouter()
    const phone = createNodeRequest()
    const patient = clientOf(server.endpoint, { request: phone.request })
    const calls = [
      clientOf(server.endpoint, { timeout: 50 }).held.query(),
      patient.held.query(undefined, { context: { timeout: 50 } }),
    ]
    expect((await Promise.all(calls.map(thrownBy))).map(kindOf)).toEqual(['timeout', 'timeout'])
    await server.close()
  })

  it('never asks for more than the 60 s WeChat allows, and keeps calls of different timeouts apart', async () => {
    const server = await serveTestRouter()
    const phone = createNodeRequest()
    const api = clientOf(server.endpoint, { request: phone.request, timeout: 90_000 })
    await Promise.all([
      api.greet.query('a'),
      api.greet.query('b', { context: { timeout: 5_000 } }),
      api.greet.query('c'),
    ])
    expect(phone.sent.map(({ timeout }) => timeout)).toEqual([60_000, 5_000])
    await server.close()
  })

  it('says which console setting to change when the domain is not on the list', async () => {
    const server = await serveTestRouter()
    const { request } = createNodeRequest({ domains: ['api.example.com'] })
    const error = await thrownBy(clientOf(server.endpoint, { request }).greet.query('a secret'))
    expect(kindOf(error)).toBe('domain')
    expect(error.message).toContain('mp.weixin.qq.com → 开发管理 → 服务器域名 → request 合法域名')
    expect(error.message).not.toContain('secret')
    expect(server.hits).toEqual([])
    await server.close()
  })

  it('keeps an input that the host repeats out of the message', async () => {
    const errMsg = 'request:fail url not in domain list:https://example.com/trpc/greet?input=%22canary%22'
    const error = await thrownBy(
      clientOf('https://example.com/trpc', { request: failing({ errMsg }) }).greet.query('canary'),
    )
    expect(`${error.message} ${error.stack} ${JSON.stringify(error.cause)}`).not.toContain('canary')
  })

  it.each<[FailureEsque, string]>([
    [{ errMsg: 'request:fail abort' }, 'timeout'],
    [{ errMsg: 'request:fail timeout', errno: 5 }, 'timeout'],
    [{ errMsg: 'request:fail interrupted' }, 'interrupted'],
    [{ errMsg: 'request:fail ssl hand shake error' }, 'tls'],
    [{}, 'offline'],
  ])('is told to every operation of the request: %j is %s', async (failure, kind) => {
    const api = clientOf('https://example.com/trpc', { request: failing(failure) })
    const errors = await Promise.all([thrownBy(api.greet.query('a')), thrownBy(api.greet.query('b'))])
    expect(errors.map(kindOf)).toEqual([kind, kind])
    expect(errors[0]?.cause).toBeInstanceOf(TransportError)
  })

  it('fails the operations when request itself throws', async () => {
    const request = () => {
      throw new Error('parameter error')
    }
    const error = await thrownBy(clientOf('https://example.com/trpc', { request }).greet.query('a'))
    expect([error.message, kindOf(error)]).toEqual(['parameter error', null])
  })
})

describe('a host that never calls back', () => {
  afterEach(() => vi.useRealTimers())

  it('is given up five seconds after its time, and is not heard when it comes back later', async () => {
    vi.useFakeTimers()
    let aborts = 0
    const told: unknown[] = []
    const late: (() => void)[] = []
    const request: RequestEsque = ({ success }) => {
      late.push(() => success({ data: '[{"result":{"data":1}}]', statusCode: 200, header: {} }))
      return { abort: () => (aborts += 1) }
    }
    const link = uniLink({
      url: 'https://example.com/trpc',
      request,
      timeout: 2_000,
      onResponse: (headers) => told.push(headers),
    })
    const thrown = thrownBy(createTRPCClient<TestRouter>({ links: [link] }).greet.query('a'))
    await vi.advanceTimersByTimeAsync(6_900)
    expect(aborts).toBe(0)
    await vi.advanceTimersByTimeAsync(200)
    expect(kindOf(await thrown)).toBe('timeout')
    late.forEach((answer) => answer())
    expect([aborts, told]).toEqual([1, []])
  })
})

describe('an answer that is not tRPC’s', () => {
  const json = 'application/json'
  it.each([
    {
      what: 'a captive portal’s page',
      status: 200,
      type: 'text/html',
      body: '<html><body>Welcome to the airport</body></html>',
    },
    { what: 'a page of another server', status: 404, type: 'text/html', body: '<h1>404 Not Found</h1>' },
    { what: 'half an answer', status: 200, type: json, body: '[{"result":{"data":' },
    { what: 'an empty body', status: 200, type: json, body: '' },
    { what: 'JSON of another server', status: 200, type: json, body: '{"errcode":40013}' },
    { what: 'an error in another shape', status: 500, type: json, body: '{"error":"oops"}' },
    { what: 'fewer results than operations', status: 200, type: json, body: '[]' },
    { what: 'null', status: 200, type: json, body: 'null' },
  ])('is unreadable, and not repeated in the message: $what', async ({ status, type, body }) => {
    const server = await serve((_, res) => res.writeHead(status, { 'content-type': type }).end(body))
    const error = await thrownBy(clientOf(server.url).greet.query('a'))
    expect(kindOf(error)).toBe('unreadable')
    expect(error.message).toBe(`unreadable: HTTP ${status}`)
    await server.close()
  })

  it.concurrent.each([
    [413, 'tooLarge'],
    [414, 'tooLarge'],
    [431, 'tooLarge'],
    [502, 'unavailable'],
    [503, 'unavailable'],
    [429, 'unavailable'],
    [521, 'unavailable'],
    [504, 'timeout'],
    [408, 'timeout'],
    [403, 'unreadable'],
    [302, 'unreadable'],
  ])('is told by its status when a proxy wrote it: %i is %s, and its page stays at hand', async (status, kind) => {
    const page = `<html><h1>${status} of the proxy</h1></html>`
    const server = await serve((_, res) => res.writeHead(status, { 'content-type': 'text/html' }).end(page))
    const plain = await thrownBy(clientOf(server.url).greet.query('a'))
    const streamed = await thrownBy(clientOf(server.url, { stream: jsonlStream() }).greet.query('a'))
    for (const error of [plain, streamed]) {
      expect(kindOf(error)).toBe(kind)
      expect(error.message).toContain(`HTTP ${status}`)
      expect(error.cause instanceof TransportError && error.cause.answer).toEqual({ status, body: page })
      // What a logger prints.
      expect(`${inspect(error)} ${JSON.stringify(error.cause)}`).not.toContain('of the proxy')
    }
    await server.close()
  })

  it('spoils only the operations it does not answer', async () => {
    const server = await serve((_, res) => res.end('[{"result":{"data":{"greeting":"hi"}}},{"nonsense":1}]'))
    const api = clientOf(server.url)
    const [first, second, third] = await Promise.allSettled(['a', 'b', 'c'].map((name) => api.greet.query(name)))
    expect(first).toEqual({ status: 'fulfilled', value: { greeting: 'hi' } })
    const kinds = [second, third].map((result) => result?.status === 'rejected' && kindOf(result.reason))
    expect(kinds).toEqual(['unreadable', 'unreadable'])
    await server.close()
  })

  it('does not spoil the call after it', async () => {
    const bodies = ['<html>', '[{"result":{"data":{"greeting":"hi"}}}]']
    const server = await serve((_, res) => res.end(bodies.shift()))
    const api = clientOf(server.url)
    expect(kindOf(await thrownBy(api.greet.query('a')))).toBe('unreadable')
    expect(await api.greet.query('a')).toEqual({ greeting: 'hi' })
    await server.close()
  })
})

describe('an answer in an unusual form', () => {
  it('is read when it comes as text/plain', async () => {
    const body = '[{"result":{"data":{"greeting":"hi"}}}]'
    const server = await serve((_, res) => res.setHeader('content-type', 'text/plain').end(body))
    expect(await clientOf(server.url).greet.query('a')).toEqual({ greeting: 'hi' })
    await server.close()
  })

  it('is read when the host has parsed it already', async () => {
    const request = answering({ data: [{ result: { data: { greeting: 'hi' } } }] })
    expect(await clientOf('https://example.com/trpc', { request }).greet.query('a')).toEqual({ greeting: 'hi' })
  })

  it('is read when the host calls back before it returns, and without headers', async () => {
    const request = answering({ data: '[{"result":{"data":{"greeting":"hi"}}}]', header: undefined })
    expect(await clientOf('https://example.com/trpc', { request }).greet.query('a')).toEqual({ greeting: 'hi' })
  })
})

describe('a subscriber of the link itself', () => {
  const operation: Operation = { id: 1, type: 'query', path: 'held', input: undefined, context: {}, signal: null }

  it('aborts the request by unsubscribing, and hears nothing more', async () => {
    const server = await serveTestRouter()
    const phone = createNodeRequest()
    const call = uniLink<TestRouter>({ url: server.endpoint, request: phone.request })({})
    const heard: string[] = []
    const subscription = call({ op: operation, next: () => expect.fail('uniLink is the last link') }).subscribe({
      next: () => heard.push('next'),
      error: () => heard.push('error'),
      complete: () => heard.push('complete'),
    })
    while (server.holding() === 0) await new Promise((resolve) => setTimeout(resolve, 1))
    subscription.unsubscribe()
    expect(phone.aborts()).toBe(1)
    while (server.cut() === 0) await new Promise((resolve) => setTimeout(resolve, 1))
    expect(heard).toEqual([])
    await server.close()
  })
})
