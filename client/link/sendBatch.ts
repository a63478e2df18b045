/** One HTTP request: asks for its headers, waits for its turn, sends it, and sees to it that every call in it settles. */
import type { Operation } from '@trpc/client'
import { address } from './address.ts'
import type { Deserialize } from './answer.ts'
import { failure, settle, type Call } from './call.ts'
import { hostFailure } from './hostFailure.ts'
import type { Queue } from './queue.ts'
import { readWhole, type Read, type Reading } from './reading.ts'
import { createRequestLife } from './requestLife.ts'
import type { AnswerEsque, FailureEsque, RequestEsque, RequestTaskEsque } from './RequestEsque.ts'
import { TransportError, type TransportKind } from './TransportError.ts'

type Headers = Record<string, string>

/** Milliseconds after its time in which a host may still say that time is up. Some never do. */
const hostGrace = 5_000

export interface SendOptions {
  request: RequestEsque
  endpoint: () => string
  methodOverride: 'POST' | undefined
  headers: (operations: Operation[]) => Headers | Promise<Headers>
  onResponse: (headers: Headers, operations: Operation[]) => void
  /** Milliseconds. */
  timeoutOf: (call: Call) => number
  deserialize: Deserialize
  queue: Queue
  stream: Read | undefined
}

/** Calls that end while the headers or their turn are awaited stay behind; when all have ended, nothing is sent. */
export function sendBatch(calls: Call[], options: SendOptions): void {
  const failAll = (thrown: unknown) => calls.forEach((call) => settle(call, failure(thrown)))
  Promise.resolve(operationsOf(calls))
    .then(options.headers)
    .then((headers) => {
      options.queue((done) => {
        try {
          transmit({ calls: calls.filter((call) => call.open()), headers, done }, options)
        } catch (thrown) {
          done()
          failAll(thrown)
        }
      })
    })
    .catch(failAll)
}

interface Sending {
  calls: Call[]
  headers: Headers
  done: () => void
}

function transmit({ calls, headers, done }: Sending, options: SendOptions): void {
  if (calls.length === 0) {
    done()
    return
  }
  const { end, watch } = createRequestLife(done)
  const abort = () => task?.abort?.()
  const breakOff = (thrown: unknown) => {
    end(abort)
    reading.fail(thrown)
  }
  const watchFor = (kind: TransportKind, ms: number) => watch(ms, () => breakOff(new TransportError(kind)))
  const leave = () => {
    if (!reading.busy()) end(abort)
  }
  const reading = (options.stream ?? readWhole)({
    calls,
    deserialize: options.deserialize,
    tell: once((received) => options.onResponse(received, operationsOf(calls))),
    alive: (idleMs) => watchFor('interrupted', idleMs),
    leave,
    breakOff,
  })
  const asked = Object.assign(requestOf({ calls, headers, asks: reading.asks }, options), {
    success: (answer: AnswerEsque) => end(() => reading.success(answer)),
    fail: (said: FailureEsque) => end(() => reading.fail(hostFailure(said))),
  })
  watchFor('timeout', asked.timeout + hostGrace)
  // Hosts and stand-ins may call back before they return the task.
  let task: RequestTaskEsque | undefined
  try {
    task = options.request(asked)
  } catch (thrown) {
    breakOff(thrown)
  }
  for (const call of calls) {
    call.onGone = () => {
      reading.drop(call)
      leave()
    }
  }
  if (task) reading.attach(task)
}

type Asking = Pick<Sending, 'calls' | 'headers'> & { asks: Reading['asks'] }

/** By Object.assign: in ES2015, for which phones' builds are made, a spread would bring a helper that weighs more. */
function requestOf({ calls, headers, asks }: Asking, { endpoint, methodOverride, timeoutOf }: SendOptions) {
  const addressed = address(calls, endpoint(), methodOverride)
  const type = addressed.method === 'POST' && !hasContentType(headers) && { 'content-type': 'application/json' }
  return Object.assign(addressed, asks, {
    header: Object.assign({}, type, headers, asks.header),
    timeout: Math.max(...calls.map(timeoutOf)),
    // Anything but 'json' leaves the body as text: so a page of HTML is told from JSON, whatever its content type.
    dataType: 'text',
  })
}

function once<TValue>(run: (value: TValue) => void): (value: TValue) => void {
  let ran = false
  return (value) => {
    if (ran) return
    ran = true
    run(value)
  }
}

function operationsOf(calls: Call[]): Operation[] {
  return calls.map((call) => call.operation)
}

/** A content type of the caller's own, in any case, stands in for ours. */
function hasContentType(headers: Headers): boolean {
  return Object.keys(headers).some((name) => name.toLowerCase() === 'content-type')
}
