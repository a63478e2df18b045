/**
 * `npm run bench:simulator`: how long a small program takes to open on either engine, in a process that opens its first
 * and in one that has opened others, and what memory it keeps when it is closed. Processes of both engines take turns.
 *
 * Options: `--rounds 5`.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { availableParallelism, loadavg } from 'node:os'
import path from 'node:path'
import process, { execPath, stdout } from 'node:process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Opening, Openings } from './openings.ts'

interface Spread {
  median: number
  min: number
  max: number
}

/** Milliseconds; the goals of the project. */
const GOALS = { first: 300, next: 100 }
// Less than a program holds while it is open, by far.
const KEPT_GOAL_BYTES = 64 * 1024

const repository = fileURLToPath(new URL('../../../..', import.meta.url))
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } })
const engines = ['exparser', 'glass-easel']

// The first process of all reads from the disk what the others find in memory.
for (const engine of engines) run(engine)
const found: Record<string, Openings[]> = Object.fromEntries(engines.map((engine) => [engine, []]))
for (let round = 0; round < Number(values.rounds); round += 1)
  for (const engine of engines) found[engine]?.push(run(engine))

const [load = 0] = loadavg()
const isBusy = load > availableParallelism()
const figures = Object.fromEntries(engines.map((engine) => [engine, figuresOf(found[engine] ?? [])]))
stdout.write(`${[head(), ...engines.flatMap((engine) => table(engine, figures[engine]))].join('\n')}\n`)
if (isBusy)
  stdout.write(`The machine is busy (load ${load.toFixed(1)}), so the processor's time is judged, not the clock's.\n`)
const out = path.join(repository, 'dist/bench')
mkdirSync(out, { recursive: true })
writeFileSync(
  path.join(out, 'simulator.json'),
  JSON.stringify({ node: process.version, when: new Date().toISOString(), load, figures }, null, 2),
)

function run(engine: string): Openings {
  const script = path.join(import.meta.dirname, 'openings.ts')
  const answer = execFileSync(execPath, ['--expose-gc', '--import', 'tsx', script, engine], { cwd: repository })
  return JSON.parse(answer.toString()) as Openings
}

type Figures = ReturnType<typeof figuresOf>

function figuresOf(all: Openings[]) {
  const first = all.flatMap(({ openings }) => openings.slice(0, 1))
  const next = all.flatMap(({ openings }) => openings.slice(1))
  return { first: spreads(first), next: spreads(next), keptBytes: spread(all.map(({ keptBytes }) => keptBytes)) }
}

function spreads(openings: Opening[]): { wall: Spread; cpu: Spread } {
  return { wall: spread(openings.map(({ wall }) => wall)), cpu: spread(openings.map(({ cpu }) => cpu)) }
}

function spread(numbers: number[]): Spread {
  const sorted = [...numbers].sort((one, other) => one - other)
  return { median: sorted[sorted.length >> 1] ?? NaN, min: sorted[0] ?? NaN, max: sorted.at(-1) ?? NaN }
}

function head(): string {
  return `${''.padEnd(34)}${'ms (range)'.padStart(20)}${'processor ms'.padStart(20)}`
}

function table(engine: string, figures: Figures | undefined): string[] {
  if (figures === undefined) return []
  const { first, next, keptBytes } = figures
  const line = (name: string, { wall, cpu }: { wall: Spread; cpu: Spread }, goal: number): string =>
    `${`${engine}, ${name}`.padEnd(34)}${ranged(wall).padStart(20)}${ranged(cpu).padStart(20)}  ${verdict((isBusy ? cpu : wall).median, goal)}`
  return [
    line('first of a process', first, GOALS.first),
    line('another', next, GOALS.next),
    `${`${engine}, kept after closing`.padEnd(34)}${`${ranged(keptBytes)} bytes`.padStart(40)}  ${verdict(keptBytes.median, KEPT_GOAL_BYTES)}`,
  ]
}

function ranged({ median, min, max }: Spread): string {
  return `${median.toFixed(0)} (${min.toFixed(0)}-${max.toFixed(0)})`
}

function verdict(median: number, goal: number): string {
  return median <= goal ? `within ${goal}` : `OVER ${goal}`
}
