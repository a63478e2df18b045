import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createUtf8Decoder } from './utf8.ts'

/** Cuts at the places given, in any order and beyond the end. */
function pieces(bytes: Uint8Array, cuts: number[]): Uint8Array[] {
  const ends = [...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]
  return ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end))
}

const decoded = (parts: Uint8Array[]) => {
  const decode = createUtf8Decoder()
  return parts.map(decode).join('')
}

const cuts = fc.array(fc.nat(), { maxLength: 20 })

describe('createUtf8Decoder', () => {
  it('gives back any text, however its bytes are split', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), cuts, (text, at) => {
        expect(decoded(pieces(new TextEncoder().encode(text), at))).toBe(text)
      }),
    )
  })

  it('makes of any bytes what the platform’s TextDecoder makes of them', () => {
    const lead = fc.constantFrom(
      0xc1,
      0xc2,
      0xdf,
      0xe0,
      0xed,
      0xef,
      0xf0,
      0xf4,
      0xf5,
      0x80,
      0x8f,
      0x90,
      0x9f,
      0xa0,
      0xbf,
      0x41,
    )
    const bytes = fc.array(fc.oneof(lead, fc.nat(255)), { maxLength: 60 }).map((values) => Uint8Array.from(values))
    fc.assert(
      fc.property(bytes, cuts, (all, at) => {
        const platform = new TextDecoder('utf-8', { ignoreBOM: true })
        expect(decoded(pieces(all, at))).toBe(platform.decode(all, { stream: true }))
      }),
      { numRuns: 2000 },
    )
  })

  it('keeps a character that is cut until its last byte', () => {
    const decode = createUtf8Decoder()
    expect([...new TextEncoder().encode('¢€🦊')].map((byte) => decode(Uint8Array.of(byte)))).toEqual([
      ...['', '¢'],
      ...['', '', '€'],
      ...['', '', '', '🦊'],
    ])
  })
})
