/**
 * `npm run prove:table`: runs every test whose title names a line of requirements.ts, and writes docs/reliability.md:
 * the line in plain words, the tests that hold it, and how they went. Reports of runs there were may be given instead:
 * `npm run prove:table -- unit.json system.json`, as `vitest run --reporter=json --outputFile=unit.json` writes them.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { resultsOf, type Results } from './results.ts'
import { reliabilityPage } from './reliabilityPage.ts'
import { titledTests } from './titledTests.ts'

const root = process.cwd()
const reports = process.argv.slice(2)
const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'))
const results = reports.length > 0 ? resultsOf(reports.map(read)) : runAll()
writeFileSync(join(root, 'docs/reliability.md'), reliabilityPage(titledTests(root), results))
const counts = [...results.values()]
const failed = counts.filter((count) => count.failed > 0).length
process.stdout.write(
  `docs/reliability.md: ${counts.length} lines with tests that ran, ${failed} with one that failed\n`,
)
process.exitCode = failed === 0 ? 0 : 1

function runAll(): Results {
  const folder = mkdtempSync(join(tmpdir(), 'uni-trpc-table-'))
  const report = join(folder, 'report.json')
  const vitest = [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '-t',
    '\\b[A-I]\\d+(, [^:]*)?: ',
    '--reporter=default',
    '--reporter=json',
  ]
  try {
    spawnSync(process.execPath, [...vitest, `--outputFile.json=${report}`], { stdio: 'inherit' })
    return resultsOf([read(report)])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
