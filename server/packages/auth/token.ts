/** The token: a JWT that names a session. The only file that knows JWT. */
import { createSecretKey, type KeyObject } from 'node:crypto'
import jwt from 'jsonwebtoken'
import { z } from 'zod'
import { Refusal } from 'uni-trpc-protocol'

const algorithm = 'HS256'
const issuer = 'uni-trpc'
const longestId = 64
/** Ours have about 300 characters; a header may have 16,000. */
const longestToken = 4096

/** What a token is good for; one kind is never taken for another (RFC 8725, 3.11 and 3.12). */
export interface TokenKind {
  readonly type: string
  readonly audience: string
}
const accessKind: TokenKind = { type: 'at+jwt', audience: 'api' }
export const prefetchKind: TokenKind = { type: 'pf+jwt', audience: 'prefetch' }

/** What a token says. Times are seconds since 1970, as in RFC 7519. */
export interface TokenClaims {
  readonly userId: string
  readonly sessionId: string
  readonly issuedAt: number
  readonly expiresAt: number
}

export interface Tokens {
  sign(claims: TokenClaims): string
  /**
   * The claims of an authentic token, expired or not: whether it still counts is the session's to say.
   *
   * @throws {Refusal} TOKEN_INVALID
   */
  verify(token: string): TokenClaims
}

/** A secret with the name (kid) that tokens, and values sealed at rest, carry. */
export interface NamedKey {
  /** Letters, digits, `_`, `.` and `-`: it stands readable in what was signed or sealed. */
  readonly id: string
  /** At least 32 random bytes. */
  readonly key: Uint8Array
}

/**
 * Signs with the first key and verifies with all, so that keys rotate without signing anybody out.
 * Follows RFC 8725: one algorithm, explicit typ, and every claim required and matched.
 */
export function createTokens(secrets: readonly NamedKey[], kind = accessKind): Tokens {
  const { type, audience } = kind
  const header = headerOf(type)
  const payload = payloadOf(audience)
  // jsonwebtoken tries a secret that is no KeyObject as a PEM key first, on every call: 28 times slower.
  const keys = new Map(secrets.map(({ id, key }) => [id, createSecretKey(key)]))
  const [newest] = keys
  if (!newest) throw new TypeError('createTokens needs at least one secret')
  const [keyid, newestKey] = newest

  return {
    sign: ({ userId, sessionId, issuedAt, expiresAt }) =>
      jwt.sign({ iss: issuer, aud: audience, sub: userId, sid: sessionId, iat: issuedAt, exp: expiresAt }, newestKey, {
        algorithm,
        header: { alg: algorithm, typ: type, kid: keyid },
      }),

    verify(token) {
      if (token.length > longestToken) throw new Refusal('TOKEN_INVALID')
      const claims = payload.safeParse(authentic(token, { keys, kind, header }))
      if (!claims.success) throw new Refusal('TOKEN_INVALID')
      const { sub, sid, iat, exp } = claims.data
      return { userId: sub, sessionId: sid, issuedAt: iat, expiresAt: exp }
    },
  }
}

interface Authority {
  readonly keys: ReadonlyMap<string, KeyObject>
  readonly kind: TokenKind
  readonly header: ReturnType<typeof headerOf>
}

/** The payload, after its signature was checked with the key that the header names. */
function authentic(token: string, { keys, kind, header }: Authority): unknown {
  try {
    const { kid } = header.parse(jwt.decode(token, { complete: true })?.header)
    const key = keys.get(kid)
    if (!key) throw new Refusal('TOKEN_INVALID')
    return jwt.verify(token, key, { algorithms: [algorithm], issuer, audience: kind.audience, ignoreExpiration: true })
  } catch {
    // No cause: jsonwebtoken's and zod's errors can quote parts of the token.
    throw new Refusal('TOKEN_INVALID')
  }
}

function headerOf(type: string) {
  return z.object({ alg: z.literal(algorithm), typ: z.literal(type), kid: z.string() })
}

function payloadOf(audience: string) {
  return z.strictObject({
    iss: z.literal(issuer),
    aud: z.literal(audience),
    // As shared/schemas.ts wants every id: what the database cannot hold would be a fault, and is nobody's.
    sub: z
      .string()
      .max(longestId)
      .regex(/^[\w-]+$/),
    sid: z
      .string()
      .max(longestId)
      .regex(/^[\w-]+$/),
    iat: z.int(),
    exp: z.int(),
  })
}
