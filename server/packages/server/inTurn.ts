/** One answer at a time on a connection, however many requests are sent on it before the first answer is read. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

export type RequestListener = (incoming: IncomingMessage, outgoing: ServerResponse) => void

/**
 * Begins an answer when the one before it has left, and reads no more of a connection while requests of it wait. Node
 * begins all that one packet holds, so a client that reads nothing could have gigabytes of answers made and kept.
 * RFC 9112, 9.3.2, wants the answers in this order in any case.
 */
export function inTurn(answer: RequestListener): RequestListener {
  const lines = new WeakMap<Socket, Array<() => void>>()

  const next = (socket: Socket): void => {
    const line = lines.get(socket)
    const begin = line?.shift()
    if (!begin || socket.destroyed) return void lines.delete(socket)
    begin()
    if (line?.length === 0) socket.resume()
    else setImmediate(() => hold(socket))
  }
  /** Again after each answer, for Node starts the reading anew at the end of one. */
  const hold = (socket: Socket): void => {
    if (lines.get(socket)?.length) socket.pause()
  }

  return (incoming, outgoing) => {
    const { socket } = incoming
    const begin = (): void => {
      outgoing.once('close', () => next(socket))
      answer(incoming, outgoing)
    }
    const line = lines.get(socket)
    if (!line) {
      lines.set(socket, [])
      return begin()
    }
    line.push(begin)
    hold(socket)
  }
}
