/** Reads an HTTP answer: headers by lower-case name, and from the body one outcome for each call of the batch. */
import { failure, type AnswerMeta, type Outcome } from './call.ts'
import type { AnswerEsque } from './RequestEsque.ts'
import { TransportError, type ForeignAnswer, type TransportKind } from './TransportError.ts'

export type Deserialize = (value: unknown) => unknown

/** Lower-cases the names; a header that came several times is joined with commas. */
export function headersOf(header: unknown): Record<string, string> {
  const headers: Record<string, string> = {}
  if (!isRecord(header)) return headers
  for (const name of Object.keys(header)) headers[name.toLowerCase()] = String(header[name])
  return headers
}

/**
 * Returns what gives a call's outcome by its place in the batch. A body that is no array speaks for every call,
 * as when the server refuses the whole request; what tRPC did not write, or less than was asked for, is told by status.
 */
export function outcomesOf({ data, statusCode }: AnswerEsque, deserialize: Deserialize): (index: number) => Outcome {
  const body = typeof data === 'string' ? parsed(data) : data
  const answer: ForeignAnswer = { status: statusCode, body: data }
  return (index) => outcomeOf(Array.isArray(body) ? body[index] : body, answer, deserialize)
}

/**
 * Of `answer` this is one item. What is not in tRPC's shape is a TransportError; what the transformer throws at it is
 * the call's failure.
 */
export function outcomeOf(item: unknown, answer: ForeignAnswer, deserialize: Deserialize): Outcome {
  const meta: AnswerMeta = { response: { status: answer.status } }
  try {
    if (isRecord(item)) {
      if (isRecord(item.result)) return { ok: true, data: deserialize(item.result.data), meta }
      const error = item.error && deserialize(item.error)
      if (isErrorShape(error)) return { ok: false, error: { error }, meta }
    }
  } catch (thrown) {
    return Object.assign(failure(thrown), { meta })
  }
  return { ok: false, error: foreign(answer), meta }
}

/**
 * What a status says when tRPC did not write the body; above 501, gateways speak of a server that they cannot reach.
 */
const kinds: Readonly<Record<number, TransportKind>> = {
  408: 'timeout',
  413: 'tooLarge',
  414: 'tooLarge',
  429: 'unavailable',
  431: 'tooLarge',
  504: 'timeout',
}

function foreign(answer: ForeignAnswer): TransportError {
  const { status } = answer
  const kind = kinds[status] ?? (status > 501 ? 'unavailable' : 'unreadable')
  return new TransportError(kind, `HTTP ${status}`, answer)
}

/** Undefined for text that is not JSON, such as a captive portal's page. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export function isErrorShape(value: unknown): value is { code: number; message: string } {
  return isRecord(value) && typeof value.code === 'number' && typeof value.message === 'string'
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
