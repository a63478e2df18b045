/** For what is of use but not needed: a value sealed by a secret that is no longer configured is no reason to fail. */
import type { Seal } from './seal.ts'

export function openedOrNull(seal: Seal, sealed: string | null, context: string): string | null {
  if (sealed === null) return null
  try {
    return seal.open(sealed, context)
  } catch {
    return null
  }
}
