/** The change of docs/adding-a-feature.md, made on a copy of the sources exactly as the page shows it. */
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { repository } from '../repository.ts'
import { snippets } from './snippets.ts'
import { copySources, vitestConfig, type SourceCopy } from './sourceCopy.ts'

const page = readFileSync(resolve(repository, 'docs/adding-a-feature.md'), 'utf8')
const shown = snippets(page)
const slow = 180_000
let copy: SourceCopy

beforeAll(() => {
  copy = copySources()
  apply()
})
afterAll(() => copy.remove())

/** What is done with files that are there already; all others are new. */
const changes: Readonly<Record<string, (before: string, text: string) => string>> = {
  'server/data/tables.ts': (before, text) => {
    const [line = '', ...table] = text.split('\n')
    return before.replace(/(?<=^export interface OwnTables \{\n)/m, `${line}\n`) + table.join('\n')
  },
  'server/data/data.ts': (before, text) => {
    const [importLine = '', listLine = ''] = text.split('\n')
    return before.replace(/(?=^import type )/m, `${importLine}\n`).replace(/^ {2}migrations: .*$/m, listLine)
  },
  'shared/schemas.ts': (before, text) => before + text,
  'server/procedures/router.ts': (before, text) => {
    const [importLine = '', tableLine = ''] = text.split('\n')
    return before.replace(/(?<=^import .*\n)(?!import )/m, `${importLine}\n`).replace(/^\}\)$/m, `${tableLine}\n})`)
  },
  // Not parsed: comments in it say which builds hold which page.
  'client/pages.json': (before, text) => before.replace(/\}(?=\n {2}\],)/, `},\n    ${text.trim()}`),
}

function apply(): void {
  for (const [path, text] of shown) {
    const change = changes[path] ?? (() => text)
    copy.change(path, (before) => {
      const after = change(before, text)
      expect([path, after]).not.toEqual([path, before])
      return after
    })
  }
}

describe('the change that the page shows', () => {
  it('touches ten files, and none outside of what is the team’s own', () => {
    expect(shown.size).toBe(10)
    expect([...shown.keys()].filter((path) => /(^|\/)(packages|protocol)\//.test(path))).toEqual([])
  })

  it('passes the compilers of server and client', { timeout: slow }, async () => {
    expect(await copy.problems()).toEqual([])
  })

  it('passes the tests that it brings, and those that were there', { timeout: slow }, async () => {
    copy.change('vitest.config.ts', () => vitestConfig)
    const vitest = resolve(repository, 'node_modules/vitest/vitest.mjs')
    const args = [vitest, 'run', '--root', copy.folder, 'server/data', 'server/procedures']
    const { stdout } = await promisify(execFile)(process.execPath, args, {
      env: { PATH: process.env.PATH, NO_COLOR: '1' },
    })
    expect(stdout).toMatch(/✓ server\/procedures\/checkins\.test\.ts/)
    expect(stdout).toMatch(/✓ server\/data\/data\.test\.ts/)
  })
})

describe('when the two sides disagree', () => {
  let found: string[] = []
  beforeAll(async () => {
    copy.change('server/procedures/checkins.ts', (text) => text.replace('    days: await', '    dates: await'))
    copy.change('client/pages/checkins/checkins.vue', (text) => text.replace('mutate(today())', 'mutate({ day: 5 })'))
    found = await copy.problems()
  }, slow)

  it('a field renamed on the server is found in the page that reads it, in the words that docs show', () => {
    const [, words = ''] = /```text\n([^]*?)\n```/.exec(page) ?? []
    expect(found).toContain(words.replace('error ', ''))
  })

  it('an input of the wrong type is found in the page that sends it', () => {
    const problem = /^client\/pages\/checkins\/checkins\.vue: TS2322: Type 'number' is not assignable to type 'string'/
    expect(found).toContainEqual(expect.stringMatching(problem))
  })

  it('nothing else of the product is found', () => {
    expect(found.filter((problem) => !problem.includes('.test.ts'))).toHaveLength(2)
  })
})
