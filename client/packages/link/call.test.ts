import { createTRPCClient, type TRPCLink } from '@trpc/client'
import { map, observable, tap } from '@trpc/server/observable'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { jsonlStream } from './jsonlStream.ts'
import { retryQueries } from './retryQueries.ts'
import { createNodeRequest } from './testing/nodeRequest.ts'
import { serveTestRouter, type TestRouter } from './testing/testServer.ts'
import { uniLink } from './uniLink.ts'
import { upload } from './upload.ts'
import type { UploadEsque } from './UploadEsque.ts'
import { uniUploadLink } from './uploadLink.ts'

type Link = TRPCLink<TestRouter>
const broken = (): never => {
  throw new Error('the link above is broken')
}

/** Each throws at another place between the answer and the caller. */
const linksAbove: Record<string, Link> = {
  'in map':
    () =>
    ({ next, op }) =>
      next(op).pipe(map(broken)),
  'in tap’s next':
    () =>
    ({ next, op }) =>
      next(op).pipe(tap({ next: broken })),
  'in an observer of its own':
    () =>
    ({ next, op }) =>
      observable((observer) =>
        next(op).subscribe({
          next: broken,
          error: (error) => observer.error(error),
          complete: () => observer.complete(),
        }),
      ),
}

/** What nobody caught while a test ran. */
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

describe.each(Object.entries(linksAbove))('a link above that throws %s', (_, above) => {
  const { request } = createNodeRequest()
  const last: Record<string, () => Link[]> = {
    uniLink: () => [uniLink({ url: server.endpoint, request })],
    'uniLink with jsonlStream': () => [uniLink({ url: server.endpoint, request, stream: jsonlStream() })],
    'uniLink below retryQueries': () => [retryQueries(), uniLink({ url: server.endpoint, request })],
  }
  it.each(Object.keys(last))('rejects the call with what it threw, above %s', async (name) => {
    const api = createTRPCClient<TestRouter>({ links: [above, ...(last[name]?.() ?? [])] })
    await expect(api.greet.query('a')).rejects.toThrow('the link above is broken')
    await expect(api.add.mutate('a')).rejects.toThrow('the link above is broken')
  })

  it('rejects an upload with what it threw', async () => {
    const host: UploadEsque = ({ success }) => (success({ data: '{"result":{"data":1}}', statusCode: 200 }), {})
    const link: Link = uniUploadLink({ url: server.endpoint, upload: host })
    const api = createTRPCClient<TestRouter>({ links: [above, link] })
    const mutate = (input: FormData, options?: object) => api.add.mutate(input as never, options)
    await expect(upload({ mutate }, { path: '/a.png' })).rejects.toThrow('the link above is broken')
  })

  it('does not keep the others of its request from their answers', async () => {
    const only: Link = (runtime) => (asked) =>
      asked.op.input === 'broken' ? above(runtime)(asked) : asked.next(asked.op)
    const api = createTRPCClient<TestRouter>({ links: [only, uniLink({ url: server.endpoint, request })] })
    const [bad, good] = await Promise.allSettled([api.greet.query('broken'), api.greet.query('b')])
    expect([bad.status, good.status]).toEqual(['rejected', 'fulfilled'])
  })
})

it('a link above that throws at a failure is no unhandled rejection', async () => {
  const above: Link =
    () =>
    ({ next, op }) =>
      next(op).pipe(tap({ error: broken }))
  const { request } = createNodeRequest()
  const api = createTRPCClient<TestRouter>({ links: [above, uniLink({ url: server.endpoint, request })] })
  void api.refused.query()
  await api.greet.query('a')
})
