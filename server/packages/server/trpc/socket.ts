/**
 * The same router over WebSocket, on the same port, for subscriptions only. A connection names its session once, by a
 * token; each operation reads the session's row again, and a session that ends takes its connections with it.
 */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { TRPCError } from '@trpc/server'
import { applyWSSHandler } from '@trpc/server/adapters/ws'
import { WebSocketServer, type WebSocket } from 'ws'
import { type Context, refusalReason } from 'uni-trpc-auth/trpc'
import { ignoreUpgrade, type Returning } from './ignoreUpgrade.ts'
import { maxBatchSize, type Api } from './api.ts'
import { createAdmit, type AdmissionParts } from './socketAdmission.ts'
import { socketContext, whenClosed, type SocketContextParts } from './socketContext.ts'
import { createTally } from './tally.ts'

const maxMessageBytes = 64 * 1024
const maxPerSession = 5
/** Carriers forget quiet connections after minutes; a dead one is noticed within the sum. */
const keepAlive = { enabled: true, pingMs: 30_000, pongWaitMs: 5_000 }
/** Between the last word on an ended session and the end of its connection. */
const farewellMs = 250
/** How long clients may take to move to another node before their connections are closed. */
const moveMs = 1000

/** RFC 6455, 7.4: from 4000 on they are ours. */
const closeCodes = { restart: 1012, sessionEnded: 4401 }

export interface SocketParts extends SocketContextParts, AdmissionParts {
  readonly api: Api
}

/** An HTTP server of Node's, of any version of HTTP. */
export interface UpgradingServer extends Returning {
  on(event: 'upgrade', listener: (request: IncomingMessage, socket: Duplex, head: Buffer) => void): unknown
}

export interface OpenSocket {
  /** Asks every client to connect elsewhere, then closes what is left. */
  close(): Promise<void>
}

/** Takes the upgrades of this server from now on. */
export function openSocket(server: UpgradingServer, parts: SocketParts): OpenSocket {
  const wss = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes, perMessageDeflate: false })
  const perSession = createTally(maxPerSession)
  let isClosing = false

  const named = new WeakMap<WebSocket, () => void>()
  const handler = applyWSSHandler({
    wss,
    router: parts.api.router,
    maxBatchSize,
    keepAlive,
    createContext: (asked) =>
      socketContext(asked, { ...parts, perSession, endClient, onNamed: () => named.get(asked.res)?.() }),
    onError: tellSocketFailures(parts),
  })
  const admit = createAdmit(parts, {
    wss,
    isClosing: () => isClosing,
    onConnected: (client, onNamed) => void named.set(client, onNamed),
  })

  server.on('upgrade', (request, socket, head) => {
    const isOurs = request.headers.upgrade?.toLowerCase() === 'websocket'
    if (isOurs) admit({ request, socket, head })
    else ignoreUpgrade(server, { request, socket, head })
  })

  return {
    async close() {
      isClosing = true
      handler.broadcastReconnectNotification()
      await allGone(wss, moveMs)
      for (const client of wss.clients) client.close(closeCodes.restart, 'restart')
      await allGone(wss, moveMs)
      for (const client of wss.clients) client.terminate()
    },
  }
}

/** A little later, so that the last word arrives. */
function endClient(client: WebSocket): void {
  setTimeout(() => client.close(closeCodes.sessionEnded, 'session ended'), farewellMs)
}

/** Counts and tells each failure once. */
function tellSocketFailures({ services, newId, onError }: SocketParts) {
  return ({ error, path, ctx }: SocketFailure): void => {
    const reason = isClientsDoing(error.cause) ? 'INPUT_INVALID' : refusalReason(error)
    services.metrics.called({ path, outcome: reason ?? 'fault' })
    onError({ requestId: ctx?.requestId ?? newId(), path, reason, error: error.cause ?? error })
  }
}

interface SocketFailure {
  readonly error: TRPCError
  readonly path: string | undefined
  readonly ctx: Context | undefined
}

/** What ws says of frames that are too long or broken, and the network of a client that went away. */
function isClientsDoing(cause: Error | undefined): boolean {
  return cause !== undefined && 'code' in cause && /^(WS_ERR_|ECONN|EPIPE)/.test(String(cause.code))
}

/** Waits for every client to go, but not longer than that. */
async function allGone(wss: WebSocketServer, longestMs: number): Promise<void> {
  const goings = [...wss.clients].map((client) => new Promise<void>((gone) => whenClosed(client, gone)))
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, longestMs)))
  await Promise.race([Promise.all(goings), late])
  clearTimeout(timer)
}
