/**
 * What a subscription tells its caller, whatever carries it: as tRPC's own links do, states, `started`, data,
 * `stopped`.
 */
import { TRPCClientError, type Operation, type OperationResultObserver } from '@trpc/client'
import type { AnyTRPCRouter } from '@trpc/server'
import { failure } from './call.ts'

/** As tRPC names it: nothing to do, on the way to the server, or there. */
export type State = 'idle' | 'connecting' | 'pending'

export type Told = { type: 'started' | 'stopped' } | { type: 'data'; data: unknown; id?: string }

export interface Listener {
  /** `connecting` comes with an error when there was a connection, or an attempt at one, before. */
  state: (state: State, error: unknown) => void
  result: (result: Told) => void
  /** A refusal as `{ error }` in tRPC's shape, a TransportError, or what a function of the program threw. */
  error: (error: unknown) => void
  /** The server has stopped, and said so by a result. */
  complete: () => void
}

/** Hands what a subscription tells to the links above; its states come with its context. */
export function listenerFor<TRouter extends AnyTRPCRouter>(
  observer: OperationResultObserver<TRouter, unknown>,
  context: Operation['context'],
): Listener {
  const clientError = (error: unknown) => TRPCClientError.from<TRouter>(failure(error).error)
  return {
    state: (state, error) =>
      observer.next({
        result:
          state === 'connecting'
            ? { type: 'state', state, error: error === null ? null : clientError(error) }
            : { type: 'state', state, error: null },
        context,
      }),
    result: (result) => observer.next({ result }),
    error: (error) => observer.error(clientError(error)),
    complete: () => observer.complete(),
  }
}
