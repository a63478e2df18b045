import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { reliabilityPage } from './reliabilityPage.ts'
import { requirements, topics } from './requirements.ts'
import { resultsOf } from './results.ts'
import { idsOf, titledTests } from './titledTests.ts'

const root = join(import.meta.dirname, '../../../..')
const tests = titledTests(root)
const known = new Set(requirements.map(({ id }) => id))

describe('the lines of what must hold', () => {
  it('each has a test whose title names it, or says why not', () => {
    const proven = new Set(tests.flatMap(({ ids }) => ids))
    expect(requirements.filter(({ id, instead }) => !proven.has(id) && !instead).map(({ id }) => id)).toEqual([])
  })

  it('are numbered through, under the letters of the topics', () => {
    expect(requirements.map(({ id }) => Number(id.slice(1)))).toEqual(requirements.map((_line, index) => index + 1))
    expect(new Set(requirements.map(({ id }) => id.charAt(0)))).toEqual(new Set(Object.keys(topics)))
  })

  it('are all that a title may name', () => {
    expect(tests.filter(({ ids }) => !ids.every((id) => known.has(id)))).toEqual([])
  })

  it('stand on the page, and the page names no file that there is not', () => {
    const page = readFileSync(join(root, 'docs/reliability.md'), 'utf8')
    for (const { id, words } of requirements) expect(page).toContain(`| ${id} | ${words} |`)
    const files = [...page.matchAll(/`((?:server|client|shared)\/[^`]+\.ts)`/g)].map(([, file = '']) => file)
    expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([])
  })
})

describe('the page', () => {
  /** In two parts, or it would be found as a test of that line. */
  const titled = (ids: string, words: string) => `${ids}: ${words}`
  const report = (status: string, title: string, ancestorTitles: string[] = []) => ({
    testResults: [{ name: 'a.test.ts', assertionResults: [{ ancestorTitles, title, status }] }],
  })

  it('tells how the tests of a line went, those in a group that names it, too', () => {
    const reports = [
      report('passed', titled('A1', 'one')),
      report('failed', 'two', [titled('D40, A1', 'group')]),
      report('skipped', titled('A2', 'three')),
      report('passed', 'four'),
    ]
    const results = resultsOf(reports)
    expect([...results]).toEqual([
      ['A1', { passed: 1, failed: 1 }],
      ['D40', { passed: 0, failed: 1 }],
    ])
    const page = reliabilityPage([{ file: 'a.test.ts', title: titled('A1', 'one | two'), ids: ['A1'] }], results)
    expect(page).toMatch(/\| A1 \| .* \| `a\.test\.ts`: one \\\| two \| \*\*1 failed\*\*, 1 passed \|/)
  })

  it('tells of one test what its last run said, where reports of several are given', () => {
    const [failed, passed, skipped] = ['failed', 'passed', 'skipped'].map((status) =>
      report(status, titled('A1', 'one')),
    )
    expect([...resultsOf([failed, passed, skipped])]).toEqual([['A1', { passed: 1, failed: 0 }]])
  })

  it('finds the numbers where a title begins with them', () => {
    const found = [
      titled('A1', 'a'),
      titled('D41, D43', 'b'),
      titled('E49, WxJava #1222, #1554', 'c'),
      'a: B2',
      'A1 b',
      titled('J1', 'c'),
    ].map(idsOf)
    expect(found).toEqual([['A1'], ['D41', 'D43'], ['E49'], [], [], []])
  })
})
