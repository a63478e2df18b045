import { createTRPCClient } from '@trpc/client'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  callContainer,
  connectContainer,
  taroRequest,
  wxRequest,
  type CallContainerAsked,
  type TaroTaskEsque,
} from './adapters.ts'
import { jsonlStream } from './jsonlStream.ts'
import type { AnswerEsque, RequestEsque, RequestOptionsEsque } from './RequestEsque.ts'
import { createNodeRequest } from './testing/nodeRequest.ts'
import { serveStreamRouter, type StreamRouter } from './testing/streamServer.ts'
import { serveTestRouter, type TestRouter } from './testing/testServer.ts'
import { kindOf } from './TransportError.ts'
import { uniLink } from './uniLink.ts'

let server: Awaited<ReturnType<typeof serveTestRouter>>
beforeEach(async () => {
  server = await serveTestRouter()
})
afterEach(async () => {
  vi.unstubAllGlobals()
  await server.close()
})

const clientOf = (request: RequestEsque, url = server.endpoint) =>
  createTRPCClient<TestRouter>({ links: [uniLink({ url, request })] })

describe('wxRequest', () => {
  it('sends through wx, as it is at the time of the call', async () => {
    const api = clientOf(wxRequest())
    vi.stubGlobal('wx', { request: createNodeRequest().request })
    expect(await api.greet.query('a')).toEqual({ greeting: 'hello a' })
  })
})

describe('taroRequest', () => {
  /** As @tarojs/shared does it: callbacks, and a promise that has the task's methods. */
  function taro(request: RequestEsque): (asked: RequestOptionsEsque) => TaroTaskEsque {
    return (asked) => {
      let task: ReturnType<RequestEsque>
      const promise = new Promise<unknown>((resolve, reject) => {
        task = request({
          ...asked,
          success: (answer) => (asked.success(answer), resolve(answer)),
          fail: (failure) => (asked.fail(failure), reject(new Error('Taro rejects as well'))),
        })
      })
      return Object.assign(promise, task)
    }
  }

  it('answers, aborts and streams as uni.request does', async () => {
    const phone = createNodeRequest()
    const request = taroRequest(taro(phone.request))
    expect(await clientOf(request).greet.query('a')).toEqual({ greeting: 'hello a' })
    const controller = new AbortController()
    const gone = clientOf(request).held.query(undefined, { signal: controller.signal }).catch(kindOf)
    while (server.holding() === 0) await new Promise((resolve) => setTimeout(resolve, 1))
    controller.abort()
    expect([await gone, phone.aborts()]).toEqual(['aborted', 1])
    const streaming = await serveStreamRouter()
    const link = uniLink<StreamRouter>({ url: streaming.endpoint, request, stream: jsonlStream() })
    const log: unknown[] = []
    for await (const part of await createTRPCClient<StreamRouter>({ links: [link] }).story.query()) log.push(part)
    expect(log).toHaveLength(3)
    await streaming.close()
  })

  it('leaves no rejection unhandled', async () => {
    const request = taroRequest(taro(({ fail }) => (fail({ errMsg: 'request:fail' }), {})))
    expect(await clientOf(request).greet.query('a').catch(kindOf)).toBe('offline')
  })
})

describe('callContainer', () => {
  /** WeChat's side of it: the path of the service, and a promise. */
  function createCloud(endpoint = server.url) {
    const asks: CallContainerAsked[] = []
    const { request } = createNodeRequest()
    const callContainerOfCloud = (asked: CallContainerAsked) => {
      asks.push(asked)
      return new Promise<AnswerEsque>((success, fail) => {
        const { config, path, ...rest } = asked
        expect(config.env).toBe('prod-1')
        request({ ...rest, url: endpoint + path, success, fail })
      })
    }
    return { asks, cloud: { callContainer: callContainerOfCloud } }
  }

  it('calls the path of the service in its environment, for at most 15 s', async () => {
    const { asks, cloud } = createCloud()
    const request = callContainer({ env: 'prod-1', service: 'api', cloud })
    for (const url of ['/trpc', 'https://anything.example.com/trpc']) {
      expect(await clientOf(request, url).add.mutate('一')).toEqual({ added: '一' })
    }
    expect(asks.map(({ path, header, timeout }) => [path, header['X-WX-SERVICE'], timeout])).toEqual([
      ['/trpc/add?batch=1', 'api', 15_000],
      ['/trpc/add?batch=1', 'api', 15_000],
    ])
    expect(await clientOf(request, '/trpc').greet.query('a')).toEqual({ greeting: 'hello a' })
  })

  it('takes wx.cloud when it is given none', async () => {
    vi.stubGlobal('wx', { cloud: createCloud().cloud })
    const api = clientOf(callContainer({ env: 'prod-1', service: 'api' }), '/trpc')
    expect(await api.greet.query('a')).toEqual({ greeting: 'hello a' })
  })

  it('does not send what is larger than 100 KiB in UTF-8, and says so by kind', async () => {
    const { asks, cloud } = createCloud()
    const api = clientOf(callContainer({ env: 'prod-1', service: 'api', cloud }), '/trpc')
    const error: unknown = await api.add.mutate('一'.repeat(35_000)).catch((thrown: unknown) => thrown)
    expect(kindOf(error)).toBe('unsupported')
    expect(String(error)).toContain('100 KiB')
    expect(asks).toEqual([])
    expect(await api.add.mutate('一'.repeat(30_000))).toMatchObject({ added: expect.any(String) as unknown })
  })

  it('reads a stream when it is complete', async () => {
    const streaming = await serveStreamRouter()
    const request = callContainer({ env: 'prod-1', service: 'api', cloud: createCloud(streaming.url).cloud })
    const link = uniLink<StreamRouter>({ url: '/trpc', request, stream: jsonlStream() })
    const log: unknown[] = []
    for await (const part of await createTRPCClient<StreamRouter>({ links: [link] }).story.query()) log.push(part)
    expect(log).toHaveLength(3)
    await streaming.close()
  })

  it.each<[unknown, string]>([
    [{ errCode: -1, errMsg: 'cloud.callContainer:fail timeout' }, 'timeout'],
    [new Error('Cloud API isn’t enabled'), 'offline'],
  ])('tells of its failure by kind: %j', async (thrown, kind) => {
    const cloud = { callContainer: () => Promise.reject(thrown as Error) }
    const api = clientOf(callContainer({ env: 'prod-1', service: 'api', cloud }), '/trpc')
    expect(await api.greet.query('a').catch(kindOf)).toBe(kind)
  })
})

describe('connectContainer', () => {
  it('gives the socket of the service’s path', async () => {
    const asks: unknown[] = []
    const socketTask = { onOpen() {}, onMessage() {}, onError() {}, onClose() {}, send() {}, close() {} }
    vi.stubGlobal('wx', {
      cloud: { connectContainer: (asked: unknown) => (asks.push(asked), Promise.resolve({ socketTask })) },
    })
    const connect = connectContainer({ env: 'prod-1', service: 'api' })
    const url = 'wss://anything.example.com/trpc?connectionParams=1'
    expect(await connect({ url, fail() {}, complete() {} })).toBe(socketTask)
    expect(asks).toEqual([{ config: { env: 'prod-1' }, service: 'api', path: '/trpc?connectionParams=1' }])
  })
})
