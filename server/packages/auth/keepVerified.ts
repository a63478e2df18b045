/** A phone sends one token for hours, so what was verified is remembered. */
import type { TokenClaims, Tokens } from './token.ts'

/** About 600 bytes each. */
const mostKept = 20_000

/**
 * The same tokens, each verified once. Authentic is authentic for as long as the keys stand, which is the life of the
 * process; its age and its session are judged on every call, elsewhere. The one kept for longest makes room.
 */
export function keepVerified({ sign, verify }: Tokens, most = mostKept): Tokens {
  const kept = new Map<string, TokenClaims>()

  return {
    sign,
    verify(token) {
      const known = kept.get(token)
      if (known) return known
      const claims = verify(token)
      kept.set(token, claims)
      const [oldest] = kept.keys()
      if (kept.size > most && oldest !== undefined) kept.delete(oldest)
      return claims
    },
  }
}
