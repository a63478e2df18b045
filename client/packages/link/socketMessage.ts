/** Reads what the server says on a socket: tRPC's WebSocket messages, https://trpc.io/docs/server/websockets. */
import { isErrorShape, isRecord, parsed, type Deserialize } from './answer.ts'
import { failure } from './call.ts'
import { TransportError } from './TransportError.ts'

export type Message =
  /** The server asks to be left for another connection, as before it stops. */
  | { kind: 'move' }
  /** The connection itself was refused, or something sent on it was not understood. */
  | { kind: 'refused'; error: object }
  | { kind: 'started' | 'stopped'; id: number; result: { type: 'started' | 'stopped' } }
  | { kind: 'data'; id: number; result: { type: 'data'; data: unknown; id?: string } }
  | { kind: 'error'; id: number; error: object }
  /** Of a kind that later versions of tRPC may have. */
  | { kind: 'unknown' }

/** `null` for what no tRPC server says. A refusal comes as `{ error }` in tRPC's shape. */
export function readMessage(data: unknown, deserialize: Deserialize): Message | null {
  const message = typeof data === 'string' ? parsed(data) : undefined
  if (!isRecord(message)) return null
  if (message.method !== undefined) return { kind: message.method === 'reconnect' ? 'move' : 'unknown' }
  const { id } = message
  if (isRecord(message.result)) return typeof id === 'number' ? readResult(id, message.result, deserialize) : null
  const error = readError(message.error, deserialize)
  if (id === null) return { kind: 'refused', error }
  return typeof id === 'number' && message.error !== undefined ? { kind: 'error', id, error } : null
}

function readResult(id: number, result: Record<string, unknown>, deserialize: Deserialize): Message {
  const { type = 'data', id: eventId } = result
  if (type === 'started' || type === 'stopped') return { kind: type, id, result: { type } }
  if (type !== 'data') return { kind: 'unknown' }
  try {
    const data = deserialize(result.data)
    return { kind: 'data', id, result: { type, data, ...(typeof eventId === 'string' && { id: eventId }) } }
  } catch (thrown) {
    return { kind: 'error', id, error: failure(thrown).error }
  }
}

function readError(sent: unknown, deserialize: Deserialize): object {
  try {
    const error = sent && deserialize(sent)
    return isErrorShape(error) ? { error } : new TransportError('unreadable')
  } catch (thrown) {
    return failure(thrown).error
  }
}
