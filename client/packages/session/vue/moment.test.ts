import { expect, it } from 'vitest'
import { day, moment } from './moment.ts'

it('writes a moment by the clock of whoever reads it', () => {
  const at = new Date(2026, 0, 5, 7, 3)
  expect(moment(at.toISOString())).toBe('2026-01-05 07:03')
  expect(day(at.toISOString())).toBe('2026-01-05')
})
