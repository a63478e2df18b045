import { beforeAll, describe, expect, it } from 'vitest'
import { entries, weighAll, type Weighed } from './weigh.ts'

describe('the link’s weight', () => {
  let weighed: Weighed[] = []
  beforeAll(async () => {
    weighed = await weighAll()
  })
  const weightOf = (name: string) => weighed.find((entry) => entry.name === name)?.gzipped ?? NaN

  it.each(entries.flatMap(({ name, budget }) => (budget === undefined ? [] : [{ name, budget }])))(
    '$name adds no more than $budget bytes, gzipped',
    ({ name, budget }) => {
      const found = weighed.find((entry) => entry.name === name)
      expect(found?.added).toBeGreaterThan(0)
      expect(found?.added).toBeLessThanOrEqual(budget)
    },
  )

  it.each([
    ['createTRPCClient + uniLink', 'createTRPCClient + httpBatchLink, as from npm'],
    ['createTRPCClient + uniLink, in a program that subscribes', 'createTRPCClient + httpBatchLink, as from npm'],
    ['jsonlStream', 'createTRPCClient + httpBatchStreamLink, as from npm'],
  ])('is less with %s than with %s', (ours, theirs) => {
    expect(weightOf(ours)).toBeLessThan(weightOf(theirs))
  })
})
