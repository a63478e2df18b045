import { createTRPCClient, type TRPCClient } from '@trpc/client'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { jsonlStream } from './jsonlStream.ts'
import { createQueue, type QueueOptions } from './queue.ts'
import type { RequestEsque, RequestOptionsEsque } from './RequestEsque.ts'
import { createNodeRequest } from './testing/nodeRequest.ts'
import { serveStreamRouter, type StreamRouter } from './testing/streamServer.ts'
import type { TestRouter } from './testing/testServer.ts'
import { kindOf } from './TransportError.ts'
import { uniLink } from './uniLink.ts'
import type { UniLinkBaseOptions } from './UniLinkOptions.ts'

describe('createQueue', () => {
  it('runs no more than its limit at once, and the others in order as room comes', () => {
    const queue = createQueue({ limit: 2 })
    const started: number[] = []
    const dones: (() => void)[] = []
    for (const number of [0, 1, 2, 3]) {
      queue((done) => {
        started.push(number)
        dones[number] = done
      })
    }
    expect(started).toEqual([0, 1])
    dones[1]?.()
    dones[1]?.()
    expect(started).toEqual([0, 1, 2])
    dones[0]?.()
    expect(started).toEqual([0, 1, 2, 3])
  })

  it('goes on through those that are done at once', () => {
    const queue = createQueue({ limit: 1 })
    const started: number[] = []
    for (const number of [0, 1, 2]) {
      queue((done) => {
        started.push(number)
        done()
      })
    }
    expect(started).toEqual([0, 1, 2])
  })
})

describe('streams in a queue', () => {
  it('leave three of ten places to calls, however many wait', () => {
    const queue = createQueue()
    const started: string[] = []
    const dones: (() => void)[] = []
    const add = (name: string, isStream: boolean) =>
      queue((done) => {
        started.push(name)
        dones.push(done)
      }, isStream)
    for (let count = 0; count < 12; count += 1) add('stream', true)
    expect(started).toHaveLength(7)
    for (const name of ['a', 'b', 'c', 'd']) add(name, false)
    expect(started.slice(7)).toEqual(['a', 'b', 'c'])
    dones[0]?.()
    expect(started.slice(10)).toEqual(['d'])
    dones[7]?.()
    expect(started.slice(11)).toEqual(['stream'])
  })

  it('run one at a time in a queue that is small, and as many as one says', () => {
    const running = (options: QueueOptions) => {
      const queue = createQueue(options)
      let count = 0
      for (let each = 0; each < 12; each += 1) queue(() => (count += 1), true)
      return count
    }
    expect([running({ limit: 1 }), running({ limit: 3 }), running({ limit: 10, streams: 2 })]).toEqual([1, 1, 2])
  })

  it('do not starve the eleventh call of a link that shares the queue', async () => {
    const server = await serveStreamRouter()
    const queue = createQueue()
    const phone = createNodeRequest()
    const base = { url: server.endpoint, request: phone.request, queue }
    const streams = createTRPCClient<StreamRouter>({ links: [uniLink({ ...base, stream: jsonlStream() })] })
    const plain = createTRPCClient<StreamRouter>({ links: [uniLink(base)] })
    const controllers = Array.from({ length: 10 }, () => new AbortController())
    const endless = controllers.map(({ signal }) => streams.endless.query(undefined, { signal }).catch(kindOf))
    while (server.state.running < 7) await new Promise((resolve) => setTimeout(resolve, 1))
    expect(await plain.quick.query()).toBe('quick')
    expect(server.state.running).toBe(7)
    controllers.forEach((controller) => controller.abort())
    await Promise.all(endless)
    await server.close()
  })
})

describe('a link’s queue', () => {
  let open: RequestOptionsEsque[]
  let most: number
  const request: RequestEsque = (asked) => {
    open.push(asked)
    most = Math.max(most, open.length)
    return { abort: () => void open.splice(open.indexOf(asked), 1) }
  }
  const answerFirst = () => {
    const body = '[{"result":{"data":{"added":"ok"}}}]'
    open.shift()?.success({ data: body, statusCode: 200, header: {} })
  }
  beforeEach(() => {
    open = []
    most = 0
  })
  let answered: number
  afterEach(() => expect(most).toBeLessThanOrEqual(10))

  const tick = () => new Promise((resolve) => setTimeout(resolve, 0))
  const clientOf = (options: Partial<UniLinkBaseOptions> = {}) =>
    createTRPCClient<TestRouter>({ links: [uniLink({ url: '/trpc', request, maxItems: 1, ...options })] })
  const addMany = (api: TRPCClient<TestRouter>, count: number) => {
    answered = 0
    return Array.from({ length: count }, (_, index) => api.add.mutate(String(index)).then(() => (answered += 1)))
  }

  it('sends ten requests, and the others as those are answered, in order', async () => {
    const calls = addMany(clientOf(), 25)
    await tick()
    expect(open.map(({ data }) => data)).toEqual(Array.from({ length: 10 }, (_, index) => `{"0":"${index}"}`))
    answerFirst()
    expect(open.map(({ data }) => data).at(-1)).toBe('{"0":"10"}')
    while (open.length > 0) answerFirst()
    await Promise.all(calls)
    expect([answered, most]).toEqual([25, 10])
  })

  it('is shared by the links that are given the same one', async () => {
    const queue = createQueue()
    const calls = [...addMany(clientOf({ queue }), 8), ...addMany(clientOf({ queue }), 8)]
    await tick()
    expect(open).toHaveLength(10)
    while (open.length > 0) answerFirst()
    await Promise.all(calls)
  })

  it('never sends what is aborted while it waits, nor makes others wait for it', async () => {
    const api = clientOf()
    const calls = addMany(api, 10)
    const controller = new AbortController()
    const gone = api.add.mutate('gone', { signal: controller.signal }).catch(kindOf)
    const after = api.add.mutate('after')
    await tick()
    controller.abort()
    expect(await gone).toBe('aborted')
    answerFirst()
    expect(open.map(({ data }) => data).at(-1)).toBe('{"0":"after"}')
    while (open.length > 0) answerFirst()
    await Promise.all([...calls, after])
  })

  it.each(['fails', 'is aborted'])('has room again after a request that %s', async (end) => {
    const api = clientOf({ queue: createQueue({ limit: 1 }) })
    const controller = new AbortController()
    const first = api.add.mutate('first', { signal: controller.signal }).catch(kindOf)
    const second = api.add.mutate('second')
    await tick()
    expect(open).toHaveLength(1)
    if (end === 'fails') open.shift()?.fail({ errMsg: 'request:fail' })
    else controller.abort()
    expect(await first).toBe(end === 'fails' ? 'offline' : 'aborted')
    answerFirst()
    expect(await second).toEqual({ added: 'ok' })
  })

  it('has room again after a request that could not even be made', async () => {
    let tries = 0
    const failing: RequestEsque = (asked) => {
      tries += 1
      if (tries === 1) throw new Error('parameter error')
      return request(asked)
    }
    const api = clientOf({ queue: createQueue({ limit: 1 }), request: failing })
    const first = api.add.mutate('first').catch((error: unknown) => String(error))
    const second = api.add.mutate('second')
    expect(await first).toContain('parameter error')
    answerFirst()
    expect(await second).toEqual({ added: 'ok' })
  })
})
