import { expect, it } from 'vitest'
import { textSize } from './usePage.ts'

it.each([
  [16, 1],
  [20, 1.25],
  [14, 0.875],
  [64, 2],
])('a setting of %d px makes text %d times as large, and never more than twice', (setting, scale) => {
  expect(textSize(setting)).toBe(`--scale: ${scale}`)
})
