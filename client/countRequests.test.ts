import { expect, it } from 'vitest'
import { createRequestCount } from './countRequests.ts'

it('counts each request once its headers are known, and none that was never sent', async () => {
  const count = createRequestCount()
  const headers = count.counted(async (mayGo: boolean) => {
    if (!mayGo) throw new Error('no code')
    return { authorization: 'Bearer x' }
  })
  expect(await headers(true)).toEqual({ authorization: 'Bearer x' })
  await headers(true)
  await expect(headers(false)).rejects.toThrow('no code')
  expect(count.requests).toBe(2)
})
