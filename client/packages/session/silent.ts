import type { Operation } from '@trpc/client'
import type { SessionPath } from './sessionRouter.ts'

const neverSilent: readonly string[] = ['auth.login', 'auth.check', 'auth.logout'] satisfies SessionPath[]

/** Whether this call may sign in on its way. */
export function isSilent(op: Operation): boolean {
  return !neverSilent.includes(op.path) && op.context['silent'] !== false
}
