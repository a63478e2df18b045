/** UTF-8 piece by piece, for runtimes without TextDecoder. https://encoding.spec.whatwg.org/#utf-8-decoder */

const replacement = '\ufffd'

/**
 * Returns what decodes the next bytes; the first bytes of a character wait for the rest. What is not UTF-8 becomes
 * U+FFFD.
 */
export function createUtf8Decoder(): (bytes: Uint8Array) => string {
  let code = 0
  let missing = 0
  let lowest = 0x80
  let highest = 0xbf
  const begin = (byte: number): string => {
    if (byte < 0x80) return String.fromCharCode(byte)
    if (byte < 0xc2 || byte > 0xf4) return replacement
    missing = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3
    code = byte & (0x3f >> missing)
    // No longer form than needed, no surrogates, nothing above U+10FFFF.
    lowest = byte === 0xe0 ? 0xa0 : byte === 0xf0 ? 0x90 : 0x80
    highest = byte === 0xed ? 0x9f : byte === 0xf4 ? 0x8f : 0xbf
    return ''
  }
  const take = (byte: number): string => {
    if (!missing) return begin(byte)
    if (byte < lowest || byte > highest) {
      missing = 0
      return replacement + begin(byte)
    }
    lowest = 0x80
    highest = 0xbf
    code = (code << 6) | (byte & 0x3f)
    return --missing ? '' : String.fromCodePoint(code)
  }
  return (bytes) => {
    let text = ''
    for (const byte of bytes) text += take(byte)
    return text
  }
}
