/** `npm run measures`: how large the house is, whose its files are, and whether its imports go one way. */
import process from 'node:process'
import { repository } from '../repository.ts'
import { circlesOf } from './circles.ts'
import { factsOf, type FileFacts } from './facts.ts'
import { productFiles, teamFiles } from './files.ts'

const facts = productFiles(repository).map((path) => factsOf(repository, path))
const yours = teamFiles()

const rows: readonly (readonly [string, string | number])[] = [
  ['files of a team: a new project’s own', yours.length],
  ['lines in them', sum(yours.map(({ lines }) => lines))],
  ['files of the product, without tests', facts.length],
  ['lines in them', sum(facts.map(({ lines }) => lines))],
  ['lines of a file: median', median(facts.map(({ lines }) => lines))],
  ['lines of a file: the longest', Math.max(...facts.map(({ lines }) => lines))],
  ['functions over 40 lines', sum(facts.map(({ longFunctions }) => longFunctions.length))],
  ['lines over 120 columns', sum(facts.map(({ wideLines }) => wideLines))],
  ['circles of imports', circlesOf(facts).length],
  ['folders within folders, the deepest package', Math.max(...facts.map(floorsOf))],
]

for (const [name, value] of rows) process.stdout.write(`${String(value).padStart(7)}  ${name}\n`)
for (const { path, longFunctions } of facts) {
  for (const { name, lines } of longFunctions)
    process.stdout.write(`${String(lines).padStart(7)}  lines: ${name} in ${path}\n`)
}
for (const circle of circlesOf(facts)) process.stdout.write(`circle: ${circle.join(' → ')}\n`)

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0
}

function floorsOf({ path }: FileFacts): number {
  const [, inside = path] = /(?:packages\/[^/]+|protocol)\/(.*)/.exec(path) ?? []
  return inside.split('/').length
}
