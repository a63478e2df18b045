/** From the start of the process to its first answer, and what it holds in memory when nobody asks. */
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'
import { createInstallation, startOurs, type Installation } from '../candidate.ts'
import { spread, type Figures } from '../rounds.ts'
import { message, run, type Running } from '../running.ts'
import type { Suite } from './suite.ts'

const restMs = 2000
const nothing = spread([NaN])

export const startSuite: Suite = async ({ folder, upstream, rounds, say }) => {
  const installation = createInstallation(`file:${join(folder, 'start.db')}`, upstream)
  const starts: readonly (readonly [name: string, start: () => Promise<{ running: Running }>])[] = [
    ['uni-trpc, ready', () => startOurs(installation)],
    ['raw node:http, listening', () => startRaw(installation)],
  ]
  const took = new Map<string, { ms: number; rss: number }[]>(starts.map(([name]) => [name, []]))
  // Once unmeasured: the database is made, and files are in the system's memory.
  for (const [, start] of starts) await (await start()).running.stop()
  for (let round = 1; round <= rounds; round++) {
    for (const [name, start] of starts) {
      const began = performance.now()
      const { running } = await start()
      const ms = performance.now() - began
      await sleep(restMs)
      const { rss } = await running.cost()
      await running.stop()
      took.get(name)?.push({ ms, rss })
      say(`${name}: ${ms.toFixed(0)} ms, ${(rss / 2 ** 20).toFixed(0)} MB`)
    }
  }
  const figures: Figures[] = [...took].map(([name, all]) => {
    return {
      name,
      rate: spread(all.map(({ ms }) => 1000 / ms)),
      cpuUs: nothing,
      p50: spread(all.map(({ ms }) => ms)),
      p99: nothing,
    }
  })
  const [own, other] = [...took.values()].map((all) => spread(all.map(({ rss }) => rss / 2 ** 20)).median)
  const ratio = ((own ?? NaN) / (other ?? NaN)).toFixed(2)
  const notes = [`Idle memory: ${own?.toFixed(0)} MB, raw node:http ${other?.toFixed(0)} MB, ${ratio} of raw.`]
  return {
    title: 'Start to first answer (p50 is the start)',
    base: 'raw node:http, listening',
    figures,
    busiest: 0,
    notes,
  }
}

/** Built, as our server is: what compiles TypeScript would take longer than the start itself. */
async function startRaw(installation: Installation): Promise<{ running: Running }> {
  const script = fileURLToPath(new URL('../../../../../dist/bench/raw.js', import.meta.url))
  const source = fileURLToPath(new URL('../peers/raw.ts', import.meta.url))
  buildSync({
    entryPoints: [source],
    outfile: script,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
  })
  const running = run({ script, args: [JSON.stringify(installation)] })
  await message(running.child)
  return { running }
}
