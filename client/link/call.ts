/** One operation on its way. It settles once, with what comes first: its answer, a failure or its caller's abort. */
import type { Operation } from '@trpc/client'
import { TransportError } from './TransportError.ts'

export type Outcome = { ok: true; data: unknown; meta: AnswerMeta } | Failure

export interface Failure {
  ok: false
  /** A refusal in tRPC's error shape, or whatever was thrown. */
  error: object
  meta?: AnswerMeta
}

/**
 * Stands where tRPC's own links put the fetch Response: in a result's `context` and an error's `meta`.
 * Without headers, because loggers print it and an answer may bring a token.
 */
export interface AnswerMeta extends Record<string, unknown> {
  response: { status: number }
}

/** The outcome of whatever was thrown, by us or by a function the program gave us. */
export function failure(thrown: unknown): Failure {
  const error = typeof thrown === 'object' && thrown !== null ? thrown : new Error(String(thrown))
  return { ok: false, error }
}

export interface Call {
  readonly operation: Operation
  /** The input as JSON, or `undefined` where there is none. */
  readonly input: string | undefined
  /** False once the call has settled or its caller has gone. */
  readonly open: () => boolean
  readonly settle: (outcome: Outcome) => void
  /** The caller has unsubscribed: nothing is delivered any more. */
  readonly leave: () => void
  /** Set by the request that carries the call; told when the caller aborts or leaves. */
  onGone: () => void
}

/** Each on its own, so that a subscriber who throws does not keep the others from their answers. */
export function settle(call: Call, outcome: Outcome | Promise<Outcome>): void {
  void Promise.resolve(outcome).then(call.settle)
}

export interface CallOptions {
  operation: Operation
  input: string | undefined
  deliver: (outcome: Outcome) => void
}

/** Opens a call. An operation whose signal is aborted already is delivered as `aborted` at once. */
export function createCall({ operation, input, deliver }: CallOptions): Call {
  const { signal } = operation
  let open = true
  const close = () => {
    open = false
    signal?.removeEventListener('abort', abort)
  }
  const settle = (outcome: Outcome) => {
    if (!open) return
    close()
    deliver(outcome)
  }
  const abort = () => {
    settle(failure(new TransportError('aborted')))
    call.onGone()
  }
  const leave = () => {
    if (!open) return
    close()
    call.onGone()
  }
  const call: Call = { operation, input, open: () => open, settle, leave, onGone: () => {} }
  if (signal?.aborted) abort()
  else signal?.addEventListener('abort', abort)
  return call
}
