import type { TRPCError } from '@trpc/server'
import { retryAfterSeconds } from 'uni-trpc-auth'

/** RFC 9110, 10.2.3: in seconds, the longest wait that any call of the request met. */
export function retryAfter(errors: readonly TRPCError[]): Record<string, string> {
  const waits = errors.flatMap(({ cause }) => retryAfterSeconds(cause) ?? [])
  return waits.length === 0 ? {} : { 'retry-after': String(Math.max(...waits)) }
}
