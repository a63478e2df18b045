/** `npm run bench:weight`: prints what each of the link's exports weighs in a mini program. */
import process from 'node:process'
import { weighAll } from './weigh.ts'

const columns = (cells: (string | number)[]) =>
  cells.map((cell, index) => (index ? String(cell).padStart(10) : String(cell).padEnd(54))).join('')

const rows = await weighAll()
const lines = [
  columns(['bytes, ES2015 as for a phone', 'minified', 'gzipped', 'added', 'budget']),
  ...rows.map(({ name, minified, gzipped, added, budget }) => columns([name, minified, gzipped, added, budget ?? '–'])),
]
process.stdout.write(`${lines.join('\n')}\n`)
