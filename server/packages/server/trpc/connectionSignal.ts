/** A signal for the procedures of a request that costs nothing where requests follow each other on one connection. */
import type { Socket } from 'node:net'

/** Aborted when nobody waits for an answer any more: one for a connection, for who leaves closes it. */
export function createSignals() {
  const signals = new WeakMap<Socket, AbortSignal>()
  return (socket: Socket): AbortSignal => {
    const known = signals.get(socket)
    if (known) return known
    const controller = new AbortController()
    socket.once('close', () => controller.abort())
    signals.set(socket, controller.signal)
    return controller.signal
  }
}
