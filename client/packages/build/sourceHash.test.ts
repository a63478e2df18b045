import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { sourceHash } from './sourceHash.ts'

let root = ''
const hash = () => sourceHash(root, ['client', 'package.json'])

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'source-hash-'))
  mkdirSync(join(root, 'client/packages/simulator'), { recursive: true })
  writeFileSync(join(root, 'package.json'), '{}')
  writeFileSync(join(root, 'client/main.ts'), 'one')
})

afterEach(() => {
  rmSync(root, { recursive: true })
})

it('the same sources have the same hash, changed and renamed ones another', async () => {
  const first = await hash()
  expect(await hash()).toBe(first)
  writeFileSync(join(root, 'client/main.ts'), 'two')
  const changed = await hash()
  renameSync(join(root, 'client/main.ts'), join(root, 'client/other.ts'))
  const renamed = await hash()
  expect(new Set([first, changed, renamed]).size).toBe(3)
})

it('tests, the simulator and what is built change nothing', async () => {
  const before = await hash()
  writeFileSync(join(root, 'client/main.test.ts'), 'test')
  writeFileSync(join(root, 'client/packages/simulator/simulator.ts'), 'simulator')
  mkdirSync(join(root, 'client/packages/link/dist'), { recursive: true })
  writeFileSync(join(root, 'client/packages/link/dist/index.js'), 'built')
  expect(await hash()).toBe(before)
})
