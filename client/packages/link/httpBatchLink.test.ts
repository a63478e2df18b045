/** The same calls of the same router through uniLink and through tRPC's own httpBatchLink. */
import { createTRPCClient, httpBatchLink, TRPCClientError, type TRPCLink } from '@trpc/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createNodeRequest } from './testing/nodeRequest.ts'
import { serveTestRouter, type TestRouter } from './testing/testServer.ts'
import { uniLink } from './uniLink.ts'

type Api = ReturnType<typeof createTRPCClient<TestRouter>>

let server: Awaited<ReturnType<typeof serveTestRouter>>
beforeAll(async () => {
  server = await serveTestRouter()
})
afterAll(() => server.close())

const calls: Record<string, (api: Api) => Promise<unknown>> = {
  'a query': (api) => api.greet.query('Ann & 月'),
  'a mutation': (api) => api.add.mutate('x'),
  'no input': (api) => api.nothing.query(undefined),
  'no result': (api) => api.silent.mutate(),
  'a nested name': (api) => api.stars.见.query(),
  'a refusal': (api) => api.refused.query(),
  'an input the procedure rejects': (api) => untyped(api.greet).query(5),
  'a procedure that does not exist': (api) => untyped(Reflect.get(api, 'nowhere')).query(1),
  'a query called as a mutation': (api) => untyped(api.greet).mutate('x'),
  'queries and mutations in one tick': (api) =>
    Promise.all([api.greet.query('a'), api.add.mutate('b'), api.refused.query().catch(seen), api.greet.query('c')]),
  'more operations than the server takes': (api) =>
    Promise.all(Array.from({ length: 21 }, () => api.greet.query('a').catch(seen))),
}

describe('uniLink beside httpBatchLink', () => {
  it.each(Object.keys(calls))('same value or same error shape, by the same requests: %s', async (name) => {
    const { request } = createNodeRequest()
    const ours = await outcomeOf(name, uniLink({ url: server.endpoint, request, maxItems: 50 }))
    const theirs = await outcomeOf(name, httpBatchLink({ url: server.endpoint }))
    expect(ours).toEqual(theirs)
  })

  it('same requests where queries go by POST', async () => {
    const name = 'queries and mutations in one tick'
    const options = { url: server.endpoint, methodOverride: 'POST' } as const
    const ours = await outcomeOf(name, uniLink({ ...options, request: createNodeRequest().request }))
    const theirs = await outcomeOf(name, httpBatchLink(options))
    expect(ours).toEqual(theirs)
  })
})

async function outcomeOf(name: string, link: TRPCLink<TestRouter>) {
  const before = server.hits.length
  const call = calls[name]
  if (!call) throw new Error(`no call named ${name}`)
  const outcome = await call(createTRPCClient<TestRouter>({ links: [link] })).catch(seen)
  return { outcome, hits: server.hits.slice(before).sort() }
}

/** What a program sees of an error. */
function seen(error: unknown) {
  if (!(error instanceof TRPCClientError)) throw new Error('not a TRPCClientError', { cause: error })
  const response = error.meta?.response
  const status = typeof response === 'object' && response !== null && 'status' in response ? response.status : null
  return { name: error.name, message: error.message, shape: error.shape, data: error.data, status }
}

interface Untyped {
  query: (input: unknown) => Promise<unknown>
  mutate: (input: unknown) => Promise<unknown>
}

/** tRPC's client is a proxy that sends whatever name and kind it is asked for. */
function untyped(procedure: unknown): Untyped {
  if (typeof procedure !== 'function') throw new Error('not a procedure')
  return {
    query: (input) => Reflect.get(procedure, 'query')(input),
    mutate: (input) => Reflect.get(procedure, 'mutate')(input),
  }
}
