/**
 * `npm run prove:fuzz -- --cases 200000 --seed 1`: odd calls, bytes, sockets and answers of WeChat's, so many, at a
 * server of its own in this process. The same seed makes the same cases. Ends with 1 when something was found.
 */
import { parseArgs } from 'node:util'
import { runFuzz, type FuzzSummary } from './fuzz/runFuzz.ts'

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '200000' },
    seed: { type: 'string', default: String(Date.now() % 1e9) },
  },
})
const [cases, seed] = [Number(values.cases), Number(values.seed)]
const say = (line: string) => void process.stdout.write(`${line}\n`)
const mib = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MiB`
const began = performance.now()

const told = ({ cases: done, findings, longestTurnMs, heapBefore, heapAfter }: FuzzSummary) =>
  `${done} cases, ${findings.length} findings, longest turn ${longestTurnMs.toFixed(0)} ms, heap ${mib(heapBefore)} -> ${mib(heapAfter)}, ${((performance.now() - began) / 1000).toFixed(0)} s`

say(`seed ${seed}, ${cases} cases`)
const summary = await runFuzz({ cases, seed, onProgress: (now) => say(told(now)), onFinding: say })
say(
  Object.entries(summary.byKind)
    .map(([name, count]) => `${name}: ${count}`)
    .join(', '),
)
say(`seed ${seed}: ${told(summary)}`)
process.exitCode = summary.findings.length === 0 ? 0 : 1
