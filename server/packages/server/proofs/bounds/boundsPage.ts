/** Writes the page of bounds: each figure is read where the code has it. */
import { readdirSync, readFileSync } from 'node:fs'
import { maxHeaderSize } from 'node:http'
import { join, relative } from 'node:path'
import { bounds, type Bound } from './bounds.ts'

export interface Source {
  /** From the repository's root, with slashes. */
  readonly file: string
  readonly text: string
}

const head = `# What is bounded

Everything that somebody outside could make grow has an end. The figures are read from the code by \`npm run
prove:bounds\`, which writes this page; \`server/packages/server/proofs/bounds/bounds.test.ts\` fails where the two differ.
Beside them stands Node’s own for the head of a request: ${maxHeaderSize / 2 ** 10} KiB, beyond which it is a 431.
`

const folders = ['server', 'shared']
const leftOut = /node_modules|dist|testing|proofs|bench|commands|sandbox|migrations/

/** The program's own files, tests left out. */
export function sourcesOf(root: string): Source[] {
  const filesBelow = (folder: string): string[] =>
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const path = join(folder, entry.name)
      if (leftOut.test(entry.name)) return []
      if (entry.isDirectory()) return filesBelow(path)
      return /(?<!\.test)\.ts$/.test(entry.name) ? [path] : []
    })
  return folders
    .flatMap((folder) => filesBelow(join(root, folder)))
    .map((path) => ({ file: relative(root, path).replaceAll('\\', '/'), text: readFileSync(path, 'utf8') }))
}

export function boundsPage(sources: readonly Source[]): string {
  const tables = Object.entries(bounds).map(([topic, lines]) => {
    const rows = lines.map((bound) => {
      const { file, figure } = found(bound, sources)
      return `| ${bound.what} | ${figure} | \`${bound.named}\` in \`${file}\` | ${bound.beyond} |`
    })
    return [`## ${topic}`, '', '| what | at most | set by | beyond it |', '|---|---|---|---|', ...rows, ''].join('\n')
  })
  return [head, ...tables].join('\n')
}

/** @throws {Error} where the code has no such constant, or more than one */
function found({ named, within = '' }: Bound, sources: readonly Source[]): { file: string; figure: string } {
  const factors = new RegExp(`\\b${named}(?: =|:) (\\d[\\d_]*(?: \\* \\d[\\d_]*)*)\\b`, 'g')
  const all = sources
    .filter(({ file }) => file.startsWith(within))
    .flatMap(({ file, text }) => [...text.matchAll(factors)].map(([, product = '']) => ({ file, product })))
  const [first] = all
  if (!first || all.length > 1) throw new Error(`${named} is set in ${all.length} places`)
  const value = first.product.split(' * ').reduce((sum, factor) => sum * Number(factor.replaceAll('_', '')), 1)
  return { file: first.file, figure: written(named, value) }
}

function written(named: string, value: number): string {
  if (/Bytes$/.test(named)) return value % 2 ** 20 === 0 ? `${value / 2 ** 20} MiB` : `${value / 2 ** 10} KiB`
  if (!/Ms$/.test(named)) return value.toLocaleString('en-US')
  const units = [
    [86_400_000, 'days'],
    [3_600_000, 'h'],
    [60_000, 'min'],
    [1000, 's'],
  ] as const
  const [size, unit] = units.find(([size]) => value % size === 0 && value > size) ?? [1, 'ms']
  return `${value / size} ${unit}`
}
