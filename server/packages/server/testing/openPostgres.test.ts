import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

it('leaves a process its exit code, or a run of tests that fail would pass', () => {
  const script = `await import(${JSON.stringify(new URL('./openPostgres.ts', import.meta.url).href)}); process.exitCode = 3`
  const cwd = fileURLToPath(new URL('.', import.meta.url))
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], { cwd })
  expect(status).toBe(3)
})
