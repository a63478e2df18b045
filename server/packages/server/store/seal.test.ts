/** Sealing: what goes in comes out, in its own place and with its own key, and nowhere else. */
import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSeal } from './seal.ts'
import type { NamedKey } from 'uni-trpc-auth'

const named = (id: string): NamedKey => ({ id, key: randomBytes(32) })

describe('createSeal', () => {
  it('opens any text it sealed, in the context it was sealed for', () => {
    const seal = createSeal([named('k1')])
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (text, context) => {
        expect(seal.open(seal.seal(text, context), context)).toBe(text)
      }),
    )
  })

  it('shows the key id and nothing of the text, and never the same twice', () => {
    const seal = createSeal([named('2026-01.a')])
    const [one, two] = [seal.seal('CANARY', 'here'), seal.seal('CANARY', 'here')]
    expect(one).toMatch(/^2026-01\.a:[\w-]+$/)
    expect(one).not.toBe(two)
    expect(Buffer.from(one.split(':')[1] ?? '', 'base64url').toString('latin1')).not.toContain('CANARY')
  })

  it('does not open in another context', () => {
    const seal = createSeal([named('k1')])
    const sealed = seal.seal('text', 'users.phone u1')
    expect(() => seal.open(sealed, 'users.phone u2')).toThrow('altered, cut, or moved')
  })

  it('does not open when any one bit of it was flipped, or when it was cut', () => {
    const seal = createSeal([named('k1')])
    const bytes = Buffer.from(seal.seal('text', 'c').slice('k1:'.length), 'base64url')
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const altered = Buffer.from(bytes)
      altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(() => seal.open(`k1:${altered.toString('base64url')}`, 'c')).toThrow('altered, cut, or moved')
    }
    for (let length = 0; length < bytes.length; length++) {
      expect(() => seal.open(`k1:${bytes.subarray(0, length).toString('base64url')}`, 'c')).toThrow('altered, cut')
    }
  })

  it('seals with the first key and opens with all; a key taken away no longer opens', () => {
    const [old, fresh] = [named('old'), named('new')]
    const sealed = createSeal([old]).seal('text', 'c')
    const both = createSeal([fresh, old])
    expect(both.open(sealed, 'c')).toBe('text')
    expect(both.seal('text', 'c')).toMatch(/^new:/)
    expect(() => createSeal([fresh]).open(sealed, 'c')).toThrow('No secret is configured')
    expect(() => createSeal([{ ...fresh, id: 'old' }]).open(sealed, 'c')).toThrow('altered, cut, or moved')
  })

  it.each(['', 'k1', ':', 'nobody:AAAA', '__proto__:AAAA'])('%j was never sealed', (text) => {
    expect(() => createSeal([named('k1')]).open(text, 'c')).toThrow('No secret is configured')
  })

  it.each<[string, NamedKey[]]>([
    ['no secret', []],
    ['a short secret', [{ id: 'a', key: randomBytes(31) }]],
    ['an id with a colon', [named('a:b')]],
    ['an empty id', [named('')]],
    ['one id twice', [named('a'), named('a')]],
  ])('%s is refused at once', (_, secrets) => {
    expect(() => createSeal(secrets)).toThrow(TypeError)
  })

  it('names no secret in an error', () => {
    const key = Buffer.from('CANARY')
    expect(() => createSeal([{ id: 'a', key }])).toThrow(/^The secret a is shorter than 32 bytes$/)
  })
})
