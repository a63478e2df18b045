import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { withLock } from './withLock.ts'

let dir = ''
let lock = ''

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'with-lock-'))
  // Nobody has made this folder yet.
  lock = join(dir, 'deeper', 'lock')
})

afterEach(() => {
  rmSync(dir, { recursive: true })
})

it('lets one piece of work in at a time', async () => {
  let inside = 0
  const seen: number[] = []
  const work = () =>
    withLock(lock, async () => {
      inside += 1
      await new Promise((resolve) => setImmediate(resolve))
      seen.push(inside)
      inside -= 1
    })
  await Promise.all([work(), work(), work()])
  expect(seen).toEqual([1, 1, 1])
  expect(existsSync(lock)).toBe(false)
})

it('is let go when the work fails', async () => {
  const failing = withLock(lock, () => Promise.reject(new Error('no')))
  await expect(failing).rejects.toThrow('no')
  expect(existsSync(lock)).toBe(false)
})

it('takes over from a process that died with it', async () => {
  const { pid } = spawnSync(process.execPath, ['--version'])
  mkdirSync(lock, { recursive: true })
  writeFileSync(join(lock, 'pid'), String(pid))
  expect(await withLock(lock, () => Promise.resolve('done'))).toBe('done')
})
