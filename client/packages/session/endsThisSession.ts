import type { Operation } from '@trpc/client'
import { textOf } from './given.ts'
import { calls } from './sessionRouter.ts'

/** Whether this call signs this phone out, alone or with all others. */
export function endsThisSession(op: Operation): boolean {
  return calls(op, 'auth.logout') && (textOf(op.input, 'scope') ?? 'others') !== 'others'
}
