/** Reads an HTTP answer: headers by lower-case name, and from the body one outcome for each call of the batch. */
import type { AnswerMeta, Outcome } from './call.ts'
import type { AnswerEsque } from './RequestEsque.ts'
import { TransportError } from './TransportError.ts'

export type Deserialize = (value: unknown) => unknown

/** Lower-cases the names; a header that came several times is joined with commas. */
export function headersOf({ header }: AnswerEsque): Record<string, string> {
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
    outcomeOf({ item: Array.isArray(body) ? body[index] : body, deserialize, meta }) ?? {
      ok: false,
      error: new TransportError('unreadable', `HTTP ${statusCode}`),
      meta,
    }
}

interface Answered {
  item: unknown
  deserialize: Deserialize
  meta: AnswerMeta
}

/** `null` for what is not in tRPC's shape, before or after the transformer. */
function outcomeOf({ item, deserialize, meta }: Answered): Outcome | null {
  if (!isRecord(item)) return null
  try {
    if (isRecord(item.result)) return { ok: true, data: deserialize(item.result.data), meta }
    const error = 'error' in item ? deserialize(item.error) : null
    return isErrorShape(error) ? { ok: false, error: { error }, meta } : null
  } catch {
    return null
  }
}

/** Undefined for text that is not JSON, such as a captive portal's page. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isErrorShape(value: unknown): boolean {
  return isRecord(value) && typeof value.code === 'number' && typeof value.message === 'string'
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
