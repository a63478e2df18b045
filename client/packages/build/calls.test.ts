import { expect, it } from 'vitest'
import { countCalls } from './callCounts.ts'

it('a query keeps the main thread no busier than with tRPC’s own link, the session included', async () => {
  const { httpBatchLink, uniLink, 'createUniClient, signed in': whole } = await countCalls()
  expect(uniLink).toBeGreaterThan(0)
  expect(uniLink).toBeLessThan(httpBatchLink)
  expect(whole).toBeLessThanOrEqual(httpBatchLink)
}, 120_000)
