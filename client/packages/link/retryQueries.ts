/**
 * A link that sends queries once more when they did not arrive: with pauses that grow, or as soon as the network or the
 * person returns. Put it right above `uniLink`. Mutations are never repeated: nobody knows whether they arrived.
 */
import {
  type Operation,
  type OperationResultObservable,
  type OperationResultObserver,
  TRPCClientError,
  type TRPCLink,
} from '@trpc/client'
import type { AnyTRPCRouter } from '@trpc/server'
import { observable, type Unsubscribable } from '@trpc/server/observable'
import { afterTimeout, createPause, type Pause } from './pause.ts'
import type { After } from './socketConnection.ts'
import type { HostEsque } from './SocketTaskEsque.ts'
import { kindOf, TransportError, type TransportKind } from './TransportError.ts'

declare const uni: HostEsque

export interface RetryQueriesOptions {
  /**
   * How often a query is sent at most, the first time included.
   * @default 4
   */
  attempts?: number
  /**
   * The failures that another try may mend. A refusal by the server is never one of them.
   * @default offline, timeout, interrupted and unavailable
   */
  kinds?: readonly TransportKind[]
  /**
   * Milliseconds before the next try; 1 is the first failure.
   * @default 1 s·2^(n-1) up to 10 s, of which a random half is taken off, so that phones do not come all at once
   */
  retryDelayMs?: (failures: number) => number
  /**
   * Tells when the program comes back from the background and the phone to a network; native programs give `wx`.
   * @default uni
   */
  host?: HostEsque
  /** From 0 to 1. @default Math.random */
  random?: () => number
  /** @default setTimeout and clearTimeout */
  after?: After
}

/** Makes the link. A query whose caller aborts or leaves while it waits is not sent again. */
export function retryQueries<TRouter extends AnyTRPCRouter>(options: RetryQueriesOptions = {}): TRPCLink<TRouter> {
  const resolved = resolve(options)
  // once for each client
  return () => {
    const pause = createPause(resolved.host, resolved.after)
    // once for each operation
    return ({ op, next }) => {
      if (op.type !== 'query') return next(op)
      return observable((observer) => keepTrying({ op, next, observer, pause }, resolved))
    }
  }
}

interface Trying<TRouter extends AnyTRPCRouter> {
  op: Operation
  next: (op: Operation) => OperationResultObservable<TRouter, unknown>
  observer: OperationResultObserver<TRouter, unknown>
  pause: Pause
}

/** Returns what ends the trying when its caller unsubscribes. */
function keepTrying<TRouter extends AnyTRPCRouter>(
  { op, next, observer, pause }: Trying<TRouter>,
  { attempts, kinds, retryDelayMs }: Resolved,
): () => void {
  const { signal } = op
  let running: Unsubscribable | undefined
  let stop = () => {}
  const abort = () => {
    stop()
    observer.error(TRPCClientError.from(new TransportError('aborted')))
  }
  const wait = (failures: number) => {
    const cancel = pause(retryDelayMs(failures), () => {
      stop()
      attempt(failures)
    })
    signal?.addEventListener('abort', abort)
    stop = () => {
      cancel()
      signal?.removeEventListener('abort', abort)
    }
  }
  const attempt = (failures: number) => {
    running = next(op).subscribe({
      next: (envelope) => observer.next(envelope),
      complete: () => observer.complete(),
      error(error) {
        const kind = kindOf(error)
        if (kind && kinds.includes(kind) && failures + 1 < attempts) wait(failures + 1)
        else observer.error(error)
      },
    })
  }
  attempt(0)
  return () => {
    stop()
    running?.unsubscribe()
  }
}

type Resolved = Required<Omit<RetryQueriesOptions, 'random'>>

function resolve(options: RetryQueriesOptions): Resolved {
  const { random = Math.random } = options
  return {
    attempts: options.attempts ?? 4,
    kinds: options.kinds ?? ['offline', 'timeout', 'interrupted', 'unavailable'],
    retryDelayMs: options.retryDelayMs ?? ((failures) => Math.min(500 * 2 ** failures, 10_000) * (0.5 + random() / 2)),
    host: options.host ?? (typeof uni === 'undefined' ? {} : uni),
    after: options.after ?? afterTimeout,
  }
}
