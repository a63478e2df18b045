/**
 * The short way: plain JSON calls, as phones make them nearly always, go from Node's own request to its answer. What
 * the whole way (app.ts, handler.ts) spends on Request, Response and their streams is several times what a call
 * does. All that is not plain is declined untouched and goes the whole way; shortWay.test.ts holds the answers of
 * both equal.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { getTRPCErrorFromUnknown, TRPCError } from '@trpc/server'
import { getHTTPStatusCode } from '@trpc/server/http'
import { getErrorShape } from '@trpc/server/shared'
import type { Admission } from '../http/admission.ts'
import { createIsPlainRequest } from '../http/body/createIsPlainRequest.ts'
import { readBody } from '../http/body/readBody.ts'
import { Busy } from 'uni-trpc-auth'
import { createSignals } from './connectionSignal.ts'
import { createContext, type Context, type RequestFacts } from 'uni-trpc-auth/trpc'
import { plainRule, type Api } from './api.ts'
import { callsOf, createCalledBy, type Call, type Called } from './calledBy.ts'
import { tellFailures, type HandlerParts } from './handler.ts'
import { retryAfter } from './retryAfter.ts'

export interface ShortWayParts extends HandlerParts {
  /** What the whole way tells of a request, from the same facts. */
  readonly factsOf: (incoming: IncomingMessage) => RequestFacts
  readonly admission: Admission
  /** The headers that the whole way gives each of its answers. */
  readonly always: Readonly<Record<string, string>>
  readonly onAnswered: (answered: {
    readonly incoming: IncomingMessage
    readonly facts: RequestFacts
    readonly status: number
    readonly began: number
  }) => void
}

/** Answers whether it took the request. */
export type ShortWay = (incoming: IncomingMessage, outgoing: ServerResponse) => boolean

export function createShortWay(parts: ShortWayParts): ShortWay {
  const isPlainRequest = createIsPlainRequest(plainRule.maxBytes)
  const calledBy = createCalledBy(parts.api)
  const answer = createAnswer(parts)
  const refuse = createRefuse(parts)
  const { admission } = parts

  return (incoming, outgoing) => {
    const calls = isPlainRequest(incoming) ? calledBy(incoming) : null
    if (!calls) return false
    const { length } = calls.procedures
    if (admission.enter(length, incoming.headers.authorization !== undefined)) {
      refuse(incoming, outgoing)
      return true
    }
    // Only a body that is cut gets here, and then nobody hears an answer: every fault of a call is in its outcome.
    void answer(incoming, outgoing, calls)
      .catch(() => outgoing.destroy())
      .finally(() => admission.leave(length))
    return true
  }
}

function createAnswer(parts: ShortWayParts) {
  const signalOf = createSignals()
  const always = Object.entries(parts.always).flat()
  const { services } = parts
  const { _config: config } = parts.api.router._def

  return async (incoming: IncomingMessage, outgoing: ServerResponse, calls: Called): Promise<void> => {
    const began = performance.now()
    const body = await readBody(incoming)
    const facts = parts.factsOf(incoming)
    // Names and values in turn, which Node writes as they are.
    const told: Array<string | number> = [...always, 'x-request-id', facts.requestId]
    const head = { method: incoming.method, header: (name: string) => incoming.headers[name]?.toString() }
    const asked = callsOf(calls, body)
    const tell = (name: string, value: string): void => void told.push(name, value)
    const info = { type: calls.type, calls: asked }
    const ctx = await createContext({ head, info, tell, facts, services })
    const onError = tellFailures(parts, facts)
    const one = (call: Call) =>
      outcomeOf(call, { config, ctx, isBatch: calls.isBatch, signal: signalOf(incoming.socket), onError })
    const outcomes = await Promise.all(asked.map(one))
    const errors = outcomes.flatMap(({ error }) => error ?? [])
    const answers = outcomes.map(({ answer }) => answer)
    const status = errors.length === 0 ? 200 : getHTTPStatusCode(answers, errors)
    const text = JSON.stringify(calls.isBatch ? answers : answers[0])
    told.push(...Object.entries(retryAfter(errors)).flat(), 'content-length', Buffer.byteLength(text))
    outgoing.writeHead(status, told).end(text)
    parts.onAnswered({ incoming, facts, status, began })
  }
}

/**
 * Refuses what is not let in: the body unread, and without a line in the log for each, for under load these come by the
 * thousand. They are counted, and the log tells of the load.
 */
function createRefuse({ api, always, factsOf }: ShortWayParts) {
  const { status, headers, text } = api.refusalOf({ code: 'SERVICE_UNAVAILABLE', requestId: '', cause: new Busy() })
  const length = String(Buffer.byteLength(text))
  const told = Object.entries({ ...always, ...headers, 'content-length': length }).flat()

  return (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    outgoing.writeHead(status, [...told, 'x-request-id', factsOf(incoming).requestId]).end(text)
  }
}

interface Circumstances {
  readonly config: Api['router']['_def']['_config']
  readonly ctx: Context
  readonly isBatch: boolean
  readonly signal: AbortSignal
  readonly onError: (error: TRPCError, path: string | undefined) => void
}

async function outcomeOf(call: Call, { config, ctx, isBatch, signal, onError }: Circumstances) {
  const { path, procedure, getRawInput, result, batchIndex } = call
  const { type } = procedure._def
  const failed = (error: TRPCError, at: string | undefined) => {
    onError(error, at)
    return { error, answer: { error: getErrorShape({ config, ctx, error, input: result(), path: at, type }) } }
  }
  try {
    const data: unknown = await procedure({ path, getRawInput, ctx, type, signal, batchIndex })
    if (!isStream(data)) return { error: null, answer: { result: { data } } }
    // tRPC finds out about a single one when the call is over.
    return failed(new TRPCError({ code: 'UNSUPPORTED_MEDIA_TYPE' }), isBatch ? path : undefined)
  } catch (cause) {
    return failed(getTRPCErrorFromUnknown(cause), path)
  }
}

/** What only a streamed answer could carry. */
function isStream(data: unknown): boolean {
  return typeof data === 'object' && data !== null && Symbol.asyncIterator in data
}
