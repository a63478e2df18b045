/**
 * `npm run prove:fuzz -- --cases 200000 --seed 1 --kind calls`: odd calls, bytes, sockets and answers of WeChat's, so
 * many, at a server of its own; without `--kind` all of them side by side. The same seed makes the same cases. Ends
 * with 1 when something was found, or when the server's memory or handles grew.
 */
import { parseArgs } from 'node:util'
import { middleOf } from './fuzz/memory.ts'
import { kindNames, runFuzz, type FuzzSummary } from './fuzz/runFuzz.ts'

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '200000' },
    seed: { type: 'string', default: String(Date.now() % 1e9) },
    kind: { type: 'string', default: '' },
  },
})
const [cases, seed] = [Number(values.cases), Number(values.seed)]
const kinds = kindNames.filter((name) => name.startsWith(values.kind))
const say = (line: string) => void process.stdout.write(`${line}\n`)
const mib = (bytes = 0) => `${(bytes / 2 ** 20).toFixed(1)} MiB`
const began = performance.now()
const roundsPerLine = 8
let rounds = 0

function told({ cases: done, findings, samples }: FuzzSummary): string {
  const last = samples.at(-1)
  const seconds = (performance.now() - began) / 1000
  return [
    `${done} cases`,
    `${findings.length} findings`,
    `heap ${mib(last?.heap)}`,
    `resident ${mib(last?.rss)}`,
    `${last?.handles} handles`,
    `longest turn ${last?.longestTurnMs.toFixed(0)} ms`,
    `${seconds.toFixed(0)} s`,
    `${(done / seconds).toFixed(0)} a second`,
  ].join(', ')
}

say(`seed ${seed}, ${cases} cases`)
const summary = await runFuzz({
  cases,
  seed,
  kinds,
  onProgress: (now) => {
    if (rounds++ % roundsPerLine === 0) say(told(now))
  },
  onFinding: say,
})
const { byKind, samples } = summary
const part = Math.floor(samples.length / 5)
const [early, late] = [samples.slice(part, 2 * part), samples.slice(-part)]
say(
  Object.entries(byKind)
    .map(([name, count]) => `${name}: ${count}`)
    .join(', '),
)
for (const what of ['heap', 'rss'] as const)
  say(`${what} in the second fifth and in the last: ${mib(middleOf(early, what))} -> ${mib(middleOf(late, what))}`)
say(`seed ${seed}: ${told(summary)}`)
process.exitCode = summary.findings.length === 0 ? 0 : 1
