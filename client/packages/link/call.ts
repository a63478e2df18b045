/** One operation on its way. It settles once, with what comes first: its answer, a failure or its caller's abort. */
import { TRPCClientError, type Operation, type OperationResultObserver } from '@trpc/client'
import type { AnyTRPCRouter } from '@trpc/server'
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
  /** Milliseconds. */
  readonly timeout: number
  /** False once the call has settled or its caller has gone. */
  readonly isOpen: boolean
  readonly settle: (outcome: Outcome) => void
  /** The caller has unsubscribed: nothing is delivered any more. */
  readonly leave: () => void
  /** Set by the request that carries the call; told when the caller aborts or leaves. */
  onGone: () => void
}

export function isOpen(call: Call): boolean {
  return call.isOpen
}

/**
 * Settles each by its place. Later than the return, so that whoever settles many is through with all of them before a
 * subscriber acts.
 */
export function settleAll(calls: Call[], outcomeAt: (index: number) => Outcome | Promise<Outcome>): void {
  calls.forEach((call, index) => void Promise.resolve(outcomeAt(index)).then(call.settle))
}

/**
 * Hands an outcome to the links above. What one of them throws is the call's failure, as with tRPC's own links;
 * what it throws at a failure, nobody is left to hear.
 */
export function deliverTo<TRouter extends AnyTRPCRouter>(observer: OperationResultObserver<TRouter, unknown>) {
  return (outcome: Outcome): void => {
    const fail = (error: object) => observer.error(TRPCClientError.from(error, outcome.meta && { meta: outcome.meta }))
    try {
      if (!outcome.ok) return fail(outcome.error)
      observer.next({ result: { type: 'data', data: outcome.data }, context: outcome.meta })
      observer.complete()
    } catch (thrown) {
      attempt(() => fail(failure(thrown).error))
    }
  }
}

/** What hosts and programs throw goes to `otherwise`; without it nobody is left who could do anything about it. */
export function attempt(act: () => void, otherwise?: (thrown: unknown) => void): void {
  try {
    act()
  } catch (thrown) {
    otherwise?.(thrown)
  }
}

type Deliver = (outcome: Outcome) => void
type Asked = Pick<Call, 'input' | 'timeout'>

/** Opens a call. An operation whose signal is aborted already is delivered as `aborted` at once. */
export function createCall(operation: Operation, asked: Asked, deliver: Deliver): Call {
  const { signal } = operation
  const close = () => {
    call.isOpen = false
    signal?.removeEventListener('abort', abort)
  }
  const call = {
    ...asked,
    operation,
    isOpen: true,
    settle(outcome: Outcome) {
      if (!call.isOpen) return
      close()
      deliver(outcome)
    },
    leave() {
      if (!call.isOpen) return
      close()
      call.onGone()
    },
    onGone() {},
  }
  const abort = () => {
    call.settle(failure(new TransportError('aborted')))
    call.onGone()
  }
  if (signal?.aborted) abort()
  else signal?.addEventListener('abort', abort)
  return call
}
