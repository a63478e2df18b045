import type { Operation } from '@trpc/client'
import { textOf } from './given.ts'
import type { SessionPath } from './sessionRouter.ts'

/** Whether this call signs this phone out, alone or with all others. */
export function endsThisSession(op: Operation): boolean {
  return op.path === ('auth.logout' satisfies SessionPath) && (textOf(op.input, 'scope') ?? 'others') !== 'others'
}
