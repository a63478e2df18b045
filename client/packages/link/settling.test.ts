/** Properties of whole links: nothing hangs, nothing settles twice, and a stream is the same however it is split. */
import { TRPCClientError, type Operation } from '@trpc/client'
import { observable } from '@trpc/server/observable'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { jsonlStream } from './jsonlStream.ts'
import { createQueue } from './queue.ts'
import type { RequestEsque, RequestOptionsEsque, RequestTaskEsque } from './RequestEsque.ts'
import type { TestRouter } from './testing/testServer.ts'
import { uniLink } from './uniLink.ts'

/** A whole answer to one call: a promise, in it an iterable of texts beside a promise. */
const lines = [
  '{"0":[[0],[null,0,0]]}',
  '[0,0,[[{"result":0}],["result",0,1]]]',
  '[1,0,[[{"data":0}],["data",0,2]]]',
  '[2,0,[[{"now":"现在 🦊","parts":0,"later":0}],["parts",1,3],["later",0,4]]]',
  '[3,1,[["从前"]]]',
  ' [3,1,[["¢"]]]',
  '[4,0,[["später"]]]',
  '[3,0,[["end"]]]',
]
const stream = new TextEncoder().encode(lines.map((line) => `${line}\n`).join(''))

const operation = (id: number, signal: AbortSignal | null = null): Operation => {
  return { id, type: id % 2 ? 'query' : 'mutation', path: 'a', input: id, context: {}, signal }
}
const next = () => observable<never, never>(() => () => {})

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

describe('a stream', () => {
  it('gives the same values however it is split into chunks', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(stream.length), { maxLength: 12 }), fc.boolean(), async (cuts, typed) => {
        const ends = [...cuts, stream.length].sort((a, b) => a - b)
        const chunks = ends.map((end, index) => stream.slice(ends[index - 1] ?? 0, end))
        const values = valuesOf(chunks.map((chunk) => (typed ? chunk : chunk.buffer)))
        await vi.runAllTimersAsync()
        expect(await values).toEqual(whole)
      }),
    )
  })

  it('that is cut short gives what came, and then an error, never a hang', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(stream.length - 3), async (end) => {
        const cut = valuesOf([stream.slice(0, end)])
        await vi.runAllTimersAsync()
        const values = await cut
        expect(values.at(-1)).toBe('unreadable')
        const texts = values.slice(0, -1)
        expect(whole.filter((value) => texts.includes(value))).toEqual(texts)
      }),
    )
  })
})

const whole = ['现在 🦊', '从前', '¢', 'end', 'später']

async function valuesOf(chunks: unknown[]): Promise<unknown[]> {
  const request: RequestEsque = ({ success }) => ({
    onHeadersReceived: (listener) => void Promise.resolve({ statusCode: 200, header: {} }).then(listener),
    onChunkReceived: (listener) =>
      void Promise.resolve().then(() => {
        for (const data of chunks) listener({ data })
        success({ data: '', statusCode: 200, header: {} })
      }),
  })
  const link = uniLink<TestRouter>({ url: '/trpc', request, stream: jsonlStream() })({})
  const log: unknown[] = []
  try {
    const data = await new Promise<unknown>((resolve, reject) => {
      link({ op: operation(1), next }).subscribe({
        next: ({ result }) => resolve('data' in result ? result.data : undefined),
        error: reject,
      })
    })
    if (!isAnswer(data)) throw new Error('another answer')
    log.push(data.now)
    const parts = data.parts[Symbol.asyncIterator]()
    for (;;) {
      const { value, done } = await parts.next()
      log.push(value)
      if (done) break
    }
    log.push(await data.later)
  } catch (error) {
    log.push(error instanceof TRPCClientError ? error.message.replace(/:.*/, '') : error)
  }
  return log
}

interface Answer {
  now: string
  parts: AsyncIterable<unknown>
  later: Promise<unknown>
}

function isAnswer(data: unknown): data is Answer {
  return typeof data === 'object' && data !== null && 'now' in data && 'parts' in data && 'later' in data
}

describe('every operation settles exactly once', () => {
  /** What a host may do with a request. */
  const deeds = [
    'answer',
    'answer twice',
    'refuse',
    'fail',
    'fail after answer',
    'nothing',
    'garbage',
    'throw',
    'stream',
    'half a stream',
    'at once',
  ] as const
  const callers = fc.constantFrom('waits', 'aborts', 'aborts before', 'aborts late', 'leaves', 'leaves late')
  const operations = fc.array(fc.record({ caller: callers, pause: fc.nat(30) }), { minLength: 1, maxLength: 15 })

  it.each([true, false])('whatever callers and hosts do, streaming: %s', async (streaming) => {
    await fc.assert(
      fc.asyncProperty(operations, fc.infiniteStream(fc.constantFrom(...deeds)), async (asked, deed) => {
        const { request, tasks } = createHost(() => deed.next().value)
        const queue = createQueue({ limit: 3 })
        const option = streaming ? { stream: jsonlStream({ idleTimeout: 1000 }) } : {}
        const link = uniLink<TestRouter>({ url: '/trpc', request, maxItems: 2, timeout: 2000, queue, ...option })({})
        const seen = asked.map(({ caller, pause }, index) => subscribe({ link, id: index, caller, pause }))
        await vi.advanceTimersByTimeAsync(120_000)
        for (const { ends, left } of seen) expect(ends()).toBe(left() ? 0 : 1)
        expect(tasks()).toBeLessThanOrEqual(3)
        const room: string[] = []
        for (const name of ['a', 'b', 'c']) queue(() => room.push(name))
        expect(room).toEqual(['a', 'b', 'c'])
      }),
      { numRuns: 200 },
    )
  })

  interface Subscribing {
    link: ReturnType<ReturnType<typeof uniLink<TestRouter>>>
    id: number
    caller: string
    pause: number
  }

  function subscribe({ link, id, caller, pause }: Subscribing) {
    const controller = new AbortController()
    let ends = 0
    let left = false
    if (caller === 'aborts before') controller.abort()
    setTimeout(() => {
      const subscription = link({ op: operation(id, controller.signal), next }).subscribe({
        error: () => (ends += 1),
        complete: () => (ends += 1),
      })
      const leave = () => {
        left = ends === 0
        subscription.unsubscribe()
      }
      const late = caller.endsWith('late') ? 20 : 0
      if (caller.startsWith('leaves')) setTimeout(leave, late)
      if (caller.startsWith('aborts')) setTimeout(() => controller.abort(), late)
    }, pause)
    return { ends: () => ends, left: () => left }
  }

  /** Also counts the most requests that ran at once, as the host sees it. */
  function createHost(deed: () => (typeof deeds)[number]) {
    let running = 0
    let most = 0
    const request: RequestEsque = (asked) => {
      const kind = deed()
      if (kind === 'throw') throw new Error('parameter error')
      running += 1
      most = Math.max(most, running)
      const end = () => (running -= 1)
      return perform(kind, asked, end)
    }
    return { request, tasks: () => most }
  }

  function perform(
    kind: (typeof deeds)[number],
    { url, success, fail }: RequestOptionsEsque,
    end: () => void,
  ): RequestTaskEsque {
    const count = url.split('?')[0]?.split(',').length ?? 0
    const answer = (body: string) => () => {
      end()
      success({ data: body, statusCode: 200, header: {} })
    }
    const all = (item: string) => `[${Array.from({ length: count }, () => item).join()}]`
    const good = answer(all('{"result":{"data":1}}'))
    const listeners: ((chunk: { data: unknown }) => void)[] = []
    const chunk = (text: string) => () =>
      listeners.forEach((listener) => listener({ data: new TextEncoder().encode(text) }))
    const head = `{${Array.from({ length: count }, (_, index) => `"${index}":[[0],[null,0,${index}]]`).join()}}\n`
    const rest = Array.from({ length: count }, (_, index) => `[${index},0,[[{"result":{"data":1}}]]]\n`)
    const plan: Record<string, (() => void)[]> = {
      answer: [good],
      'answer twice': [good, () => success({ data: '', statusCode: 200, header: {} })],
      refuse: [answer('{"error":{"code":-32001,"message":"no","data":{}}}')],
      fail: [() => (end(), fail({ errMsg: 'request:fail' }))],
      'fail after answer': [good, () => fail({})],
      garbage: [answer('<html>\n</html>')],
      stream: [chunk(head), ...rest.map(chunk), answer('')],
      'half a stream': [chunk(head), chunk(rest[0] ?? '')],
    }
    if (kind === 'at once') good()
    plan[kind]?.forEach((act, index) => setTimeout(act, 10 * (index + 1)))
    return {
      abort() {
        end()
        setTimeout(() => fail({ errMsg: 'request:fail abort' }), 1)
      },
      onChunkReceived: (listener) => listeners.push(listener),
    }
  }
})
