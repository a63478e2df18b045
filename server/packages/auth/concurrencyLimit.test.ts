import { expect, it } from 'vitest'
import { createConcurrencyLimit } from './concurrencyLimit.ts'

it('takes as much as fits in, refuses more, and takes again what was given back', () => {
  const concurrency = createConcurrencyLimit(3)
  expect([concurrency.enter(), concurrency.enter(2), concurrency.enter()]).toEqual([true, true, false])
  concurrency.leave(2)
  expect([concurrency.enter(3), concurrency.enter(), concurrency.enter(), concurrency.enter()]).toEqual([
    false,
    true,
    true,
    false,
  ])
})
