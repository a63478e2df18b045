/**
 * `npm run bench:server`: our production server beside raw node:http doing the same work and beside what people use
 * today, all started here, asked in turn, round after round. Rates of one machine say little; ratios of one run say
 * more.
 *
 * Options: names of suites (default: all), `--rounds 5`, `--seconds 3`, `--chart` to draw the
 * README's picture of `check`.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { chart } from './chart.ts'
import { startPeer } from './candidate.ts'
import { report } from './report.ts'
import { isBusy } from './rounds.ts'
import { startDriver } from './running.ts'
import { batchSuite } from './suites/batch.ts'
import { checkSuite } from './suites/check.ts'
import { connectionsSuite } from './suites/connections.ts'
import { memorySuite } from './suites/memory.ts'
import { postgresSuite } from './suites/postgres.ts'
import { rowsSuite } from './suites/rows.ts'
import { signInSuite } from './suites/signIn.ts'
import { startSuite } from './suites/start.ts'
import type { Findings, Suite } from './suites/suite.ts'

const suites: Readonly<Record<string, Suite>> = {
  check: checkSuite,
  batch: batchSuite,
  'sign-in': signInSuite,
  connections: connectionsSuite,
  rows: rowsSuite,
  start: startSuite,
  memory: memorySuite,
  postgres: postgresSuite,
}

const repository = fileURLToPath(new URL('../../../..', import.meta.url))
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    chart: { type: 'boolean', default: false },
  },
})
const names = positionals.length > 0 ? positionals : Object.keys(suites)
const unknown = names.filter((name) => !(name in suites))
if (unknown.length > 0)
  throw new Error(`No suite is called ${unknown.join(', ')}; there are ${Object.keys(suites).join(', ')}`)

const say = (line: string): void => void process.stderr.write(`${line}\n`)
installPeers()
say('building the server')
execFileSync(
  process.execPath,
  ['node_modules/vite/bin/vite.js', 'build', '--ssr', 'server/main.ts', '--outDir', 'dist/server'],
  {
    cwd: repository,
    stdio: ['ignore', 'ignore', 'inherit'],
  },
)

const folder = mkdtempSync(join(tmpdir(), 'uni-trpc-bench-'))
const upstream = await startPeer('upstream')
const driver = await startDriver()
const found: Record<string, Findings> = {}
try {
  for (const name of names) {
    say(`\n${name}`)
    const options = {
      folder,
      upstream: upstream.origin,
      driver,
      rounds: Number(values.rounds),
      seconds: Number(values.seconds),
      say,
    }
    const findings = await suites[name]?.(options)
    if (!findings) continue
    found[name] = findings
    process.stdout.write(report(findings))
  }
} finally {
  await driver.stop()
  await upstream.running.stop()
  rmSync(folder, { recursive: true, force: true })
}
const out = join(repository, 'dist/bench')
mkdirSync(out, { recursive: true })
const when = new Date().toISOString()
writeFileSync(join(out, 'server.json'), JSON.stringify({ node: process.version, when, found }, null, 2))
if (values.chart && found['check']) {
  const machine = isBusy(found['check'].busiest) ? ', on a busy machine' : ''
  const caption = `${process.version}, ${when.slice(0, 10)}${machine}, medians of ${values.rounds} rounds: npm run bench:server -- check --chart`
  writeFileSync(join(repository, 'docs/pictures/speed.svg'), chart(found['check'], caption))
}
say(`\nAll figures: dist/bench/server.json`)
process.exit(0)

/** They are no dependency of the product, so they come when the bench runs first. */
function installPeers(): void {
  const home = join(repository, 'server/packages/server/bench/peers')
  if (existsSync(join(home, 'node_modules'))) return
  say('installing the peers')
  const npm = process.env['npm_execpath']
  if (!npm) throw new Error('Run it by npm: npm run bench:server')
  execFileSync(process.execPath, [npm, 'ci', '--no-audit', '--no-fund'], { cwd: home, stdio: 'inherit' })
}
