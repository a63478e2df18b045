/** Who may open a WebSocket, for how long it may be nobody's, and how much one may send. */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { RawData, WebSocket, WebSocketServer } from 'ws'
import { headers } from 'uni-trpc-protocol'
import { endpoint } from './api.ts'
import type { ErrorEvent } from './handler.ts'
import type { Upgrade } from './ignoreUpgrade.ts'
import { createTally } from './tally.ts'

/** Counted without PING and PONG. Bounds what one connection can start; a client that needs more connects again. */
const maxMessages = 1000
/** Of what a client has not read yet; what it asks for by PING is small, but has no other bound. */
const maxUnreadBytes = 256 * 1024
/** Only those that have not named a session yet: carriers put thousands of phones behind one address. */
const maxNamelessPerAddress = 50
/** RFC 6455, 7.4: from 4000 on they are ours. */
const closeCodes = { tooMany: 1008, nameless: 4408 }

export interface AdmissionParts {
  readonly newId: () => string
  readonly onError: (event: ErrorEvent) => void
  /** Under which key connections are counted until they name a session. @default the address of the other end */
  readonly addressOf?: (request: IncomingMessage) => string
  /** Milliseconds a connection may take to name its session. @default 10 s */
  readonly namelessMs?: number
}

interface Admitting {
  readonly wss: WebSocketServer
  readonly isClosing: () => boolean
  /** `onNamed` is to be called once this connection has named its session. */
  readonly onConnected: (client: WebSocket, onNamed: () => void) => void
}

/** Lets an upgrade in, for so long as it may stay without naming a session, or answers why not. */
export function createAdmit(
  parts: AdmissionParts,
  { wss, isClosing, onConnected }: Admitting,
): (upgrade: Upgrade) => void {
  const { newId, onError, addressOf = remoteAddressOf, namelessMs = 10_000 } = parts
  const nameless = createTally(maxNamelessPerAddress)

  const admit = ({ request, socket, head }: Upgrade): void => {
    if (request.url?.split('?')[0] !== endpoint) return refuse(socket, '404 Not Found', newId())
    // tRPC makes a URL of both.
    if (!URL.canParse(request.url, `http://${request.headers.host ?? 'localhost'}`))
      return refuse(socket, '400 Bad Request', newId())
    if (isClosing()) return refuse(socket, '503 Service Unavailable', newId())
    const leave = nameless.enter(addressOf(request))
    if (!leave) return refuse(socket, '429 Too Many Requests', newId())
    socket.once('close', leave)
    wss.handleUpgrade(request, socket, head, (client) => {
      onConnected(client, mayStayNameless(client, namelessMs, leave))
      limitMessages(client)
      wss.emit('connection', client, request)
    })
  }

  return (upgrade) => {
    upgrade.socket.on('error', () => upgrade.socket.destroy())
    try {
      admit(upgrade)
    } catch (error) {
      // Whatever is thrown in a listener of Node's ends the process, and everybody's connections with it.
      onError({ requestId: newId(), path: undefined, reason: null, error: asError(error) })
      upgrade.socket.destroy()
    }
  }
}

/** Answers what is to be called once the session is named. @param leave gives the place of the nameless back */
function mayStayNameless(client: WebSocket, longestMs: number, leave: () => void): () => void {
  // tRPC listens for errors too, but not before it has looked at the request.
  client.on('error', () => undefined)
  const timer = setTimeout(() => client.close(closeCodes.nameless, 'no session named'), longestMs)
  const settle = () => {
    clearTimeout(timer)
    leave()
  }
  client.once('close', settle)
  return settle
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

function remoteAddressOf(request: IncomingMessage): string {
  return request.socket.remoteAddress ?? ''
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
