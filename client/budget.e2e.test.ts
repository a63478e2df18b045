/** What the whole mini program may weigh: 60 kB, each file compressed by itself, which is more than what phones load. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { builtPackage } from './build/builtPackage.ts'

const budget = 60_000
const named = 12

it('the whole mini program weighs at most 60 kB', async () => {
  const folder = await builtPackage('mp-weixin')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => ({ name: relative(folder, path), bytes: gzipSync(readFileSync(path), { level: 9 }).length }))
    .sort((one, other) => other.bytes - one.bytes)
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0)
  const heaviest = files.slice(0, named).map(({ name, bytes }) => `${bytes} ${name}`)
  expect(files.length).toBeGreaterThan(10)
  expect(total, `the heaviest, gzipped:\n${heaviest.join('\n')}\n`).toBeLessThanOrEqual(budget)
})
