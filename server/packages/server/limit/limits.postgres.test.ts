import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { openPostgres, type TestPostgres } from '../testing/openPostgres.ts'
import { createLimits } from './limits.ts'
import { RateLimited } from 'uni-trpc-auth'
import { limitContract } from './testing/limitContract.ts'

let postgres: TestPostgres
beforeAll(async () => {
  postgres = await openPostgres()
})
afterAll(() => postgres.stop())

limitContract('PostgreSQL', () => postgres.createDatabase())

it('G74: PostgreSQL crashes: memory counts, sign-in goes on, and afterwards the shared counts are back', async () => {
  const url = await postgres.createDatabase()
  const onFallback = vi.fn()
  const clock = { time: 0 }
  const limits = createLimits({ url, onFallback, clock: () => clock.time })
  for (let time = 0; time < 4; time++) await limits.perPhoneCode('user')
  await postgres.crash()
  for (let time = 0; time < 5; time++) await limits.perPhoneCode('user')
  await expect(limits.perPhoneCode('user')).rejects.toBeInstanceOf(RateLimited)
  expect(onFallback).toHaveBeenCalledOnce()
  await postgres.start()
  clock.time += 5000
  await limits.perPhoneCode('user')
  await expect(limits.perPhoneCode('user')).rejects.toBeInstanceOf(RateLimited)
  expect(onFallback).toHaveBeenCalledOnce()
  await limits.close()
})

it('D43: ten nodes that make the table at once all find it made', async () => {
  const url = await postgres.createDatabase()
  const onFallback = vi.fn()
  const nodes = Array.from({ length: 10 }, () => createLimits({ url, onFallback }))
  const results = await Promise.allSettled(nodes.map((limits) => limits.perIdentity('app', 'openid')))
  expect(results.every(({ status }) => status === 'fulfilled')).toBe(true)
  expect(onFallback).not.toHaveBeenCalled()
  await expect(nodes[0]?.perIdentity('app', 'openid')).rejects.toBeInstanceOf(RateLimited)
  await Promise.all(nodes.map((limits) => limits.close()))
})
