import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { builtPackage, originsOf } from '../builtPackage.ts'
import { roomOf } from '../origins.ts'
import { growth, programBudget, recordedWeights, totalOf, weighProgram } from '../programWeight.ts'
import { repository } from '../repository.ts'

let packageDir = ''
beforeAll(async () => {
  packageDir = await builtPackage('mp-weixin')
})

it('the whole mini program weighs at most 60 kB; what grew is named', async () => {
  const weights = weighProgram(packageDir, await originsOf(packageDir))
  const grown = growth(weights, recordedWeights())
  expect(programBudget).toBe(60_000)
  expect(totalOf(weights)).toBeGreaterThan(30_000)
  expect(totalOf(weights), `grown since the record, in bytes:\n${grown.join('\n')}\n`).toBeLessThanOrEqual(
    programBudget,
  )
})

it('weighs scripts by where they come from, and other files by their kind', () => {
  const folder = mkdtempSync(join(tmpdir(), 'uni-trpc-'))
  writeFileSync(join(folder, 'app.js'), 'x'.repeat(1000))
  writeFileSync(join(folder, 'app.json'), '{}')
  const weights = weighProgram(folder, { 'app.js': { vue: 300, 'client/packages/link': 100 } })
  rmSync(folder, { recursive: true })
  expect(Object.keys(weights).sort()).toEqual(['.json files', 'client/packages/link', 'vue'])
  expect((weights['vue'] ?? 0) / (weights['client/packages/link'] ?? 1)).toBeCloseTo(3, 0)
})

it('names what grew, the most first, and what is new', () => {
  const recorded = { vue: 20_000, 'client/packages/link': 6000, shared: 500 }
  const now = { vue: 20_000, 'client/packages/link': 6100, shared: 400, 'some-package': 9000 }
  expect(growth(now, recorded)).toEqual(['+9000 some-package (9000)', '+100 client/packages/link (6100)'])
})

it('knows rooms of ours from packages', () => {
  expect(roomOf(join(repository, 'client/pages/me/me.vue?vue&type=script&setup=true'))).toBe('client/pages/me')
  expect(roomOf(join(repository, 'node_modules/@trpc/client/dist/index.mjs'))).toBe('@trpc/client')
  expect(roomOf(join(repository, 'node_modules/vue/node_modules/other/index.js'))).toBe('other')
  expect(roomOf('\0plugin-vue:export-helper')).toBe('build tools')
})
