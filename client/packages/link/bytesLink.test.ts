import { createTRPCClient } from '@trpc/client'
import { initTRPC, TRPCError } from '@trpc/server'
import { createHTTPHandler } from '@trpc/server/adapters/standalone'
import { octetInputParser } from '@trpc/server/http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { uniBytesLink, type BytesLinkBaseOptions } from './bytesLink.ts'
import { createNodeRequest, type NodeRequest } from './testing/nodeRequest.ts'
import { serve, type TestServer } from './testing/testServer.ts'
import { kindOf } from './TransportError.ts'
import { uniLink } from './uniLink.ts'

function createRouter() {
  const t = initTRPC.create()
  return t.router({
    keep: t.procedure.input(octetInputParser).mutation(async ({ input }) => {
      const bytes = Buffer.from(await new Response(input).arrayBuffer())
      if (bytes.length === 0) throw new TRPCError({ code: 'BAD_REQUEST', message: 'no bytes' })
      return [...bytes]
    }),
    rename: t.procedure.input(z.string()).mutation(({ input }) => input),
  })
}
type Router = ReturnType<typeof createRouter>

let server: TestServer
let phone: NodeRequest
beforeEach(async () => {
  server = await serve(createHTTPHandler({ router: createRouter(), basePath: '/trpc/' }))
  phone = createNodeRequest()
})
afterEach(() => server.close())

function clientOf(options: Partial<BytesLinkBaseOptions> = {}) {
  const base = { url: `${server.url}/trpc`, request: phone.request }
  return createTRPCClient<Router>({ links: [uniBytesLink({ ...base, ...options }), uniLink(base)] })
}

const all = Uint8Array.from({ length: 256 }, (_, at) => at)

describe('bytes', () => {
  it.each<[string, unknown, number[]]>([
    ['a typed array', all, [...all]],
    ['an ArrayBuffer', all.buffer, [...all]],
    ['a view of a part of a buffer', new DataView(all.buffer, 5, 2), [5, 6]],
    ['numbers of two bytes', Uint16Array.of(258), [2, 1]],
  ])('arrive as they are, unbatched, as octet-stream: %s', async (_, input, bytes) => {
    // The router's type names what browsers have; a phone has the others as well.
    expect(await clientOf().keep.mutate(input as Uint8Array)).toEqual(bytes)
    expect(server.hits).toEqual(['POST /trpc/keep'])
    expect(phone.sent[0]?.header).toEqual({ 'content-type': 'application/octet-stream' })
  })

  it('go with headers, but not with a content type of the caller’s', async () => {
    const api = clientOf({ headers: () => ({ 'Content-Type': 'application/json', 'x-team': 'a' }) })
    await api.keep.mutate(all)
    expect(phone.sent[0]?.header).toEqual({ 'x-team': 'a', 'content-type': 'application/octet-stream' })
  })

  it('are refused with the server’s error, and aborted', async () => {
    await expect(clientOf().keep.mutate(new Uint8Array())).rejects.toThrow('no bytes')
    const aborted = clientOf().keep.mutate(all, { signal: AbortSignal.abort() })
    expect(await aborted.catch(kindOf)).toBe('aborted')
  })

  it('are all that the link carries: other calls go to the next one', async () => {
    expect(await clientOf().rename.mutate('Ann')).toBe('Ann')
    expect(server.hits).toEqual(['POST /trpc/rename?batch=1'])
  })
})
