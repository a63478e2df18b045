/**
 * The same router over WebSocket, on the same port, for subscriptions only. A connection names its session once, by a
 * token; each operation reads the session's row again, and a session that ends takes its connections with it.
 */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { applyWSSHandler, type CreateWSSContextFnOptions } from '@trpc/server/adapters/ws'
import { WebSocketServer, type RawData, type WebSocket } from 'ws'
import { headers, Refusal } from 'uni-trpc-protocol'
import type { SessionWatch } from 'uni-trpc-auth'
import { asTRPCError, type Context, knownCaller, refusalReason, type Services } from 'uni-trpc-auth/trpc'
import { ignoreUpgrade, type Returning, type Upgrade } from './ignoreUpgrade.ts'
import { endpoint, maxBatchSize, type Api } from './api.ts'
import type { ErrorEvent } from './handler.ts'
import { createTally } from './tally.ts'

const maxMessageBytes = 64 * 1024
/** Counted without PING and PONG. Bounds what one connection can start; a client that needs more connects again. */
const maxMessages = 1000
const maxPerSession = 5
/** Of what a client has not read yet; what it asks for by PING is small, but has no other bound. */
const maxUnreadBytes = 256 * 1024
/** Only those that have not named a session yet: carriers put thousands of phones behind one address. */
const maxNamelessPerAddress = 50
/** Carriers forget quiet connections after minutes; a dead one is noticed within the sum. */
const keepAlive = { enabled: true, pingMs: 30_000, pongWaitMs: 5_000 }
/** Between the last word on an ended session and the end of its connection. */
const farewellMs = 250
/** How long clients may take to move to another node before their connections are closed. */
const moveMs = 1000

/** RFC 6455, 7.4: from 4000 on they are ours. */
const closeCodes = { restart: 1012, tooMany: 1008, sessionEnded: 4401, nameless: 4408 }

export interface SocketParts {
  readonly api: Api
  readonly services: Services
  readonly watch: SessionWatch
  readonly newId: () => string
  readonly onError: (event: ErrorEvent) => void
  /** Under which key connections are counted until they name a session. @default the address of the other end */
  readonly addressOf?: (request: IncomingMessage) => string
  /** Milliseconds a connection may take to name its session. @default 10 s */
  readonly namelessMs?: number
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
  const { services, newId, onError, addressOf = remoteAddressOf, namelessMs = 10_000 } = parts
  const wss = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes, perMessageDeflate: false })
  const nameless = createTally(maxNamelessPerAddress)
  const perSession = createTally(maxPerSession)
  let isClosing = false

  const named = new WeakMap<WebSocket, () => void>()
  const handler = applyWSSHandler({
    wss,
    router: parts.api.router,
    maxBatchSize,
    keepAlive,
    createContext: (asked) => contextOf(asked, { ...parts, perSession, onNamed: () => named.get(asked.res)?.() }),
    onError: ({ error, path, ctx }) => {
      const reason = isClientsDoing(error.cause) ? 'INPUT_INVALID' : refusalReason(error)
      services.metrics.called({ path, outcome: reason ?? 'fault' })
      onError({ requestId: ctx?.requestId ?? newId(), path, reason, error: error.cause ?? error })
    },
  })

  const admit = ({ request, socket, head }: Upgrade): void => {
    if (request.url?.split('?')[0] !== endpoint) return refuse(socket, '404 Not Found', newId())
    // tRPC makes a URL of both.
    if (!URL.canParse(request.url, `http://${request.headers.host ?? 'localhost'}`))
      return refuse(socket, '400 Bad Request', newId())
    if (isClosing) return refuse(socket, '503 Service Unavailable', newId())
    const leave = nameless.enter(addressOf(request))
    if (!leave) return refuse(socket, '429 Too Many Requests', newId())
    socket.once('close', leave)
    wss.handleUpgrade(request, socket, head, (client) => {
      // tRPC listens for errors too, but not before it has looked at the request.
      client.on('error', () => undefined)
      const timer = setTimeout(() => client.close(closeCodes.nameless, 'no session named'), namelessMs)
      const settle = () => {
        clearTimeout(timer)
        leave()
      }
      named.set(client, settle)
      client.once('close', settle)
      limitMessages(client)
      wss.emit('connection', client, request)
    })
  }

  server.on('upgrade', (request, socket, head) => {
    const isOurs = request.headers.upgrade?.toLowerCase() === 'websocket'
    if (!isOurs) return ignoreUpgrade(server, { request, socket, head })
    socket.on('error', () => socket.destroy())
    try {
      admit({ request, socket, head })
    } catch (error) {
      // Whatever is thrown in a listener of Node's ends the process, and everybody's connections with it.
      onError({ requestId: newId(), path: undefined, reason: null, error: asError(error) })
      socket.destroy()
    }
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

interface Admission extends SocketParts {
  readonly perSession: ReturnType<typeof createTally>
  readonly onNamed: () => void
}

/** @throws {TRPCError} which tRPC tells the client before it closes the connection */
async function contextOf(
  { req, res: client, info }: CreateWSSContextFnOptions,
  admission: Admission,
): Promise<Context> {
  const { services, watch, newId, perSession, onNamed } = admission
  const { auth } = services
  try {
    const token = bearerOf(req) ?? info.connectionParams?.['token']
    if (!token) throw new Refusal('TOKEN_MISSING')
    const { renewed: _, ...known } = await auth.check(token)
    const { user, session } = known
    const leave = perSession.enter(session.id)
    if (!leave) throw new Refusal('RATE_LIMITED')
    const unwatch = watch.on(session.id, () => {
      setTimeout(() => client.close(closeCodes.sessionEnded, 'session ended'), farewellMs)
    })
    whenClosed(client, () => {
      leave()
      unwatch()
    })
    onNamed()
    const requestId = newId()
    return {
      ...services,
      requestId,
      caller: knownCaller(known),
      bearer: null,
      origin: () => ({
        appId: session.appId,
        device: session.device,
        address: session.address,
        fullAddress: null,
        cloud: null,
        requestId,
      }),
      inputInUrl: false,
      socket: {
        caller: async () => knownCaller(await auth.recheck({ userId: user.id, sessionId: session.id })),
        onEnded: (tell) => watch.on(session.id, tell),
      },
    }
  } catch (error) {
    throw asTRPCError(error)
  }
}

/** Also when it closed while its token was checked. */
function whenClosed(client: WebSocket, run: () => void): void {
  if (client.readyState === client.OPEN) client.once('close', run)
  else run()
}

function limitMessages(client: WebSocket): void {
  let count = 0
  const endUnread = (): void => {
    if (client.bufferedAmount > maxUnreadBytes) client.terminate()
  }
  client.on('ping', endUnread)
  client.on('message', (data: RawData) => {
    endUnread()
    const isBeat = Buffer.isBuffer(data) && data.length === 4
    if (!isBeat && ++count > maxMessages) client.close(closeCodes.tooMany, 'too many messages')
  })
}

function bearerOf(request: IncomingMessage): string | undefined {
  const [, token] = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? []
  return token
}

function remoteAddressOf(request: IncomingMessage): string {
  return request.socket.remoteAddress ?? ''
}

/** What ws says of frames that are too long or broken, and the network of a client that went away. */
function isClientsDoing(cause: Error | undefined): boolean {
  return cause !== undefined && 'code' in cause && /^(WS_ERR_|ECONN|EPIPE)/.test(String(cause.code))
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error('thrown without an error', { cause: thrown })
}

function refuse(socket: Duplex, status: string, requestId: string): void {
  // Or a client that never closes its half would be kept for ever.
  socket.once('finish', () => socket.destroy())
  socket.end(
    `HTTP/1.1 ${status}\r\n${headers.requestId}: ${requestId}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`,
  )
}

/** Waits for every client to go, but not longer than that. */
async function allGone(wss: WebSocketServer, longestMs: number): Promise<void> {
  const goings = [...wss.clients].map((client) => new Promise<void>((gone) => whenClosed(client, gone)))
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, longestMs)))
  await Promise.race([Promise.all(goings), late])
  clearTimeout(timer)
}
