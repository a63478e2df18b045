/** One answer at a time on a connection, however many requests are sent on it before the first answer is read. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'

export type RequestListener = (incoming: IncomingMessage, outgoing: ServerResponse) => void

interface Exchange {
  readonly incoming: IncomingMessage
  readonly outgoing: ServerResponse
}

/** What was asked for on one connection. */
interface Connection {
  /** What is being answered; `null` between two requests. */
  now: Exchange | null
  waiting: Array<{ readonly begin: () => void; readonly exchange: Exchange | null }>
  isBroken: boolean
}

export interface Turns {
  readonly listener: RequestListener
  /** How many answers are under way. */
  underWay(): number
  /** Whether the answer under way on this connection has begun to leave. */
  headersSent(socket: Duplex): boolean
  /**
   * For a connection on which something came that is no request: runs once all that was asked for before is answered,
   * at most once. In place of a request that will never be here whole it runs at once.
   */
  behind(socket: Duplex, tell: () => void): void
}

/**
 * Begins an answer when the one before it has left, and reads no more of a connection while requests of it wait. Node
 * begins all that one packet holds, so a client that reads nothing could have gigabytes of answers made and kept.
 * RFC 9112, 9.3.2, wants the answers in this order in any case.
 */
export function inTurn(answer: RequestListener): Turns {
  const connections = new WeakMap<Duplex, Connection>()
  let underWay = 0

  const next = (socket: Duplex, connection: Connection): void => {
    const first = connection.waiting.shift()
    connection.now = first?.exchange ?? null
    if (!first || socket.destroyed) return
    first.begin()
    if (connection.waiting.length === 0) socket.resume()
    else setImmediate(hold, socket, connection)
  }

  return {
    listener: (incoming, outgoing) => {
      const { socket } = incoming
      const connection = connections.get(socket) ?? { now: null, waiting: [], isBroken: false }
      const exchange = { incoming, outgoing }
      const begin = (): void => {
        underWay++
        answer(incoming, outgoing)
        outgoing.once('close', () => {
          underWay--
          next(socket, connection)
        })
      }
      if (connection.now) {
        connection.waiting.push({ begin, exchange })
        return hold(socket, connection)
      }
      connection.now = exchange
      connections.set(socket, connection)
      begin()
    },
    underWay: () => underWay,
    headersSent: (socket) => connections.get(socket)?.now?.outgoing.headersSent === true,
    behind: (socket, tell) => endWith(connections.get(socket), tell),
  }
}

/** Again after each answer, for Node starts the reading anew at the end of one. */
function hold(socket: Duplex, { waiting }: Connection): void {
  if (waiting.length > 0) socket.pause()
}

/** Once: each further packet of such a connection is a mistake again. */
function endWith(connection: Connection | undefined, tell: () => void): void {
  if (connection?.isBroken) return
  if (!connection?.now?.incoming.complete) return tell()
  connection.isBroken = true
  const whole = connection.waiting.filter(({ exchange }) => exchange?.incoming.complete)
  connection.waiting = [...whole, { begin: tell, exchange: null }]
}
