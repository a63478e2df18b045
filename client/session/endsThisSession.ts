import type { Operation } from '@trpc/client'

/** Whether this call signs this phone out, alone or with all others. */
export function endsThisSession({ path, input }: Operation): boolean {
  if (path !== 'auth.logout' || typeof input !== 'object' || input === null) return false
  return 'scope' in input && input.scope !== 'others'
}
