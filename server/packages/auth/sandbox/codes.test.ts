/** Codes are few at any time: those that expired are forgotten. */
import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createCodes } from './codes.ts'

describe('createCodes', () => {
  it('tells an expired code from a used one, and stops knowing it', () => {
    const clock = { at: 0 }
    const codes = createCodes<string>({ now: () => clock.at, randomBytes })
    const code = codes.issue('alice')
    expect(codes.peek(code)).toBe('alice')
    expect(codes.spend(code, () => true)).toEqual({ outcome: 'spent', claim: 'alice' })
    expect(codes.peek(code)).toBeNull()
    expect(codes.spend(code, () => true)).toEqual({ outcome: 'used' })
    clock.at = 300_000
    codes.issue('bob')
    clock.at = 0
    expect(codes.spend(code, () => true)).toEqual({ outcome: 'invalid' })
  })

  it('leaves a code unspent when the one who asks does not accept it', () => {
    const codes = createCodes<string>({ now: () => 0, randomBytes })
    const code = codes.issue('alice')
    expect(codes.spend(code, () => false)).toEqual({ outcome: 'invalid' })
    expect(codes.spend(code, (claim) => claim === 'alice')).toEqual({ outcome: 'spent', claim: 'alice' })
  })
})
