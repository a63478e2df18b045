import { dataProblems } from 'uni-trpc-server/testing'
import { expect, it } from 'vitest'
import { data } from './data.ts'

it('each own table leads to the person whose rows it holds, or is named as nobody’s', async () => {
  expect(await dataProblems(data)).toEqual([])
})
