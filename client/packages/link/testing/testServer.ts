/** Real HTTP servers on free ports of this machine, and a real tRPC router to put behind them. */
import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import { initTRPC, TRPCError, type TRPCDataTransformer } from '@trpc/server'
import { createHTTPHandler } from '@trpc/server/adapters/standalone'

export interface TestServer {
  url: string
  host: string
  /** The requests so far, in order, as `METHOD url`. */
  hits: string[]
  /** How many requests were cut off by the client before they were answered. */
  cut: () => number
  close: () => Promise<void>
}

/** Listens on 127.0.0.1 and writes down what comes. */
export async function serve(listener: RequestListener): Promise<TestServer> {
  const hits: string[] = []
  let cut = 0
  const server = createServer((req, res) => {
    hits.push(`${req.method} ${req.url}`)
    res.on('close', () => {
      if (!res.writableFinished) cut += 1
    })
    listener(req, res)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const host = `127.0.0.1:${address.port}`
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return { url: `http://${host}`, host, hits, cut: () => cut, close }
}

/** `held` answers when `release` is called; `holding` says how many wait. */
export function createTestRouter() {
  const t = initTRPC.context<{ req: IncomingMessage }>().create({
    errorFormatter: ({ shape, error }) => ({
      ...shape,
      data: { code: shape.data.code, httpStatus: shape.data.httpStatus, reason: error.message },
    }),
  })
  const waiting: (() => void)[] = []
  const router = t.router({
    greet: t.procedure.input(asText).query(({ input }) => ({ greeting: `hello ${input}` })),
    add: t.procedure.input(asText).mutation(({ input }) => ({ added: input })),
    nothing: t.procedure.input(asUndefined).query(({ input }) => ({ got: typeof input })),
    silent: t.procedure.mutation(() => {}),
    refused: t.procedure.query((): { never: true } => {
      throw new TRPCError({ code: 'UNAUTHORIZED', message: 'not you' })
    }),
    header: t.procedure.query(({ ctx }) => ctx.req.headers['x-test'] ?? null),
    held: t.procedure.query(() => new Promise<string>((resolve) => waiting.push(() => resolve('released')))),
    stars: t.router({ 见: t.procedure.query(() => '月') }),
    ticks: t.procedure.subscription(async function* () {
      yield await Promise.resolve(1)
    }),
  })
  const release = () => waiting.splice(0).forEach((answer) => answer())
  return { router, release, holding: () => waiting.length }
}

export type TestRouter = ReturnType<typeof createTestRouter>['router']

/** The whole of it: a router of `createTestRouter` served at `/trpc`, with an `X-Test-Answer` header on each answer. */
export async function serveTestRouter() {
  const { router, release, holding } = createTestRouter()
  const handler = createHTTPHandler({
    router,
    basePath: '/trpc/',
    allowMethodOverride: true,
    maxBatchSize: 20,
    createContext: ({ req }) => ({ req }),
    responseMeta: () => ({ headers: { 'X-Test-Answer': 'yes' } }),
  })
  const server = await serve(handler)
  return { ...server, endpoint: `${server.url}/trpc`, release, holding }
}

/** Dates travel as `{ date }`, all else as `{ plain }`. */
export const dates: TRPCDataTransformer = {
  serialize: (value: unknown) => (value instanceof Date ? { date: value.toISOString() } : { plain: value }),
  deserialize: (value: { date?: string; plain?: unknown }) =>
    value.date === undefined ? value.plain : new Date(value.date),
}

export function createDatesRouter() {
  const t = initTRPC.create({ transformer: dates })
  return t.router({
    dayAfter: t.procedure.input(asDate).query(({ input }) => new Date(input.getTime() + 86_400_000)),
    refused: t.procedure.query((): Date => {
      throw new TRPCError({ code: 'FORBIDDEN', message: 'not today' })
    }),
  })
}

export type DatesRouter = ReturnType<typeof createDatesRouter>

function asText(value: unknown): string {
  if (typeof value !== 'string') throw new Error('not a text')
  return value
}

function asDate(value: unknown): Date {
  if (!(value instanceof Date)) throw new Error('not a date')
  return value
}

function asUndefined(value: unknown): undefined {
  if (value !== undefined) throw new Error('not nothing')
  return value
}
