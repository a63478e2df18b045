/** The same streaming calls of the same router through uniLink and through tRPC's own httpBatchStreamLink. */
import { createTRPCClient, httpBatchStreamLink, TRPCClientError, type TRPCLink } from '@trpc/client'
import * as devalue from 'devalue'
import superjson from 'superjson'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { jsonlStream } from './jsonlStream.ts'
import { chunkModes } from './testing/chunkModes.ts'
import { createNodeRequest } from './testing/nodeRequest.ts'
import { serveStreamRouter, type StreamRouter } from './testing/streamServer.ts'
import { uniLink } from './uniLink.ts'

type Api = ReturnType<typeof createTRPCClient<StreamRouter>>
type Log = (event: unknown) => void

const text = {
  serialize: (value: unknown) => devalue.stringify(value),
  deserialize: (value: string): unknown => devalue.parse(value),
}
const transformers = { none: undefined, superjson, devalue: text }

/** Each writes down what a page would see, in the order in which it sees it. */
const calls: Record<string, (api: Api, log: Log) => Promise<void>> = {
  'a plain answer': async (api, log) => log(await api.quick.query()),
  'no answer': async (api, log) => log(await api.nothing.query()),
  'a mutation': async (api, log) => log(await api.add.mutate()),
  'a refusal': (api, log) => api.refused.query().then(log, (error: unknown) => log(seen(error))),
  'a procedure that does not exist': (api, log) =>
    unknownProcedure(api).then(log, (error: unknown) => log(seen(error))),
  'a story, its last value included': async (api, log) => {
    const story = await api.story.query()
    for (;;) {
      const { done, value } = await next(story)
      log([done, value])
      if (done) return
    }
  },
  'a story read twice': async (api, log) => {
    const story = await api.story.query()
    for await (const part of story) log(part)
    for await (const part of story) log(part)
    log('over')
  },
  'a story that fails': async (api, log) => {
    try {
      for await (const part of await api.brokenStory.query()) log(part)
    } catch (error) {
      log(seen(error))
    }
  },
  'parts that are objects with dates': async (api, log) => {
    for await (const part of await api.objects.query()) log(part)
  },
  'promises in promises, beside an iterable': async (api, log) => {
    const { now, later, parts } = await api.nested.query()
    log(now)
    const { deeper } = await later
    log(await deeper)
    for await (const part of parts) log(part)
  },
  'a promise that is refused later': async (api, log) => {
    const { now, later } = await api.nestedRefusal.query()
    log(now)
    await later.then(log, (error: unknown) => log(seen(error)))
  },
  'two iterables of one answer, the second first': async (api, log) => {
    const { first, second } = await api.pair.query()
    for await (const part of second) log(part)
    for await (const part of first) log(part)
  },
  'several at once': async (api, log) => {
    const story = async () => {
      for await (const part of await api.story.query()) log(part)
    }
    await Promise.all([
      api.refused.query().catch((error: unknown) => log(seen(error))),
      api.quick.query().then(log),
      story(),
    ])
  },
  'more operations than the server takes': async (api, log) => {
    const all = Array.from({ length: 21 }, () => api.quick.query().catch(seen))
    log(await Promise.all(all))
  },
  'a signal aborted within a story': async (api, log) => {
    const controller = new AbortController()
    try {
      for await (const part of await api.paused.query(undefined, { signal: controller.signal })) {
        log(part)
        controller.abort()
      }
    } catch (error) {
      log([error instanceof Error, 'thrown'])
    }
  },
  'a signal aborted before the parts that came are read': async (api, log) => {
    const controller = new AbortController()
    const parts = (await api.endless.query(undefined, { signal: controller.signal }))[Symbol.asyncIterator]()
    log(await parts.next())
    await pause(30)
    controller.abort()
    await pause(10)
    for (let count = 0; count < 2; count += 1) log(await parts.next().catch(() => 'thrown'))
  },
  'a loop that is left': async (api, log) => {
    const story = await api.endless.query()
    for await (const part of story) {
      log(part)
      if (part === 2) break
    }
    for await (const part of story) log(part)
    log('over')
  },
}

/** A transformer changes the lines, not the ways in which they come. */
const modesFor = (transformer: unknown) =>
  Object.entries(chunkModes).filter(
    ([mode]) => !transformer || mode === 'every byte by itself' || mode === 'none, and the body as text',
  )

describe.each(Object.entries(transformers))(
  'uniLink with jsonlStream beside httpBatchStreamLink, transformer: %s',
  (_, transformer) => {
    let server: Awaited<ReturnType<typeof serveStreamRouter>>
    beforeAll(async () => {
      server = await serveStreamRouter(transformer)
    })
    afterAll(() => server.close())

    const options = () => ({ url: server.endpoint, transformer })
    const logOf = async (name: string, link: TRPCLink<StreamRouter>) => {
      const before = server.hits.length
      const log: unknown[] = []
      const call = calls[name]
      if (!call) throw new Error(`no call named ${name}`)
      await call(createTRPCClient<StreamRouter>({ links: [link] }), (event) => log.push(event))
      return { log, hits: server.hits.slice(before) }
    }

    describe.each(modesFor(transformer))('chunks: %s', (mode, chunks) => {
      // What never ends cannot be read from a body that comes at its end.
      const withoutChunks = mode.startsWith('none') || mode.startsWith('glued') || mode.startsWith('the last')
      const names = Object.keys(calls).filter((name) => !withoutChunks || !/loop|signal/.test(name))
      it.each(names)('same values, same error shapes, same order: %s', async (name) => {
        const { request } = createNodeRequest({ chunks })
        const ours = await logOf(name, uniLink({ ...loose(options()), request, maxItems: 50, stream: jsonlStream() }))
        const theirs = await logOf(name, httpBatchStreamLink(loose(options())))
        expect(ours).toEqual(theirs)
        expect(ours.log.length).toBeGreaterThan(0)
      })
    })
  },
)

/** One router type stands for three routers, of which two have a transformer. */
function loose<TOptions extends { transformer: unknown }>(options: TOptions): Omit<TOptions, 'transformer'> {
  return options
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

function next<TPart, TLast>(iterable: AsyncIterable<TPart, TLast>): Promise<IteratorResult<TPart, TLast>> {
  return iterable[Symbol.asyncIterator]().next()
}

function unknownProcedure(api: Api): Promise<unknown> {
  const procedure: unknown = Reflect.get(api, 'nowhere')
  if (typeof procedure !== 'function') throw new Error('not a procedure')
  const query: unknown = Reflect.get(procedure, 'query')
  if (typeof query !== 'function') throw new Error('not a query')
  return Reflect.apply(query, procedure, [])
}

/** What a program sees of an error. */
function seen(error: unknown) {
  if (!(error instanceof TRPCClientError)) throw new Error('not a TRPCClientError', { cause: error })
  const response = error.meta?.response
  const status = typeof response === 'object' && response !== null && 'status' in response ? response.status : null
  return { name: error.name, message: error.message, shape: error.shape, data: error.data, status }
}
