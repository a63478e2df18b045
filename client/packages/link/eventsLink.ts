/**
 * tRPC's subscriptions over HTTP, for servers without WebSocket: server-sent events over a chunked request, which come
 * back by themselves and go on where they were. Queries and mutations are passed on to the next link.
 */
import type { Operation, TRPCLink } from '@trpc/client'
import type { TransformerOptions } from '@trpc/client/unstable-internals'
import type { AnyTRPCRouter, inferTRPCClientTypes } from '@trpc/server'
import { observable } from '@trpc/server/observable'
import { asJson } from './asJson.ts'
import { isPassing } from './isPassing.ts'
import { listenerFor, type Listener } from './listenerFor.ts'
import { openEvents, type Events, type EventsListener, type EventsOptions } from './openEvents.ts'
import { afterTimeout, createPause, type Pause } from './pause.ts'
import type { After } from './socketConnection.ts'
import { onWake } from './socketHost.ts'
import type { HostEsque } from './SocketTaskEsque.ts'
import { kindOf, type TransportKind } from './TransportError.ts'
import { resolveOptions, type UniLinkBaseOptions } from './UniLinkOptions.ts'

declare const uni: HostEsque

export interface EventsLinkBaseOptions
  extends Pick<
    UniLinkBaseOptions,
    'url' | 'request' | 'headers' | 'onResponse' | 'methodOverride' | 'timeout' | 'queue'
  > {
  /**
   * Milliseconds of silence after which a stream counts as cut off, because iOS and H5 do not tell. Let the server ping
   * (`initTRPC.create({ sse: { ping: { enabled: true, intervalMs } } })`) and set it to a few times that.
   * @default 60000
   */
  idleTimeout?: number
  /**
   * Milliseconds before the next attempt; 0 is the first after data came.
   * @default 1 s·2^n up to 30 s, of which a random half is taken off
   */
  retryDelayMs?: (attempt: number) => number
  /**
   * Tells of the background and of the network; native programs give `wx`.
   * @default uni
   */
  host?: HostEsque
  /** From 0 to 1. @default Math.random */
  random?: () => number
  /** @default setTimeout and clearTimeout */
  after?: After
}

/** With `transformer` required exactly when the router has one, as in tRPC's own links. */
export type UniEventsLinkOptions<TRouter extends AnyTRPCRouter> = EventsLinkBaseOptions &
  TransformerOptions<inferTRPCClientTypes<TRouter>>

/** Failures after which the same subscription may well go on. */
const passingKinds: readonly TransportKind[] = ['offline', 'timeout', 'interrupted', 'unavailable', 'tls']

/** Makes the link. It tells what tRPC's httpSubscriptionLink tells: states, `started`, data, `stopped`. */
export function uniEventsLink<TRouter extends AnyTRPCRouter>(
  options: UniEventsLinkOptions<TRouter>,
): TRPCLink<TRouter> {
  // once for each program
  const {
    after = afterTimeout,
    random = Math.random,
    idleTimeout = 60_000,
    retryDelayMs = (attempt: number) => Math.min(1000 * 2 ** attempt, 30_000) * (0.5 + random() / 2),
  } = options
  // By itself: uni-app's compiler gives no `uni` to a default within a pattern.
  const host = options.host ?? (typeof uni === 'undefined' ? {} : uni)
  const resolved = { ...resolveOptions<TRouter>(options), idleTimeout }
  const pause = createPause(host, after)
  const running = new Set<() => void>()
  onWake(host, () => running.forEach((check) => check()))
  // once for each client, once for each operation
  return () =>
    ({ op, next }) => {
      if (op.type !== 'subscription') return next(op)
      return observable((observer) => {
        const { signal } = op
        const listener = listenerFor(observer, op.context)
        const end = listener.complete
        if (signal?.aborted) return end()
        signal?.addEventListener('abort', end)
        const following = follow({ op, options: resolved, pause, retryDelayMs }, listener)
        running.add(following.check)
        return () => {
          running.delete(following.check)
          signal?.removeEventListener('abort', end)
          following.leave()
          // tRPC's links tell a caller that leaves that it is over.
          end()
        }
      })
    }
}

interface Following {
  op: Operation
  options: EventsOptions & { serialize: (value: unknown) => unknown }
  pause: Pause
  retryDelayMs: (attempt: number) => number
}

/** Request after request, until the server is through, refuses, or the caller leaves. */
function follow({ op, options, pause, retryDelayMs }: Following, on: Listener): Events {
  let events: Events | undefined
  let input: string | undefined
  let lastEventId = ''
  let failures = 0
  let stop = () => {}
  const ask = () => {
    events = openEvents({ op, input, lastEventId }, listener, options)
    stop = events.leave
  }
  const listener: EventsListener = {
    connected() {
      on.result({ type: 'started' })
      on.state('pending', null)
    },
    data(data, id) {
      failures = 0
      lastEventId = id || lastEventId
      on.result(id ? { type: 'data', id, data: { id, data } } : { type: 'data', data })
    },
    returned() {
      on.result({ type: 'stopped' })
      on.state('idle', null)
      on.complete()
    },
    lost(error) {
      if (!mayPass(error)) return on.error(error)
      on.state('connecting', error)
      stop = pause(retryDelayMs(failures++), ask)
    },
  }
  on.state('connecting', null)
  try {
    input = asJson(options.serialize(op.input))
    ask()
  } catch (thrown) {
    on.error(thrown)
  }
  return { leave: () => stop(), check: () => events?.check() }
}

function mayPass(error: unknown): boolean {
  const kind = kindOf(error)
  return kind ? passingKinds.includes(kind) : isPassing(error)
}
