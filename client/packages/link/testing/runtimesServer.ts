/**
 * One real tRPC router over HTTP and WebSocket at one origin, for the cases that run in every runtime; beside it a page
 * of somebody else's, and a folder of static files for the runtime that is a browser.
 */
import { createReadStream, existsSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { extname, join } from 'node:path'
import { initTRPC, tracked, TRPCError } from '@trpc/server'
import { createHTTPHandler } from '@trpc/server/adapters/standalone'
import { applyWSSHandler } from '@trpc/server/adapters/ws'
import { WebSocketServer } from 'ws'
import { z } from 'zod'
import { createFeed } from './socketServer.ts'

const contentTypes: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' }

/** Keys keep runs apart, for all runtimes share one server. */
export function createRuntimesRouter(cutSockets: () => void) {
  const gone = new Set<string>()
  const waiting = new Map<string, () => void>()
  const feeds = new Map<string, ReturnType<typeof createFeed>>()
  const feedOf = (key: string) => {
    const feed = feeds.get(key) ?? createFeed()
    feeds.set(key, feed)
    return feed
  }
  const key = z.string()
  const t = initTRPC.create({ isDev: false, jsonl: { pingMs: 50 } })
  return t.router({
    greet: t.procedure.input(z.string()).query(({ input }) => ({ greeting: `hello ${input}` })),
    add: t.procedure.input(z.string()).mutation(({ input }) => ({ added: input })),
    refused: t.procedure.query((): { never: true } => {
      throw new TRPCError({ code: 'FORBIDDEN', message: 'not you' })
    }),
    /** Never answers by itself. */
    held: t.procedure.input(key).query(
      ({ input, signal }) =>
        new Promise<string>((resolve) => {
          signal?.addEventListener('abort', () => {
            gone.add(input)
            resolve('nobody hears this')
          })
        }),
    ),
    isGone: t.procedure.input(key).query(({ input }) => gone.has(input)),
    story: t.procedure.query(async function* () {
      yield '从前 '
      await pause()
      yield 'a 🦊, '
      yield 'a ¢rane'
    }),
    /** Says the second word only when it was released: whoever waits for the whole answer waits forever. */
    paused: t.procedure.input(key).query(async function* ({ input }) {
      yield 'first'
      await new Promise<void>((resolve) => waiting.set(input, resolve))
      yield 'second'
    }),
    release: t.procedure.input(key).mutation(({ input }) => waiting.get(input)?.()),
    endless: t.procedure.input(key).query(async function* ({ input, signal }) {
      try {
        for (let count = 0; !signal?.aborted; count += 1) {
          yield count
          await pause()
        }
      } finally {
        gone.add(input)
      }
    }),
    nested: t.procedure.query(() => ({
      now: 1,
      later: pause().then(() => ({ deeper: pause().then(() => 'deep') })),
    })),
    push: t.procedure
      .input(z.object({ key, item: z.number() }))
      .mutation(({ input }) => feedOf(input.key).push(input.item)),
    events: t.procedure
      .input(z.object({ key, lastEventId: z.coerce.number().default(-1) }))
      .subscription(async function* ({ input, signal }) {
        for await (const { at, item } of feedOf(input.key).read(input.lastEventId + 1, signal))
          yield tracked(String(at), item)
      }),
    cutSockets: t.procedure.mutation(() => cutSockets()),
    keep: t.procedure.input(z.instanceof(FormData)).mutation(async ({ input }) => {
      const file = input.get('file')
      if (!(file instanceof File)) throw new TRPCError({ code: 'BAD_REQUEST', message: 'no file' })
      return { content: await file.text(), title: input.get('title') }
    }),
  })
}

export type RuntimesRouter = ReturnType<typeof createRuntimesRouter>

export interface RuntimesServer {
  /** `http://…`; `/trpc` speaks tRPC, `/portal` HTML. */
  origin: string
  close: () => Promise<void>
}

/** `folder` is served to whoever asks for anything else. */
export async function serveRuntimes({ folder }: { folder?: string } = {}): Promise<RuntimesServer> {
  const http = createServer((req, res) => {
    if (req.url?.startsWith('/trpc')) handle(req, res)
    else if (req.url?.startsWith('/portal'))
      res.setHeader('content-type', 'text/html').end('<h1>Sign in to the hotel</h1>')
    else sendFile(folder, req, res)
  })
  const wss = new WebSocketServer({ server: http })
  const router = createRuntimesRouter(() => wss.clients.forEach((client) => client.terminate()))
  const handle = createHTTPHandler({
    router,
    basePath: '/trpc/',
    allowMethodOverride: true,
    maxBatchSize: 20,
    responseMeta: () => ({ headers: { 'X-Test-Answer': 'yes' } }),
  })
  applyWSSHandler({ wss, router })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const address = http.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    origin: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise<void>((resolve) => {
        wss.clients.forEach((client) => client.terminate())
        wss.close()
        http.close(() => resolve())
        http.closeAllConnections()
      }),
  }
}

function sendFile(folder: string | undefined, req: IncomingMessage, res: ServerResponse): void {
  const { pathname } = new URL(req.url ?? '/', 'http://localhost')
  const file = join(folder ?? '', pathname === '/' ? 'index.html' : pathname)
  if (folder === undefined || !existsSync(file)) {
    res.writeHead(404).end()
    return
  }
  res.setHeader('content-type', contentTypes[extname(file)] ?? 'application/octet-stream')
  createReadStream(file).pipe(res)
}

const pause = () => new Promise<void>((resolve) => setTimeout(resolve, 5))
