/** What a token says of itself, read on the phone; without `atob`, which a mini program lacks. */
import { jsonOf, numberOf, textOf } from './given.ts'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

export interface TokenFacts {
  /** Null for what is no token of ours. */
  readonly sessionId: string | null
  /** Milliseconds since 1970, by the server's clock; 0 where the token does not say. */
  readonly issuedAt: number
  /** Milliseconds from issue to expiry: a span, so that a phone whose clock is wrong judges right all the same. */
  readonly life: number
}

const nothing: TokenFacts = { sessionId: null, issuedAt: 0, life: 0 }

/** Nothing is verified here, for the server has the last word anyway. */
export function tokenFacts(token: string | null): TokenFacts {
  const claims = jsonOf(decode(String(token).split('.')[1]))
  const sessionId = textOf(claims, 'sid')
  const iat = numberOf(claims, 'iat')
  const exp = numberOf(claims, 'exp')
  if (sessionId === null || !iat || !exp) return nothing
  return { sessionId, issuedAt: iat * 1000, life: (exp - iat) * 1000 }
}

/** base64url (RFC 4648 §5) of ASCII, which is all our claims hold. */
function decode(text = ''): string {
  let decoded = ''
  let buffer = 0
  let bits = 0
  for (const character of text) {
    buffer = (buffer << 6) | alphabet.indexOf(character)
    bits += 6
    if (bits < 8) continue
    bits -= 8
    decoded += String.fromCharCode((buffer >> bits) & 0xff)
  }
  return decoded
}
