import { join } from 'node:path'
import { expect, it } from 'vitest'
import { builtPackage } from 'uni-trpc-build/testing'
import { runKills } from './runKills.ts'

it.each(['sqlite', 'postgres'] as const)(
  'I89, D39: the built server on %s, killed again and again in the middle of everything, keeps all that it acknowledged',
  async (database) => {
    const entry = join(await builtPackage('server'), 'main.js')
    const { problems, acknowledged } = await runKills({ entry, kills: 3, database })
    expect(problems).toEqual([])
    expect(acknowledged).toBeGreaterThan(0)
  },
  240_000,
)
