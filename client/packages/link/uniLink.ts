/**
 * tRPC over `uni.request`: a terminating link for queries and mutations, batched by tick, that needs nothing a mini
 * program lacks. This is where a call enters the link's room and where its result leaves it.
 */
import type { TRPCLink } from '@trpc/client'
import type { AnyTRPCRouter } from '@trpc/server'
import { observable } from '@trpc/server/observable'
import { address, requestOf } from './address.ts'
import { asJson } from './asJson.ts'
import { createCall, deliverTo, failure, type Call } from './call.ts'
import { exchange } from './exchange.ts'
import { readWhole } from './reading.ts'
import { resolveOptions, type UniLinkOptions } from './UniLinkOptions.ts'

/**
 * Makes the link. A refusal by the server is a TRPCClientError with tRPC's `shape` and `data`, as with httpBatchLink;
 * what goes wrong on the way is a TRPCClientError whose cause is a TransportError: read its kind with `kindOf`.
 */
export function uniLink<TRouter extends AnyTRPCRouter>(options: UniLinkOptions<TRouter>): TRPCLink<TRouter> {
  // once for each program
  const resolved = resolveOptions(options)
  const { maxItems, maxURLLength, serialize, timeoutOf, stream: read = readWhole, request: host } = resolved
  return () => {
    // once for each client
    const enqueue = createBatcher({
      fits: (calls) =>
        calls.length <= maxItems && (maxURLLength === Infinity || address(calls, resolved).url.length <= maxURLLength),
      send: (calls) =>
        exchange({ calls, read, write: (headers) => requestOf(calls, headers, resolved), host }, resolved),
    })
    // once for each operation
    return ({ op }) =>
      observable((observer) => {
        const deliver = deliverTo(observer)
        try {
          if (op.type === 'subscription') throw new Error('uniLink has no subscriptions')
          const call = createCall(op, { input: asJson(serialize(op.input)), timeout: timeoutOf(op) }, deliver)
          enqueue(call)
          return call.leave
        } catch (thrown) {
          deliver(failure(thrown))
          return undefined
        }
      })
  }
}

interface Batches {
  fits: (calls: Call[]) => boolean
  send: (calls: Call[]) => void
}

/**
 * Gathers the calls of one tick and parts them into batches, in the order in which they were made. Returns the function
 * that takes a call in. Calls of another kind or timeout go into another batch; those whose callers
 * left within the tick are not sent.
 */
function createBatcher(batches: Batches): (call: Call) => void {
  let waiting: Call[] = []
  const dispatch = () => {
    const calls = waiting
    waiting = []
    batchesOf(calls, batches).forEach(batches.send)
  }
  return (call) => {
    if (waiting.push(call) === 1) setTimeout(dispatch, 0)
  }
}

function batchesOf(calls: Call[], { fits }: Batches): Call[][] {
  const batches: Call[][] = []
  const latest = new Map<string, Call[]>()
  for (const call of calls) {
    if (!call.isOpen) continue
    try {
      const key = `${call.operation.type} ${call.timeout}`
      const batch = latest.get(key)
      if (batch && fits(batch.concat(call))) batch.push(call)
      else if (fits([call])) {
        const next = [call]
        latest.set(key, next)
        batches.push(next)
      } else throw new Error('Input is too big for a single dispatch')
    } catch (thrown) {
      call.settle(failure(thrown))
    }
  }
  return batches
}
