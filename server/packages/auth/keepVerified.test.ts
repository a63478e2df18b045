import { describe, expect, it } from 'vitest'
import { Refusal } from 'uni-trpc-protocol'
import { keepVerified } from './keepVerified.ts'
import type { Tokens } from './token.ts'

function counting() {
  const asked: string[] = []
  const tokens: Tokens = {
    sign: () => 'signed',
    verify(token) {
      asked.push(token)
      if (token.startsWith('bad')) throw new Refusal('TOKEN_INVALID')
      return { userId: token, sessionId: token, issuedAt: 1, expiresAt: 2 }
    },
  }
  return { asked, tokens: keepVerified(tokens, 2) }
}

describe('a token that was verified', () => {
  it('is not verified again, and says the same', () => {
    const { asked, tokens } = counting()
    expect(tokens.verify('a')).toEqual(tokens.verify('a'))
    expect(asked).toEqual(['a'])
  })

  it('makes room when there are too many, the one kept for longest first', () => {
    const { asked, tokens } = counting()
    for (const token of ['a', 'b', 'c', 'b', 'a']) tokens.verify(token)
    expect(asked).toEqual(['a', 'b', 'c', 'a'])
  })
})

it('a token that is not authentic is never kept, so it is refused each time', () => {
  const { asked, tokens } = counting()
  for (let time = 0; time < 2; time++) expect(() => tokens.verify('bad')).toThrow('TOKEN_INVALID')
  expect(asked).toEqual(['bad', 'bad'])
})
