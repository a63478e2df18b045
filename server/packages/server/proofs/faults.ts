/**
 * `npm run prove:faults -- --beat 2000 --only clocks`: everything that can go wrong around the built server, one scene
 * after the other, while people use it; afterwards all that was acknowledged is looked for. A scene that this machine
 * has not the programs for is told as not run. Ends with 1 when anything is lost.
 */
import { join } from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { runScene } from './faults/runScene.ts'
import { scenes } from './faults/scenes.ts'
import type { History } from './history/runHistory.ts'
import { told } from './history/told.ts'

const { values } = parseArgs({
  options: { beat: { type: 'string', default: '2000' }, only: { type: 'string', default: '' } },
})
const say = (line: string) => void process.stdout.write(`${line}\n`)
const entry = join(process.cwd(), 'dist/server/main.js')
const lines: string[] = []
for (const scene of scenes.filter(({ name }) => name.includes(values.only))) {
  say(`${scene.name}:`)
  const history = await runScene(scene, {
    entry,
    beatMs: Number(values.beat),
    onProgress: (line) => say(`  ${line}`),
  }).catch((error: unknown) => ({ error }))
  lines.push(`${scene.name}: ${summaryOf(history)}`)
  say(`  ${summaryOf(history)}`)
}
for (const line of lines) say(line)

function summaryOf(history: History | string | { readonly error: unknown }): string {
  if (typeof history === 'string') return `not run: ${history}`
  if ('error' in history) {
    process.exitCode = 1
    return `broke off: ${String(history.error)}`
  }
  if (history.problems.length > 0) process.exitCode = 1
  return [told(history), ...history.problems].join('\n  ')
}
