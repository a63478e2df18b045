/** The two tokens of a session: the one that its phone sends, and the one that WeChat keeps for the pre-fetch. */
import type { SessionRow } from './AuthStore.ts'
import type { Lifetimes } from './goodSession.ts'
import { keepVerified } from './keepVerified.ts'
import { createTokens, prefetchKind, type TokenClaims, type NamedKey, type Tokens } from './token.ts'

export interface SessionTokensParts {
  /** The first signs, all verify. */
  readonly tokenSecrets: readonly NamedKey[]
  readonly lifetimes: Lifetimes
  readonly now: () => number
}

/** WeChat keeps it and presents it before the program starts; it opens `/prefetch` and nothing else. */
export interface PrefetchToken {
  readonly prefetchToken: string
  /** ISO string. */
  readonly expiresAt: string
}

export interface SessionTokens {
  /** A new token of this session. */
  issue(session: SessionRow): string
  /** A new token, where the one of these claims is past half its life and the new one would live longer. */
  renew(claims: TokenClaims, session: SessionRow): string | null
  /** @throws {Refusal} TOKEN_INVALID */
  verify(token: string): TokenClaims
  /** The session that an authentic token names; `null` without one. */
  sessionNamedBy(token: string | null): string | null
  issuePrefetch(session: SessionRow): PrefetchToken
  /** @throws {Refusal} TOKEN_INVALID */
  verifyPrefetch(token: string): TokenClaims
}

export function createSessionTokens({ tokenSecrets, lifetimes, now }: SessionTokensParts): SessionTokens {
  const tokens = keepVerified(createTokens(tokenSecrets))
  const prefetchTokens = createTokens(tokenSecrets, prefetchKind)

  const claimsOf = (session: SessionRow, lifeMs: number): TokenClaims => ({
    userId: session.userId,
    sessionId: session.id,
    issuedAt: Math.floor(now() / 1000),
    // A token never outlives its session.
    expiresAt: Math.floor(Math.min(now() + lifeMs, session.expiresAt) / 1000),
  })
  const issue = (session: SessionRow): string => tokens.sign(claimsOf(session, lifetimes.token))

  return {
    issue,
    verify: tokens.verify,
    verifyPrefetch: prefetchTokens.verify,
    sessionNamedBy: (token) => (token === null ? null : sessionIn(token, tokens)),

    renew(claims, session) {
      const halfLife = (claims.issuedAt + claims.expiresAt) * 500
      const wouldLiveLonger = claims.expiresAt < Math.floor(session.expiresAt / 1000)
      return wouldLiveLonger && now() >= halfLife ? issue(session) : null
    },

    issuePrefetch(session) {
      const claims = claimsOf(session, lifetimes.idle)
      return { prefetchToken: prefetchTokens.sign(claims), expiresAt: new Date(claims.expiresAt * 1000).toISOString() }
    },
  }
}

function sessionIn(token: string, tokens: Tokens): string | null {
  try {
    return tokens.verify(token).sessionId
  } catch {
    return null
  }
}
