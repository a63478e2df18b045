import type { Operation } from '@trpc/client'
import { textOf } from './given.ts'

/** Whether this call signs this phone out, alone or with all others. */
export function endsThisSession({ path, input }: Operation): boolean {
  return path === 'auth.logout' && (textOf(input, 'scope') ?? 'others') !== 'others'
}
