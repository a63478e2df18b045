import type { TRPCError } from '@trpc/server'
import { Refusal } from 'uni-trpc-protocol'
import { Busy, RateLimited, WeChatError } from 'uni-trpc-auth'

/** RFC 9110, 10.2.3: in seconds, the longest wait that any call of the request met. */
export function retryAfter(errors: readonly TRPCError[]): Record<string, string> {
  const waits = errors.flatMap(({ cause }) => {
    if (cause instanceof RateLimited || cause instanceof Busy) return [cause.retryAfterSeconds]
    const failure = cause instanceof Refusal ? cause.cause : null
    return failure instanceof WeChatError && failure.retryAfterMs ? [Math.ceil(failure.retryAfterMs / 1000)] : []
  })
  return waits.length === 0 ? {} : { 'retry-after': String(Math.max(...waits)) }
}
