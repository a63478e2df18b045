/** The change of docs/another-orm.md, made on a copy of the sources exactly as the page shows it, with the real ORM. */
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { repository } from '../repository.ts'
import { snippets } from './snippets.ts'
import { copySources, vitestConfig, type SourceCopy } from './sourceCopy.ts'

const shown = snippets(readFileSync(resolve(repository, 'docs/another-orm.md'), 'utf8'))
const slow = 180_000
let copy: SourceCopy
beforeAll(() => {
  copy = copySources()
  for (const [path, text] of shown) copy.change(path, (before) => (changes[path] ?? (() => text))(before, text))
})
afterAll(() => copy.remove())

/** What is done with files that are there already; all others are new. */
const changes: Readonly<Record<string, (before: string, text: string) => string>> = {
  'server/data/data.ts': (before, text) => {
    const [importLine = '', , booksLine = '', ...hooks] = text.split('\n')
    return before
      .replace(/(?=^import type )/m, `${importLine}\n`)
      .replace(/(?=^export const data)/m, `${booksLine}\n\n`)
      .replace(/(?<=^ {2}migrations: .*\n)/m, hooks.join('\n'))
  },
  'shared/schemas.ts': (before, text) => before + text,
  'server/procedures/router.ts': (before, text) => {
    const [importLine = '', tableLine = ''] = text.split('\n')
    return before.replace(/(?<=^import .*\n)(?!import )/m, `${importLine}\n`).replace(/^\}\)$/m, `${tableLine}\n})`)
  },
}

describe('another ORM, as the page shows it', () => {
  it('touches six files, and none outside of what is the team’s own', () => {
    expect(shown.size).toBe(6)
    expect([...shown.keys()].filter((path) => /(^|\/)(packages|protocol)\//.test(path))).toEqual([])
  })

  it('passes the compilers of server and client', { timeout: slow }, async () => {
    expect(await copy.problems()).toEqual([])
  })

  it('loses the rows of who leaves and moves those of who is one, as its test proves', { timeout: slow }, async () => {
    copy.change('vitest.config.ts', () => vitestConfig)
    const vitest = resolve(repository, 'node_modules/vitest/vitest.mjs')
    const args = [vitest, 'run', '--root', copy.folder, 'server/data', 'server/procedures']
    const { stdout } = await promisify(execFile)(process.execPath, args, {
      env: { PATH: process.env.PATH, NO_COLOR: '1' },
    })
    expect(stdout).toMatch(/✓ server\/procedures\/books\.test\.ts \(2 tests\)/)
    expect(stdout).toMatch(/✓ server\/data\/data\.test\.ts/)
  })
})
