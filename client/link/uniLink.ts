/**
 * tRPC over `uni.request`: a terminating link for queries and mutations, batched by tick, that needs nothing a mini
 * program lacks. This is where a call enters the link's room and where its result leaves it.
 */
import { TRPCClientError, type Operation, type TRPCLink } from '@trpc/client'
import type { AnyTRPCRouter } from '@trpc/server'
import { observable } from '@trpc/server/observable'
import { address } from './address.ts'
import { createBatcher } from './batcher.ts'
import { createCall, failure, type Call, type Outcome } from './call.ts'
import { sendBatch } from './sendBatch.ts'
import { resolveOptions, type ResolvedOptions, type UniLinkOptions } from './UniLinkOptions.ts'

/**
 * Makes the link. A refusal by the server is a TRPCClientError with tRPC's `shape` and `data`, as with httpBatchLink;
 * what goes wrong on the way is a TRPCClientError whose cause is a TransportError: read its kind with `kindOf`.
 */
export function uniLink<TRouter extends AnyTRPCRouter>(options: UniLinkOptions<TRouter>): TRPCLink<TRouter> {
  // once for each program
  const resolved = resolveOptions(options)
  return () => {
    // once for each client
    const enqueue = createBatcher({
      keyOf: (call) => `${call.operation.type} ${resolved.timeoutOf(call)}`,
      fits: (calls) => fits(calls, resolved),
      send: (calls) => sendBatch(calls, resolved),
    })
    // once for each operation
    return ({ op }) =>
      observable((observer) => {
        const deliver = (outcome: Outcome) => {
          if (!outcome.ok) {
            observer.error(TRPCClientError.from(outcome.error, outcome.meta && { meta: outcome.meta }))
            return
          }
          observer.next({ result: { type: 'data', data: outcome.data }, context: outcome.meta })
          observer.complete()
        }
        return start({ op, deliver, enqueue }, resolved)
      })
  }
}

interface Start {
  op: Operation
  deliver: (outcome: Outcome) => void
  enqueue: (call: Call) => void
}

/** Returns what ends the call when its caller unsubscribes. */
function start({ op, deliver, enqueue }: Start, { serialize }: ResolvedOptions): (() => void) | undefined {
  if (op.type === 'subscription') {
    deliver(failure(new Error('uniLink carries queries and mutations; it has no subscriptions')))
    return undefined
  }
  try {
    const call = createCall({ operation: op, input: JSON.stringify(serialize(op.input)), deliver })
    enqueue(call)
    return call.leave
  } catch (thrown) {
    deliver(failure(thrown))
    return undefined
  }
}

function fits(calls: Call[], { maxItems, maxURLLength, endpoint, methodOverride }: ResolvedOptions): boolean {
  if (calls.length > maxItems) return false
  return maxURLLength === Infinity || address(calls, endpoint(), methodOverride).url.length <= maxURLLength
}
