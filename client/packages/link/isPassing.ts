import { isErrorShape, isRecord } from './answer.ts'

/**
 * tRPC's numbers for a fault of the server and for too many requests: trying again may help.
 * https://github.com/trpc/trpc/blob/main/packages/server/src/unstable-core-do-not-import/rpc/codes.ts
 */
const codes: readonly unknown[] = [-32603, -32029]

/** Whether a refusal, as `{ error }` in tRPC's shape, may pass by itself. */
export function isPassing(error: unknown): boolean {
  return isRecord(error) && isErrorShape(error.error) && codes.includes(error.error.code)
}
