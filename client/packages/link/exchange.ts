/** One HTTP exchange: asks for its headers, waits for its turn, hands it to the host, and hears it out. */
import type { Operation } from '@trpc/client'
import { isRecord } from './answer.ts'
import { attempt, failure, type Call } from './call.ts'
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

/**
 * Ends once: by its answer, its failure, its callers, or by its time, which begins with the wish for headers, for neither
 * headers nor a turn nor a host can be relied on. Calls that end before its turn stay behind; when all have, nothing is sent.
 */
export function exchange<TAsked extends Asked>(sending: Sending<TAsked>, options: ExchangeOptions): void {
  const { calls } = sending
  const operations = () => calls.map((call) => call.operation)
  let task: RequestTaskEsque | undefined
  let isAborted = false
  let isOver = false
  let release: (() => void) | undefined
  let silence: ReturnType<typeof setTimeout> | undefined

  const end = (act: () => void) => {
    if (isOver) return
    isOver = true
    clearTimeout(deadline)
    clearTimeout(silence)
    try {
      act()
    } catch (thrown) {
      reading.fail(thrown)
    }
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
  const alive = (idleMs: number) => {
    clearTimeout(silence)
    if (!isOver) silence = setTimeout(() => breakOff(new TransportError('interrupted')), idleMs)
  }
  const tell = (received: Headers) => options.onResponse(received, operations())
  const reading = sending.read({ calls, deserialize: options.deserialize, tell, alive, leave, breakOff })
  const late = () => {
    for (const call of calls.filter(isOpen)) {
      call.settle(failure(new TransportError('timeout')))
      call.onGone()
    }
  }
  let deadline = setTimeout(
    () => {
      if (release) deadline = setTimeout(late, hostGrace)
      else late()
    },
    Math.max(...calls.map(options.timeoutOf)),
  )
  for (const call of calls) {
    call.onGone = () => {
      reading.drop(call)
      leave()
    }
  }
  const transmit = (headers: Headers) => {
    const asked = sending.write(calls, headers)
    Object.assign(asked.header, reading.header)
    const success = (answer: AnswerEsque) => end(() => reading.success(answer))
    const refuse = (thrown: unknown) => end(() => reading.fail(thrown))
    /** A task, a promise, which an interceptor makes of it, or both in one, as Taro does; then what the promise brings. */
    const take = (given: unknown) => {
      if (!isRecord(given)) return
      if ('then' in given) Promise.resolve(given).then(take, (thrown) => refuse(hostRejection(thrown, asked.url)))
      if (isAnswer(given)) success(given)
      else {
        task = given
        if (isAborted) abort()
        else reading.attach(given)
      }
    }
    const fail = (said: FailureEsque) => refuse(hostFailure(said, asked.url))
    take(sending.host(Object.assign(asked, { success, fail }, reading.enableChunked && { enableChunked: true })))
  }
  Promise.resolve(operations())
    .then(options.headers)
    .then((headers) => {
      options.queue((done) => {
        if (isOver) return done()
        release = done
        calls.splice(0, calls.length, ...calls.filter(isOpen))
        try {
          transmit(headers)
        } catch (thrown) {
          breakOff(thrown)
        }
      }, reading.enableChunked)
    })
    .catch(breakOff)
}

function isOpen(call: Call): boolean {
  return call.open()
}

function isAnswer(value: object): value is AnswerEsque {
  return 'statusCode' in value
}
