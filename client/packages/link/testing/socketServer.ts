/** A real tRPC WebSocket server on a free port of this machine, and subscriptions to put behind it. */
import { createServer } from 'node:http'
import { initTRPC, tracked, TRPCError, type AnyTRPCRouter } from '@trpc/server'
import { applyWSSHandler } from '@trpc/server/adapters/ws'
import { WebSocketServer } from 'ws'
import { z } from 'zod'
import { dates } from './testServer.ts'

/** The last place that was seen; -1 before the first. */
const asPlace = z
  .looseObject({ lastEventId: z.coerce.number().int() })
  .optional()
  .transform((seen) => seen?.lastEventId ?? -1)

/** A list that only grows, and lets readers wait for what comes. */
export function createFeed() {
  const items: number[] = []
  const waiting = new Set<() => void>()
  let readers = 0
  return {
    items,
    readers: () => readers,
    push(item: number) {
      items.push(item)
      waiting.forEach((wake) => wake())
    },
    /** From a place in the list on, without end, until the signal. */
    async *read(from: number, signal: AbortSignal | undefined) {
      readers += 1
      try {
        for (let at = from; ; at++) {
          while (at >= items.length) {
            if (signal?.aborted) return
            await new Promise<void>((resolve) => {
              waiting.add(resolve)
              signal?.addEventListener('abort', () => resolve(), { once: true })
            })
          }
          yield { at, item: items[at] ?? NaN }
        }
      } finally {
        readers -= 1
      }
    },
  }
}

type Feed = ReturnType<typeof createFeed>
type Params = Record<string, string | undefined> | null

export function createSocketRouter(feed: Feed) {
  const t = initTRPC.context<{ params: Params }>().create()
  return t.router({
    /** Each event with its place as its id; goes on after the last one seen. */
    tracked: t.procedure.input(asPlace).subscription(async function* ({ input, signal }) {
      for await (const { at, item } of feed.read(input + 1, signal)) yield tracked(String(at), item)
    }),
    /** What comes from now on. */
    live: t.procedure.subscription(async function* ({ signal }) {
      for await (const { item } of feed.read(feed.items.length, signal)) yield item
    }),
    three: t.procedure.input(asText).subscription(async function* ({ input }) {
      yield* await Promise.resolve([`${input} 1`, `${input} 2`, `${input} 3`])
    }),
    mixed: t.procedure.input(asPlace).subscription(async function* ({ input, signal }) {
      yield tracked(String(input + 1), input + 1)
      yield -1
      for await (const { item } of feed.read(feed.items.length, signal)) yield item
    }),
    params: t.procedure.subscription(async function* ({ ctx }) {
      yield await Promise.resolve(ctx.params)
    }),
    breaks: t.procedure.subscription(async function* () {
      yield await Promise.resolve(1)
      throw new TRPCError({ code: 'FORBIDDEN', message: 'enough' })
    }),
    refused: t.procedure.subscription((): AsyncGenerator<number> => {
      throw new TRPCError({ code: 'UNAUTHORIZED', message: 'not you' })
    }),
    greet: t.procedure.input(asText).query(({ input }) => `hello ${input}`),
  })
}

export type SocketRouter = ReturnType<typeof createSocketRouter>

/** With a transformer: dates in, dates out. */
export function createDatesSocketRouter() {
  const t = initTRPC.create({ transformer: dates })
  return t.router({
    daysAfter: t.procedure.input(asDate).subscription(async function* ({ input }) {
      yield await Promise.resolve(new Date(input.getTime() + 86_400_000))
    }),
    refused: t.procedure.subscription((): AsyncGenerator<number> => {
      throw new TRPCError({ code: 'FORBIDDEN', message: 'not today' })
    }),
  })
}

export type DatesSocketRouter = ReturnType<typeof createDatesSocketRouter>

export interface SocketServerOptions {
  /** Throws to refuse the connection. */
  admit?: (params: Params) => void
  keepAlive?: { enabled: boolean; pingMs: number; pongWaitMs: number }
  /** Whether it stays silent to the client's PING. */
  dangerouslyDisablePong?: boolean
}

export type SocketServer = Awaited<ReturnType<typeof serveSockets>>

/** Serves it at any path. `port` is for a server that comes back where it was. */
export async function serveSockets(
  router: AnyTRPCRouter,
  { admit, port = 0, ...options }: SocketServerOptions & { port?: number } = {},
) {
  const http = createServer()
  const wss = new WebSocketServer({ server: http })
  let connections = 0
  wss.on('connection', () => (connections += 1))
  const handler = applyWSSHandler({
    ...options,
    wss,
    router,
    createContext({ info }) {
      admit?.(info.connectionParams)
      return { params: info.connectionParams }
    },
  })
  await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve))
  const address = http.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    url: `ws://127.0.0.1:${address.port}/trpc`,
    port: address.port,
    /** How many there were, and how many there are. */
    connections: () => connections,
    open: () => [...wss.clients].filter((client) => client.readyState === client.OPEN).length,
    askToReconnect: () => handler.broadcastReconnectNotification(),
    say: (data: string | Uint8Array) => wss.clients.forEach((client) => client.send(data)),
    closeSockets: (code: number) => wss.clients.forEach((client) => client.close(code)),
    close: () =>
      new Promise<void>((resolve) => {
        wss.clients.forEach((client) => client.terminate())
        wss.close()
        http.close(() => resolve())
        http.closeAllConnections()
      }),
  }
}

function asText(value: unknown): string {
  if (typeof value !== 'string') throw new Error('not a text')
  return value
}

function asDate(value: unknown): Date {
  if (!(value instanceof Date)) throw new Error('not a date')
  return value
}
