import { describe, expect, it } from 'vitest'
import { addressProblems, placeholderAddress, tidyAddress } from './apiAddress.ts'

describe('addressProblems', () => {
  it.each(['https://api.my-company.com', 'https://api.my-company.com:8443', 'https://gate.my-company.com/wechat'])(
    'finds nothing wrong with %s',
    (address) => {
      expect(addressProblems('VITE_API_URL', address)).toEqual([])
    },
  )

  it.each([
    ['http://api.my-company.com', /does not begin with https/],
    ['https://localhost:3000', /localhost/],
    ['https://127.0.0.1', /localhost/],
    ['https://[::1]', /localhost/],
    ['https://203.0.113.7', /IP address/],
    ['https://[2001:db8::1]', /IP address/],
    ['https://user:word@api.my-company.com', /password/],
    ['api.my-company.com', /not an address/],
    ['', /not an address/],
    [placeholderAddress, /not set/],
  ])('says what is wrong with "%s"', (address, sentence) => {
    expect(addressProblems('VITE_API_URL', address).join('\n')).toMatch(sentence)
  })

  it('names every problem of one address, and never the password in it', () => {
    const problems = addressProblems('VITE_API_URL', 'http://user:canary@127.0.0.1')
    expect(problems).toHaveLength(3)
    expect(problems.join()).not.toContain('canary')
  })
})

it('tidyAddress takes off blanks and slashes around an origin', () => {
  expect(tidyAddress(' https://api.my-company.com// ')).toBe('https://api.my-company.com')
})
