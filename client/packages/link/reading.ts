/** How the answer to one HTTP request is read: whole, as here, or part by part with `jsonlStream`. */
import { headersOf, outcomesOf, type Deserialize } from './answer.ts'
import { failure, isOpen, settleAll, type Call } from './call.ts'
import type { AnswerEsque, RequestTaskEsque } from './RequestEsque.ts'

/** What a reading knows of its request, and may do to it. */
export interface Exchange {
  calls: Call[]
  deserialize: Deserialize
  /** Hands the answer's headers on; to be called once, before any call settles. */
  tell: (headers: Record<string, string>) => void
  /** Aborts the request if nobody waits for anything of it any more. */
  leave: () => void
  /** Aborts the request and fails what is unsettled. */
  breakOff: (thrown: unknown) => void
}

export interface Reading {
  /** What the request asks for in addition. */
  header?: Record<string, string>
  enableChunked?: true
  attach?: (task: RequestTaskEsque) => void
  success: (answer: AnswerEsque) => void
  fail: (thrown: unknown) => void
  /** The caller of this call has gone. */
  drop?: (call: Call) => void
  /** Whether anybody waits for anything. */
  busy: () => boolean
  /** The request is over, however it ended. */
  over?: () => void
}

export type Read = (exchange: Exchange) => Reading

/** The body is one JSON text, complete when it comes. */
export function readWhole({ calls, deserialize, tell }: Exchange): Reading {
  return {
    success(answer) {
      tell(headersOf(answer.header))
      settleAll(calls, outcomesOf(answer, deserialize))
    },
    fail: (thrown) => settleAll(calls, () => failure(thrown)),
    busy: () => calls.some(isOpen),
  }
}
