/** One HTTP request: asks for its headers, sends it, tells of its answer, and settles every call in it. */
import type { Operation } from '@trpc/client'
import { address } from './address.ts'
import { headersOf, outcomesOf, type Deserialize } from './answer.ts'
import { failure, type Call, type Outcome } from './call.ts'
import { hostFailure } from './hostFailure.ts'
import type { AnswerEsque, FailureEsque, RequestEsque } from './RequestEsque.ts'

type Headers = Record<string, string>

export interface SendOptions {
  request: RequestEsque
  endpoint: () => string
  methodOverride: 'POST' | undefined
  headers: (operations: Operation[]) => Headers | Promise<Headers>
  onResponse: (headers: Headers, operations: Operation[]) => void
  /** Milliseconds. */
  timeoutOf: (call: Call) => number
  deserialize: Deserialize
}

/** Calls that end while the headers are awaited stay behind; when all have ended, nothing is sent. */
export function sendBatch(calls: Call[], options: SendOptions): void {
  Promise.resolve(operationsOf(calls))
    .then(options.headers)
    .then((headers) => {
      const open = calls.filter((call) => call.open())
      if (open.length > 0) transmit(open, headers, options)
    })
    .catch((thrown: unknown) => failAll(calls, thrown))
}

function transmit(calls: Call[], headers: Headers, options: SendOptions): void {
  // Hosts and stand-ins may call back before they return the task, so neither callback touches it.
  let ended = false
  const addressed = address(calls, options.endpoint(), options.methodOverride)
  const asked = {
    ...addressed,
    header: addressed.method === 'POST' ? withContentType(headers) : headers,
    timeout: Math.max(...calls.map(options.timeoutOf)),
    // Anything but 'json' leaves the body as text: so a page of HTML is told from JSON, whatever its content type.
    dataType: 'text',
    success(answer: AnswerEsque) {
      ended = true
      receive(answer, calls, options)
    },
    fail(said: FailureEsque) {
      ended = true
      failAll(calls, hostFailure(said))
    },
  }
  const task = options.request(asked)
  const abortWhenDeserted = () => {
    if (!ended && !calls.some((call) => call.open())) task?.abort?.()
  }
  for (const call of calls) call.onGone = abortWhenDeserted
}

function receive(answer: AnswerEsque, calls: Call[], { onResponse, deserialize }: SendOptions): void {
  try {
    onResponse(headersOf(answer), operationsOf(calls))
    settleAll(calls, outcomesOf(answer, deserialize))
  } catch (thrown) {
    failAll(calls, thrown)
  }
}

function failAll(calls: Call[], thrown: unknown): void {
  settleAll(calls, () => failure(thrown))
}

function settleAll(calls: Call[], outcomeAt: (index: number) => Outcome): void {
  calls.forEach((call, index) => {
    // Each on its own, so that a subscriber who throws does not keep the others from their answers.
    void Promise.resolve(outcomeAt(index)).then(call.settle)
  })
}

function operationsOf(calls: Call[]): Operation[] {
  return calls.map((call) => call.operation)
}

/** A content type of the caller's own, in any case, replaces ours. */
function withContentType(headers: Headers): Headers {
  const given = Object.keys(headers).some((name) => name.toLowerCase() === 'content-type')
  return given ? headers : { 'content-type': 'application/json', ...headers }
}
