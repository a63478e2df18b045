/** One HTTP exchange: asks for its headers, waits for its turn, hands it to the host, and hears it out. */
import type { Operation } from '@trpc/client'
import { isRecord } from './answer.ts'
import { attempt, failure, isOpen, type Call } from './call.ts'
import { hostFailure, hostRejection } from './hostFailure.ts'
import type { Queue } from './queue.ts'
import type { Exchange, Reading } from './reading.ts'
import type { AnswerEsque, FailureEsque, RequestTaskEsque } from './RequestEsque.ts'
import { TransportError } from './TransportError.ts'

/** Milliseconds after its time in which a host may still say that time is up. Some never do. */
const hostGrace = 5_000

export type Headers = Record<string, string>

export interface ExchangeOptions {
  headers: (operations: Operation[]) => Headers | Promise<Headers>
  onResponse: (headers: Headers, operations: Operation[]) => void
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
  /** All of one timeout. */
  calls: Call[]
  read: (exchange: Exchange) => Reading
  /** Writes the calls down that are left, once the headers are there and the turn has come. */
  write: (headers: Headers) => TAsked
  host: (asked: TAsked & Callbacks) => unknown
}

/**
 * Ends once: by its answer, its failure, its callers, or by its time, which begins with the wish for headers, for
 * neither headers nor a turn nor a host can be relied on. Calls that end before its turn stay behind; when all have,
 * nothing is sent.
 */
export function exchange<TAsked extends Asked>(sending: Sending<TAsked>, options: ExchangeOptions): void {
  const { calls } = sending
  let task: RequestTaskEsque | undefined
  let isAborted = false
  let isOver = false
  let release: (() => void) | undefined

  const end = (act: () => void) => {
    if (isOver) return
    isOver = true
    stopClock()
    try {
      act()
    } catch (thrown) {
      reading.fail(thrown)
    }
    reading.over?.()
    // Only now: an aborted request counts until it is.
    release?.()
  }
  const abort = () => {
    isAborted = true
    attempt(() => task?.abort?.())
  }
  const breakOff = (thrown: unknown) => {
    end(abort)
    reading.fail(thrown)
  }
  const leave = () => {
    if (!reading.busy()) end(abort)
  }
  const tell = (received: Headers) => options.onResponse(received, calls.map(operationOf))
  const reading = sending.read({ calls, deserialize: options.deserialize, tell, leave, breakOff })
  const stopClock = startClock(calls, () => !!release)
  for (const call of calls) {
    call.onGone = () => {
      reading.drop?.(call)
      leave()
    }
  }
  const take = (given: RequestTaskEsque) => {
    task = given
    if (isAborted) abort()
    else reading.attach?.(given)
  }
  const wait = (headers: Headers) =>
    options.queue((done) => {
      if (isOver) return done()
      release = done
      calls.splice(0, calls.length, ...calls.filter(isOpen))
      try {
        send(sending, headers, { reading, end, take })
      } catch (thrown) {
        breakOff(thrown)
      }
    }, reading.enableChunked)
  Promise.resolve(calls.map(operationOf)).then(options.headers).then(wait).catch(breakOff)
}

function operationOf(call: Call): Operation {
  return call.operation
}

/** Fails the calls when their time is up; a host that has the request keeps the same time, and says more. */
function startClock(calls: Call[], isHosts: () => boolean): () => void {
  const late = () => {
    for (const call of calls.filter(isOpen)) {
      call.settle(failure(new TransportError('timeout')))
      call.onGone()
    }
  }
  let timer = setTimeout(() => {
    if (isHosts()) timer = setTimeout(late, hostGrace)
    else late()
  }, calls[0]?.timeout)
  return () => clearTimeout(timer)
}

interface Hearing {
  reading: Reading
  end: (act: () => void) => void
  take: (task: RequestTaskEsque) => void
}

/** Hands the request to the host, whose callbacks and whose promise are heard alike. */
function send<TAsked extends Asked>(sending: Sending<TAsked>, headers: Headers, { reading, end, take }: Hearing): void {
  const asked = sending.write(headers)
  Object.assign(asked.header, reading.header)
  const success = (answer: AnswerEsque) => end(() => reading.success(answer))
  const refuse = (thrown: unknown) => end(() => reading.fail(thrown))
  /**
   * A task, a promise, which an interceptor makes of it, or both in one, as Taro does; then what the promise brings.
   */
  const hear = (given: unknown) => {
    if (!isRecord(given)) return
    if ('then' in given) Promise.resolve(given).then(hear, (thrown) => refuse(hostRejection(thrown, asked.url)))
    if (isAnswer(given)) success(given)
    else take(given)
  }
  const fail = (said: FailureEsque) => refuse(hostFailure(said, asked.url))
  hear(sending.host(Object.assign(asked, { success, fail }, reading.enableChunked && { enableChunked: true })))
}

function isAnswer(value: object): value is AnswerEsque {
  return 'statusCode' in value
}
