/** Reads an HTTP answer: headers by lower-case name, and from the body one outcome for each call of the batch. */
import type { AnswerMeta, Outcome } from './call.ts'
import type { AnswerEsque } from './RequestEsque.ts'
import { TransportError } from './TransportError.ts'

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
 * as when the server refuses the whole request; what tRPC did not write, or less than was asked for, is `unreadable`.
 */
export function outcomesOf({ data, statusCode }: AnswerEsque, deserialize: Deserialize): (index: number) => Outcome {
  const meta: AnswerMeta = { response: { status: statusCode } }
  const body = typeof data === 'string' ? parsed(data) : data
  return (index) =>
    outcomeOf({ item: Array.isArray(body) ? body[index] : body, deserialize, meta })
}

interface Answered {
  item: unknown
  deserialize: Deserialize
  meta: AnswerMeta
}

/** What is not in tRPC's shape, before or after the transformer, is `unreadable`. */
export function outcomeOf({ item, deserialize, meta }: Answered): Outcome {
  try {
    if (isRecord(item)) {
      if (isRecord(item.result)) return { ok: true, data: deserialize(item.result.data), meta }
      const error = deserialize(item.error)
      if (isErrorShape(error)) return { ok: false, error: { error }, meta }
    }
  } catch {
    // Whatever the transformer throws at it, the answer is not one that it can read.
  }
  return { ok: false, error: new TransportError('unreadable', `HTTP ${meta.response.status}`), meta }
}

/** Undefined for text that is not JSON, such as a captive portal's page. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export function isErrorShape(value: unknown): boolean {
  return isRecord(value) && typeof value.code === 'number' && typeof value.message === 'string'
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
