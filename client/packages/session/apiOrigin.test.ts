import { describe, expect, it } from 'vitest'
import { apiOrigin } from './apiOrigin.ts'

const both = { VITE_API_URL: 'https://api.example.com', VITE_API_URL_TRIAL: 'https://trial.example.com' }

describe('the API’s origin', () => {
  it.each<['develop' | 'release' | 'trial', typeof both, string]>([
    ['develop', both, 'https://api.example.com'],
    ['release', both, 'https://api.example.com'],
    ['trial', both, 'https://trial.example.com'],
    ['trial', { ...both, VITE_API_URL_TRIAL: '' }, 'https://api.example.com'],
  ])('in the %s version with %j is %s', (envVersion, addresses, origin) => {
    expect(apiOrigin(addresses, envVersion)).toBe(origin)
  })
})
