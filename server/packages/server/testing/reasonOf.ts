import { TRPCError } from '@trpc/server'
import { Refusal, type Reason } from 'uni-trpc-protocol'

/** Why a call through the caller was refused; a call that was answered, or failed otherwise, is thrown. */
export async function reasonOf(call: Promise<unknown>): Promise<Reason> {
  const error: unknown = await call.then(
    () => new Error('was not refused'),
    (failure: unknown) => failure,
  )
  if (error instanceof TRPCError && error.cause instanceof Refusal) return error.cause.reason
  throw error
}
