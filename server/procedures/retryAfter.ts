import type { TRPCError } from '@trpc/server'
import { Refusal } from '../../shared/refusal.ts'
import { Busy } from '../limit/Busy.ts'
import { RateLimited } from '../limit/RateLimited.ts'
import { WeChatError } from '../wechat/WeChatError.ts'

/** RFC 9110, 10.2.3: in seconds, the longest wait that any call of the request met. */
export function retryAfter(errors: readonly TRPCError[]): Record<string, string> {
  const waits = errors.flatMap(({ cause }) => {
    if (cause instanceof RateLimited || cause instanceof Busy) return [cause.retryAfterSeconds]
    const failure = cause instanceof Refusal ? cause.cause : null
    return failure instanceof WeChatError && failure.retryAfterMs ? [Math.ceil(failure.retryAfterMs / 1000)] : []
  })
  return waits.length === 0 ? {} : { 'retry-after': String(Math.max(...waits)) }
}
