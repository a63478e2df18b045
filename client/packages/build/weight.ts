/**
 * `npm run bench:weight`: prints what the whole mini program weighs, by where it comes from, and what each of the
 * link's exports adds to any. `-- --record` keeps the first, to tell later what has grown.
 */
import { writeFileSync } from 'node:fs'
import process from 'node:process'
import { builtPackage, originsOf } from './builtPackage.ts'
import { growth, programBudget, recordedWeights, recordFile, totalOf, weighProgram } from './programWeight.ts'
import { weighAll } from './weigh.ts'
import { weighPeers } from './weighPeers.ts'

const columns = (cells: (string | number)[]) =>
  cells.map((cell, index) => (index ? String(cell).padStart(10) : String(cell).padEnd(54))).join('')
const print = (lines: readonly string[]) => void process.stdout.write(`${lines.join('\n')}\n\n`)

const packageDir = await builtPackage('mp-weixin')
const weights = weighProgram(packageDir, await originsOf(packageDir))
print([
  columns(['bytes of the mini program, gzipped', '']),
  ...Object.entries(weights)
    .sort(([, one], [, other]) => other - one)
    .map(columns),
  columns([`in all, of ${programBudget}`, totalOf(weights)]),
])
print(['grown since the record:', ...growth(weights, recordedWeights())])
if (process.argv.includes('--record')) writeFileSync(recordFile, `${JSON.stringify(weights, null, 2)}\n`)

const rows = [...(await weighAll()), ...(await weighPeers())]
print([
  columns(['bytes, built as for a phone', 'minified', 'gzipped', 'added', 'budget']),
  ...rows.map(({ name, minified, gzipped, added, budget }) => columns([name, minified, gzipped, added, budget ?? '–'])),
])
