/** One HTTP exchange: asks for its headers, waits for its turn, hands it to the host, and hears it out. */
import type { Operation } from '@trpc/client'
import { isRecord } from './answer.ts'
import type { Call } from './call.ts'
import { hostFailure, hostRejection } from './hostFailure.ts'
import type { Queue } from './queue.ts'
import type { Exchange, Reading } from './reading.ts'
import type { AnswerEsque, FailureEsque } from './RequestEsque.ts'
import { createRequestLife, type RequestLife } from './requestLife.ts'

export type Headers = Record<string, string>

export interface ExchangeOptions {
  headers: (operations: Operation[]) => Headers | Promise<Headers>
  onResponse: (headers: Headers, operations: Operation[]) => void
  /** Milliseconds. */
  timeoutOf: (call: Call) => number
  deserialize: Exchange['deserialize']
  queue: Queue
}

/** What goes to the host beside the callbacks. */
interface Asked {
  url: string
  /** Of this request alone. */
  header: Headers
  timeout: number
}

export interface Callbacks {
  success: (answer: AnswerEsque) => void
  fail: (failure: FailureEsque) => void
}

export interface Sending<TAsked extends Asked> {
  calls: Call[]
  read: (exchange: Exchange) => Reading
  /** Writes the request down, once its headers are there and its turn has come. */
  write: (calls: Call[], headers: Headers) => TAsked
  host: (asked: TAsked & Callbacks) => unknown
}

/** Calls that end while the headers or their turn are awaited stay behind; when all have ended, nothing is sent. */
export function exchange<TAsked extends Asked>(sending: Sending<TAsked>, options: ExchangeOptions): void {
  const { calls, read } = sending
  const operations = () => calls.map((call) => call.operation)
  const life = createRequestLife({
    calls,
    read,
    deserialize: options.deserialize,
    timeout: Math.max(...calls.map(options.timeoutOf)),
    tell: (received) => options.onResponse(received, operations()),
  })
  Promise.resolve(operations())
    .then(options.headers)
    .then((headers) => {
      options.queue((done) => {
        try {
          if (life.begin(done)) transmit(sending, headers, life)
        } catch (thrown) {
          life.breakOff(thrown)
        }
      }, life.reading.enableChunked)
    })
    .catch(life.breakOff)
}

function transmit<TAsked extends Asked>(sending: Sending<TAsked>, headers: Headers, life: RequestLife): void {
  const { reading, end } = life
  const asked = sending.write(sending.calls, headers)
  Object.assign(asked.header, reading.header)
  const success = (answer: AnswerEsque) => end(() => reading.success(answer))
  const fail = (thrown: unknown) => end(() => reading.fail(thrown))
  /** A task, a promise, which an interceptor makes of it, or both in one, as Taro does; then what the promise brings. */
  const take = (given: unknown) => {
    if (!isRecord(given)) return
    if ('then' in given) Promise.resolve(given).then(take, (thrown) => fail(hostRejection(thrown, asked.url)))
    if (isAnswer(given)) success(given)
    else life.hold(given)
  }
  const failed = (said: FailureEsque) => fail(hostFailure(said, asked.url))
  take(sending.host(Object.assign(asked, { success, fail: failed }, reading.enableChunked && { enableChunked: true })))
}

function isAnswer(value: object): value is AnswerEsque {
  return 'statusCode' in value
}
