import { join } from 'node:path'
import { expect, it } from 'vitest'
import { builtPackage } from 'uni-trpc-build/testing'
import { runKills } from './runKills.ts'

it('I89: the built server, killed again and again in the middle of everything, keeps all that it acknowledged', async () => {
  const { problems, acknowledged } = await runKills({ entry: join(await builtPackage('server'), 'main.js'), kills: 3 })
  expect(problems).toEqual([])
  expect(acknowledged).toBeGreaterThan(0)
}, 120_000)
