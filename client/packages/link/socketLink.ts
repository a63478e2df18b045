/**
 * tRPC's subscriptions over `uni.connectSocket`: one socket for all of them, which comes back by itself and goes on
 * where it was. Queries and mutations are passed on to the next link, so no splitLink is needed.
 */
import type { Operation, TRPCLink } from '@trpc/client'
import type { AnyTRPCRouter } from '@trpc/server'
import { observable } from '@trpc/server/observable'
import { asJson } from './asJson.ts'
import { listenerFor, type Listener, type State } from './listenerFor.ts'
import { resolveSocketOptions, type ResolvedSocketOptions, type UniSocketLinkOptions } from './SocketLinkOptions.ts'
import { createSubscriptions, type Subscriptions } from './socketSubscriptions.ts'

/** Of the socket that a link's subscriptions share. */
export interface SocketHandle {
  /** As tRPC names it: nothing to do, on the way to a socket, or there. */
  readonly state: State
  /**
   * Completes all subscriptions and closes the socket, as when the person signs out. The next subscription opens
   * another.
   */
  close: () => void
}

/**
 * Makes the link. It tells what tRPC's wsLink tells: states, `started`, data, `stopped`. A subscription fails when the
 * server refuses it, or when trying again would not help: a domain that is not on the list, a server that does not
 * speak tRPC, connection params that reject. All else is waited out, and shown as the error of the state `connecting`.
 */
export function uniSocketLink<TRouter extends AnyTRPCRouter>(
  options: UniSocketLinkOptions<TRouter>,
): TRPCLink<TRouter> & SocketHandle {
  // once for each program
  const resolved = resolveSocketOptions(options)
  const subscriptions = createSubscriptions(resolved)
  const carrier = { add: subscriptions.add, serialize: resolved.serialize }
  // once for each client, once for each operation
  const link: TRPCLink<TRouter> = () => {
    return ({ op, next }) => {
      if (op.type !== 'subscription') return next(op)
      return observable((observer) => {
        const { signal } = op
        const listener = listenerFor(observer, op.context)
        const end = listener.complete
        if (signal?.aborted) return end()
        signal?.addEventListener('abort', end)
        const leave = begin(op, listener, carrier)
        return () => {
          signal?.removeEventListener('abort', end)
          leave()
          // tRPC's links tell a caller that leaves that it is over.
          end()
        }
      })
    }
  }
  const handle: SocketHandle = {
    get state() {
      return subscriptions.state()
    },
    close: subscriptions.close,
  }
  return Object.defineProperties(link, Object.getOwnPropertyDescriptors(handle)) as TRPCLink<TRouter> & SocketHandle
}

type Carrier = Pick<Subscriptions, 'add'> & Pick<ResolvedSocketOptions, 'serialize'>

function begin({ path, input }: Operation, listener: Listener, { add, serialize }: Carrier): () => void {
  try {
    const text = asJson(serialize(input))
    // A copy, for it may be sent again long after its caller changed the original.
    return add({ path, input: text === undefined ? undefined : JSON.parse(text) }, listener)
  } catch (thrown) {
    listener.error(thrown)
    return () => {}
  }
}
