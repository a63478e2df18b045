/** Node's HTTP server around the app: how long connections live, what is answered to no request, how all ends. */
import { createServer, STATUS_CODES, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { getRequestListener } from '@hono/node-server'
import { headers } from 'uni-trpc-protocol'
import { createArrivals, type Arrivals } from './arrivals.ts'
import { inTurn, type RequestListener, type Turns } from './inTurn.ts'
import type { Log } from '../observability/log.ts'
import type { Api } from '../trpc/api.ts'
import type { ShortWay } from '../trpc/shortWay.ts'

/** For a whole request: a phone may take 60 s for an upload, WeChat's default; who sends byte by byte is cut off. */
const requestMs = 90_000
/** For an answer that nobody reads; a stream of ours is never silent for so long. */
const stalledMs = 120_000
/** Connections that the system holds until they are taken, if it may: of 511, Node's own, a crowd waits a minute. */
const backlog = 4096
/** How often Node looks for requests that take too long. */
const lookMs = 5_000
/** How long the head of a request may stay half sent once the server is asked to end. */
const halfSentMs = 500
const stepMs = 20

/** What Node itself answers to these mistakes; to any other, 400. */
const statuses: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
}

export interface DoorParts {
  readonly host: string
  readonly port: number
  /** Milliseconds for which an idle connection is kept. */
  readonly keepAlive: number
  /** @default of its own */
  readonly arrivals?: Arrivals | undefined
  /** Told before each request for how many milliseconds it has waited for others. */
  readonly onWait?: ((waitedMs: number) => void) | undefined
  readonly fetch: Parameters<typeof getRequestListener>[0]
  /** Takes what is plain before `fetch` is asked. */
  readonly shortWay?: ShortWay | undefined
  /** True once clients should connect elsewhere for their next request. */
  readonly isStopping: () => boolean
  readonly newId: () => string
  readonly log: Log
  readonly api: Pick<Api, 'refuse'>
}

export interface Door {
  readonly server: Server
  readonly address: AddressInfo
  /** Takes nothing more, waits so long for what runs, then closes what is left. */
  close(longestMs: number): Promise<void>
}

/** @throws {Error} with a sentence for the operator, where the port is taken */
export async function openDoor(parts: DoorParts): Promise<Door> {
  const connections = new Set<Duplex>()
  const { arrivals = createArrivals() } = parts
  const turns = inTurn(listenerOf({ ...parts, arrivals }))
  const server = createDoorServer(parts, turns)
  server.on('connection', (connection) => {
    arrivals.arrived()
    connections.add(connection)
    connection.once('close', () => connections.delete(connection))
  })
  await listen(server, parts)

  return {
    server,
    address: server.address() as AddressInfo,
    async close(longestMs) {
      const closed = new Promise((resolve) => server.close(resolve))
      for (
        let passedMs = 0, quietMs = 0;
        connections.size > 0 && passedMs < longestMs && quietMs < halfSentMs;
        passedMs += stepMs
      ) {
        server.closeIdleConnections()
        await pause(stepMs)
        quietMs = turns.underWay() > 0 ? 0 : quietMs + stepMs
      }
      for (const connection of connections) connection.destroy()
      await closed
    },
  }
}

/** Its times, and what it answers to bytes that are no request. */
function createDoorServer(parts: DoorParts, turns: Turns): Server {
  const { keepAlive } = parts
  // An idle connection and half a head cost the same, so they live equally long: balancers open some in advance.
  const headersTimeout = keepAlive + 1000
  const requestTimeout = Math.max(requestMs, headersTimeout)
  const times = { keepAliveTimeout: keepAlive, headersTimeout, requestTimeout, connectionsCheckingInterval: lookMs }
  const server = createServer(times, turns.listener)
  // Whoever asks before sending a body is told to go on where it is wanted, by the app, and nowhere else.
  server.on('checkContinue', (incoming, outgoing) => server.emit('request', incoming, outgoing))
  server.timeout = Math.max(stalledMs, headersTimeout)
  server.on('clientError', (error: NodeJS.ErrnoException, connection) => {
    if (!connection.writable || error.code === 'ECONNRESET') return void connection.destroy()
    turns.behind(connection, () => {
      // In the middle of an answer, more bytes would be taken for a part of it.
      if (turns.headersSent(connection)) return void connection.destroy()
      tellMistake(connection, statuses[error.code ?? ''] ?? 400, parts)
    })
  })
  // Without a listener Node closes the connection at once, with what was asked for before it.
  server.on('connect', (_request, connection) => turns.behind(connection, () => tellMistake(connection, 405, parts)))
  return server
}

function listenerOf(parts: DoorParts & { readonly arrivals: Arrivals }): RequestListener {
  const { fetch, shortWay = () => false, onWait = () => undefined, isStopping, newId, log, api, arrivals } = parts
  const answer = getRequestListener(fetch, {
    // The app says what becomes of a body that nobody read.
    autoCleanupIncoming: false,
    // For a target that makes no URL, which the app never sees.
    errorHandler: () => {
      const requestId = newId()
      log.info({ requestId, status: 400 }, 'no request')
      const refusal = api.refuse({ code: 'BAD_REQUEST', requestId })
      refusal.headers.set(headers.requestId, requestId)
      return refusal
    },
  })
  const serve = (incoming: IncomingMessage, outgoing: ServerResponse, waitedMs: number): void => {
    onWait(waitedMs)
    if (!shortWay(incoming, outgoing)) void answer(incoming, outgoing)
  }
  return (incoming, outgoing) => {
    // RFC 9112, 3.2, for a proxy in front may have gone by the other.
    if (namesTwoHosts(incoming)) return tellMistake(incoming.socket, 400, { newId, log })
    if (isStopping()) outgoing.shouldKeepAlive = false
    if (!arrivals.isCrowd()) return serve(incoming, outgoing, 0)
    arrivals.after((waitedMs) => {
      // Who left meanwhile would never hear the answer, nor send the rest of a body.
      if (!outgoing.destroyed && !outgoing.headersSent) serve(incoming, outgoing, waitedMs)
    })
  }
}

function namesTwoHosts({ rawHeaders }: IncomingMessage): boolean {
  let hosts = 0
  for (let at = 0; at < rawHeaders.length; at += 2) {
    if (rawHeaders[at]?.length === 4 && rawHeaders[at]?.toLowerCase() === 'host') hosts++
  }
  return hosts > 1
}

function tellMistake(connection: Duplex, status: number, { newId, log }: Pick<DoorParts, 'newId' | 'log'>): void {
  const requestId = newId()
  log.info({ requestId, status }, 'no request')
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    `${headers.requestId}: ${requestId}`,
    'connection: close',
    'content-length: 0',
  ]
  connection.end(`${head.join('\r\n')}\r\n\r\n`, () => connection.destroy())
}

function listen(server: Server, { host, port }: Pick<DoorParts, 'host' | 'port'>): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(`Port ${port} is taken: set PORT to another, or stop what uses it / 端口 ${port} 已被占用`)
          : error,
      ),
    )
    server.listen({ port, host, backlog }, resolve)
  })
}
