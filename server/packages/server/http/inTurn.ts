/** One answer at a time on a connection, however many requests are sent on it before the first answer is read. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'

export type RequestListener = (incoming: IncomingMessage, outgoing: ServerResponse) => void

/** What was asked for on one connection. */
interface Connection {
  /** The request that is being answered. */
  now: IncomingMessage
  waiting: Array<{ readonly begin: () => void; readonly incoming?: IncomingMessage }>
  isBroken: boolean
}

export interface Turns {
  readonly listener: RequestListener
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

  const next = (socket: Duplex): void => {
    const connection = connections.get(socket)
    const first = connection?.waiting.shift()
    if (!connection || !first || socket.destroyed) return void connections.delete(socket)
    if (first.incoming) connection.now = first.incoming
    first.begin()
    if (connection.waiting.length === 0) socket.resume()
    else setImmediate(() => hold(socket))
  }
  /** Again after each answer, for Node starts the reading anew at the end of one. */
  const hold = (socket: Duplex): void => {
    if (connections.get(socket)?.waiting.length) socket.pause()
  }

  return {
    listener: (incoming, outgoing) => {
      const { socket } = incoming
      const begin = (): void => {
        answer(incoming, outgoing)
        outgoing.once('close', () => next(socket))
      }
      const connection = connections.get(socket)
      if (!connection) {
        connections.set(socket, { now: incoming, waiting: [], isBroken: false })
        return begin()
      }
      connection.waiting.push({ begin, incoming })
      hold(socket)
    },
    behind(socket, tell) {
      const connection = connections.get(socket)
      if (connection?.now.complete) endWith(connection, tell)
      else tell()
    },
  }
}

/** Once: each further packet of such a connection is a mistake again. */
function endWith(connection: Connection, tell: () => void): void {
  if (connection.isBroken) return
  connection.isBroken = true
  connection.waiting = [...connection.waiting.filter(({ incoming }) => incoming?.complete), { begin: tell }]
}
