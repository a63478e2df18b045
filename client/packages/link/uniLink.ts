/**
 * tRPC over `uni.request`: a terminating link for queries and mutations, batched by tick, that needs nothing a mini
 * program lacks. This is where a call enters the link's room and where its result leaves it.
 */
import type { Operation, TRPCLink } from '@trpc/client'
import type { AnyTRPCRouter } from '@trpc/server'
import { observable } from '@trpc/server/observable'
import { address } from './address.ts'
import { asJson } from './asJson.ts'
import { createBatcher } from './batcher.ts'
import { createCall, deliverTo, failure, type Call } from './call.ts'
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
    const enqueue = createBatcher(
      (call) => `${call.operation.type} ${resolved.timeoutOf(call)}`,
      (calls) => fits(calls, resolved),
      (calls) => sendBatch(calls, resolved),
    )
    // once for each operation
    return ({ op }) =>
      observable((observer) => {
        const deliver = deliverTo(observer)
        try {
          const call = createCall(op, inputOf(op, resolved.serialize), deliver)
          enqueue(call)
          return call.leave
        } catch (thrown) {
          deliver(failure(thrown))
          return undefined
        }
      })
  }
}

function inputOf({ type, input }: Operation, serialize: ResolvedOptions['serialize']): string | undefined {
  if (type === 'subscription') throw new Error('uniLink has no subscriptions')
  return asJson(serialize(input))
}

function fits(calls: Call[], options: ResolvedOptions): boolean {
  const { maxItems, maxURLLength } = options
  if (calls.length > maxItems) return false
  return maxURLLength === Infinity || address(calls, options.endpoint(), options).url.length <= maxURLLength
}
