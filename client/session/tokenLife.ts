/** How long a token lives, read from its own claims; without `atob`, which a mini program lacks. */

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/**
 * Milliseconds from issue to expiry: a span, so that a phone whose clock is wrong judges right all the same.
 * Zero for what is no token; the server has the last word anyway.
 */
export function tokenLife(token: string): number {
  try {
    const claims: unknown = JSON.parse(decode(token.split('.')[1] ?? ''))
    if (typeof claims !== 'object' || claims === null || !('exp' in claims) || !('iat' in claims)) return 0
    const { exp, iat } = claims
    return typeof exp === 'number' && typeof iat === 'number' ? (exp - iat) * 1000 : 0
  } catch {
    return 0
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
