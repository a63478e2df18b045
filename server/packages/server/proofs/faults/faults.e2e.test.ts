import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { builtPackage } from 'uni-trpc-build/testing'
import { severed } from './databases.ts'
import { clocks } from './nodes.ts'
import { runScene } from './runScene.ts'

/** The others take programs or minutes that not every machine has: `npm run prove:faults`. */
describe('people who use the built server lose nothing that was acknowledged to them through', () => {
  it.each([
    ['D40: a line to PostgreSQL that delays, drops and cuts', severed],
    ['I97: clocks that differ and jump', clocks],
  ] as const)(
    '%s',
    async (_name, scene) => {
      const entry = join(await builtPackage('server'), 'main.js')
      const history = await runScene(scene, { entry, beatMs: 200 })
      expect(history).toMatchObject({ problems: [] })
    },
    240_000,
  )
})
