import type { IncomingMessage } from 'node:http'
import { createTRPCClient, TRPCClientError } from '@trpc/client'
import { initTRPC, TRPCError } from '@trpc/server'
import { createHTTPHandler } from '@trpc/server/adapters/standalone'
import { afterEach, beforeEach, describe, expect, expectTypeOf, it } from 'vitest'
import { z } from 'zod'
import { createNodeRequest } from './testing/nodeRequest.ts'
import { createNodeUpload, type NodeUpload } from './testing/nodeUpload.ts'
import { dates, serve, type TestServer } from './testing/testServer.ts'
import { until } from './testing/hear.ts'
import { kindOf } from './TransportError.ts'
import { uniLink } from './uniLink.ts'
import { upload } from './upload.ts'
import type { UploadEsque } from './UploadEsque.ts'
import { uniUploadLink, type UploadLinkBaseOptions } from './uploadLink.ts'

const picture = '/tmp/wxfile/月.png'
const files = { [picture]: 'a picture of the moon' }
const form = z.instanceof(FormData)

let server: TestServer
let phone: NodeUpload
let waiting: (() => void)[]

function createRouter() {
  const t = initTRPC.context<{ req: IncomingMessage }>().create()
  return t.router({
    keep: t.procedure.input(form).mutation(async ({ input, ctx }) => {
      const file = input.get('file')
      if (!(file instanceof File)) throw new TRPCError({ code: 'BAD_REQUEST', message: 'no file' })
      return {
        name: file.name,
        content: await file.text(),
        title: input.get('title'),
        team: ctx.req.headers['x-team'] ?? null,
      }
    }),
    refuse: t.procedure.input(form).mutation((): string => {
      throw new TRPCError({ code: 'FORBIDDEN', message: 'not yours' })
    }),
    hold: t.procedure.input(form).mutation(() => new Promise<string>((resolve) => waiting.push(() => resolve('held')))),
    rename: t.procedure.input(z.object({ name: z.string() })).mutation(({ input }) => input.name),
  })
}
type Router = ReturnType<typeof createRouter>

beforeEach(async () => {
  waiting = []
  const options = { basePath: '/trpc/', responseMeta: () => ({ headers: { 'X-Renewed': 'yes' } }) }
  server = await serve(createHTTPHandler({ ...options, router: createRouter(), createContext: ({ req }) => ({ req }) }))
  phone = createNodeUpload({ files })
})
afterEach(() => server.close())

function clientOf(options: Partial<UploadLinkBaseOptions> = {}) {
  const url = `${server.url}/trpc`
  return createTRPCClient<Router>({
    links: [
      uniUploadLink({ url, upload: phone.upload, ...options }),
      uniLink({ url, request: createNodeRequest().request }),
    ],
  })
}

async function failureOf(call: Promise<unknown>): Promise<TRPCClientError<Router>> {
  const thrown: unknown = await call.then(
    (value) => expect.fail(`answered ${JSON.stringify(value)}`),
    (error: unknown) => error,
  )
  if (!(thrown instanceof TRPCClientError)) throw new Error('not a TRPCClientError', { cause: thrown })
  return thrown
}

describe('upload', () => {
  it('carries a file and fields to a mutation whose input is FormData, and answers with its type', async () => {
    const kept = await upload(clientOf().keep, { path: picture, fields: { title: '月 & moon' } })
    expectTypeOf(kept).not.toBeAny()
    expectTypeOf(kept.content).toEqualTypeOf<string>()
    expect(kept).toEqual({ name: '月.png', content: 'a picture of the moon', title: '月 & moon', team: null })
    expect(server.hits).toEqual(['POST /trpc/keep'])
  })

  it('does not take a mutation with another input, nor a query', () => {
    const api = clientOf()
    // @ts-expect-error its input is an object of another shape
    expectTypeOf(() => upload(api.rename, { path: picture })).toBeFunction()
    // @ts-expect-error its only verb is the client's
    expectTypeOf(() => upload(api, { path: picture })).toBeFunction()
  })

  it('uses the name the form is to have, and the query of the address', async () => {
    const api = clientOf({ url: () => `${server.url}/trpc/?team=1` })
    const error = await failureOf(upload(api.keep, { path: picture, name: 'other' }))
    expect(error.message).toBe('no file')
    expect(server.hits).toEqual(['POST /trpc/keep?team=1'])
  })

  it('tells the progress in percent and bytes', async () => {
    const told: unknown[] = []
    await upload(clientOf().keep, { path: picture }, { onProgress: (progress) => told.push(progress) })
    expect(told).toEqual([
      { progress: 48, totalBytesSent: 10, totalBytesExpectedToSend: 21 },
      { progress: 100, totalBytesSent: 21, totalBytesExpectedToSend: 21 },
    ])
  })

  it.each([false, true])(
    'asks for headers before, and hands the answer’s on before it settles; H5: %s',
    async (isH5) => {
      phone = createNodeUpload({ files, isH5 })
      const order: unknown[] = []
      const api = clientOf({
        headers: async ([operation]) => Promise.resolve({ 'x-team': `of ${operation?.path}` }),
        onResponse: (headers, [operation]) => order.push([headers['x-renewed'], operation?.path]),
      })
      const kept = await upload(api.keep, { path: picture }).then((value) => (order.push('settled'), value))
      expect(kept.team).toBe('of keep')
      expect(order).toEqual([['yes', 'keep'], 'settled'])
      expect(Object.keys(phone.asked[0]?.header ?? {})).toEqual(['x-team'])
    },
  )

  it('leaves a caller’s content type, in any case, to the host, which writes one with the form’s boundary', async () => {
    const api = clientOf({
      headers: () => ({ 'Content-Type': 'application/json', 'content-TYPE': 'text/plain', 'x-team': 'a' }),
    })
    expect(await upload(api.keep, { path: picture })).toMatchObject({ team: 'a', content: 'a picture of the moon' })
    expect(phone.asked[0]?.header).toEqual({ 'x-team': 'a' })
  })

  it('hands on the headers of a refusal, too, and fails with its shape and status', async () => {
    const told: unknown[] = []
    const error = await failureOf(
      upload(clientOf({ onResponse: (headers) => told.push(headers['x-renewed']) }).refuse, { path: picture }),
    )
    expect(error.data).toMatchObject({ code: 'FORBIDDEN', httpStatus: 403, path: 'refuse' })
    expect(error.meta).toEqual({ response: { status: 403 } })
    expect(told).toEqual(['yes'])
  })

  it('is aborted by its signal, on its way and before it', async () => {
    const controller = new AbortController()
    const held = failureOf(upload(clientOf().hold, { path: picture }, { signal: controller.signal }))
    await until(() => waiting.length === 1)
    controller.abort()
    expect(kindOf(await held)).toBe('aborted')
    expect(phone.aborts()).toBe(1)
    await until(() => server.cut() === 1)
    expect(kindOf(await failureOf(upload(clientOf().keep, { path: picture }, { signal: controller.signal })))).toBe(
      'aborted',
    )
    expect(server.hits).toHaveLength(1)
  })

  it('passes its context and its own timeout on', async () => {
    await upload(clientOf({ timeout: 3000 }).keep, { path: picture }, { context: { timeout: 1000 } })
    await upload(clientOf({ timeout: 3000 }).keep, { path: picture })
    expect(phone.asked.map(({ timeout }) => timeout)).toEqual([1000, 3000])
  })

  it('reads the answer with the router’s transformer', async () => {
    const t = initTRPC.create({ transformer: dates })
    const router = t.router({ when: t.procedure.input(form).mutation(() => new Date(0)) })
    const dated = await serve(createHTTPHandler({ router, basePath: '/trpc/' }))
    const link = uniUploadLink<typeof router>({ url: `${dated.url}/trpc`, upload: phone.upload, transformer: dates })
    expect(await upload(createTRPCClient<typeof router>({ links: [link] }).when, { path: picture })).toEqual(
      new Date(0),
    )
    await dated.close()
  })

  it.each<[string, UploadEsque, string]>([
    ['no network', ({ fail }) => void fail({ errMsg: 'uploadFile:fail' }), 'offline'],
    [
      'a domain that is not listed',
      ({ fail }) => void fail({ errMsg: 'uploadFile:fail url not in domain list' }),
      'domain',
    ],
    ['a page of HTML', ({ success }) => void success({ data: '<html>', statusCode: 200 }), 'unreadable'],
    ['a file that is gone', ({ fail }) => void fail({ errMsg: 'uploadFile:fail file not found' }), 'unsent'],
    ['a photo too big for nginx', ({ success }) => void success({ data: '<html>413', statusCode: 413 }), 'tooLarge'],
    [
      'a gateway without its server',
      ({ success }) => void success({ data: '<html>502', statusCode: 502 }),
      'unavailable',
    ],
    ['no body', ({ success }) => void success({ data: '', statusCode: 204 }), 'unreadable'],
  ])('names what went wrong on the way: %s', async (_what, host, kind) => {
    expect(kindOf(await failureOf(upload(clientOf({ upload: host }).keep, { path: picture })))).toBe(kind)
  })

  it('fails with what the host, headers or onResponse throws, and the next one works', async () => {
    const broken = () => {
      throw new Error('out of order')
    }
    for (const options of [{ upload: broken }, { headers: broken }, { onResponse: broken }]) {
      expect((await failureOf(upload(clientOf(options).keep, { path: picture }))).message).toBe('out of order')
    }
    expect(await upload(clientOf().keep, { path: picture })).toMatchObject({ name: '月.png' })
  })

  it('goes ten at a time, in order', async () => {
    const api = clientOf()
    const all = Array.from({ length: 12 }, () => upload(api.hold, { path: picture }))
    await until(() => waiting.length === 10)
    expect(phone.asked).toHaveLength(10)
    waiting.splice(0, 2).forEach((answer) => answer())
    await until(() => waiting.length === 10)
    waiting.forEach((answer) => answer())
    expect(await Promise.all(all)).toEqual(Array.from({ length: 12 }, () => 'held'))
  })

  it('leaves all other calls to the next link', async () => {
    expect(await clientOf().rename.mutate({ name: 'Ann' })).toBe('Ann')
    expect(phone.asked).toEqual([])
  })

  it('takes uni’s own function as it is typed', () => {
    expectTypeOf<typeof uni.uploadFile>().toExtend<UploadEsque>()
  })
})
