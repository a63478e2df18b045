/** One answer at a time on a connection, however many requests are sent on it before the first answer is read. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'

export type RequestListener = (incoming: IncomingMessage, outgoing: ServerResponse) => void

/** What was asked for on one connection. */
interface Line {
  /** The request that is being answered. */
  now: IncomingMessage
  waiting: Array<{ readonly begin: () => void; readonly incoming?: IncomingMessage }>
  isBroken: boolean
}

export interface Turns {
  readonly listener: RequestListener
  /**
   * For a connection on which something came that is no request: runs once all that was asked for before is answered, at
   * most once. In place of a request that will never be here whole it runs at once.
   */
  behind(socket: Duplex, tell: () => void): void
}

/**
 * Begins an answer when the one before it has left, and reads no more of a connection while requests of it wait. Node
 * begins all that one packet holds, so a client that reads nothing could have gigabytes of answers made and kept.
 * RFC 9112, 9.3.2, wants the answers in this order in any case.
 */
export function inTurn(answer: RequestListener): Turns {
  const lines = new WeakMap<Duplex, Line>()

  const next = (socket: Duplex): void => {
    const line = lines.get(socket)
    const first = line?.waiting.shift()
    if (!line || !first || socket.destroyed) return void lines.delete(socket)
    if (first.incoming) line.now = first.incoming
    first.begin()
    if (line.waiting.length === 0) socket.resume()
    else setImmediate(() => hold(socket))
  }
  /** Again after each answer, for Node starts the reading anew at the end of one. */
  const hold = (socket: Duplex): void => {
    if (lines.get(socket)?.waiting.length) socket.pause()
  }

  return {
    listener: (incoming, outgoing) => {
      const { socket } = incoming
      const begin = (): void => {
        answer(incoming, outgoing)
        outgoing.once('close', () => next(socket))
      }
      const line = lines.get(socket)
      if (!line) {
        lines.set(socket, { now: incoming, waiting: [], isBroken: false })
        return begin()
      }
      line.waiting.push({ begin, incoming })
      hold(socket)
    },
    behind(socket, tell) {
      const line = lines.get(socket)
      if (!line?.now.complete) return tell()
      // Each further packet of such a connection is a mistake again.
      if (line.isBroken) return
      line.isBroken = true
      line.waiting = [...line.waiting.filter(({ incoming }) => incoming?.complete), { begin: tell }]
    },
  }
}
