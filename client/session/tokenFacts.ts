/** What a token says of itself, read on the phone; without `atob`, which a mini program lacks. */

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

export interface TokenFacts {
  readonly sessionId: string
  /** Milliseconds since 1970, by the server's clock. */
  readonly issuedAt: number
  /** Milliseconds from issue to expiry: a span, so that a phone whose clock is wrong judges right all the same. */
  readonly life: number
}

/** Null for what is no token of ours; nothing is verified here, for the server has the last word anyway. */
export function tokenFacts(token: string): TokenFacts | null {
  try {
    const claims: unknown = JSON.parse(decode(token.split('.')[1] ?? ''))
    if (typeof claims !== 'object' || claims === null) return null
    const { sid, iat, exp } = { sid: null, iat: null, exp: null, ...claims }
    if (typeof sid !== 'string' || typeof iat !== 'number' || typeof exp !== 'number') return null
    return { sessionId: sid, issuedAt: iat * 1000, life: (exp - iat) * 1000 }
  } catch {
    return null
  }
}

/** base64url (RFC 4648 §5) of ASCII, which is all our claims hold. */
function decode(text: string): string {
  let decoded = ''
  let buffer = 0
  let bits = 0
  for (const character of text) {
    buffer = ((buffer << 6) | alphabet.indexOf(character)) & 0xffff
    bits += 6
    if (bits < 8) continue
    bits -= 8
    decoded += String.fromCharCode((buffer >> bits) & 0xff)
  }
  return decoded
}
