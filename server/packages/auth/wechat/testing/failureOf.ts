/** The error that a promise must end with, for tests. */
import { WeChatError } from '../WeChatError.ts'

export async function failureOf(promise: Promise<unknown>): Promise<WeChatError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (error instanceof WeChatError) return error
  throw new Error('There was no WeChatError', { cause: error })
}
