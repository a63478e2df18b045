/**
 * A package's modules and their declarations, by the compiler of `npm run check`: in a quarter of the time of the other
 * one.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { repository } from '../repository.ts'

export interface Compiling {
  /** The package's folder, from the repository's root. */
  readonly folder: string
  readonly outDir: string
  /** What this package's compiler is told beside what all of them are. */
  readonly options: readonly string[]
}

const compiler = join(repository, 'node_modules/typescript-7/bin/tsc')
const common = [
  ...['--ignoreConfig', '--singleThreaded', '--pretty', 'false'],
  ...['--module', 'esnext', '--moduleResolution', 'bundler'],
  ...['--strict', '--noUncheckedIndexedAccess', '--exactOptionalPropertyTypes', '--verbatimModuleSyntax'],
  ...['--rewriteRelativeImportExtensions', '--skipLibCheck', '--declaration'],
]

/** Writes them into `outDir` and answers what is wrong with them, a sentence each. @throws when there is no compiler */
export function compilePackage(files: readonly string[], { folder, outDir, options }: Compiling): string[] {
  if (files.every((name) => name.endsWith('.d.ts'))) return []
  const args = [compiler, ...common, '--rootDir', folder, '--outDir', outDir, ...options, ...files]
  const { stdout, stderr, error } = spawnSync(process.execPath, args, { cwd: repository, encoding: 'utf8' })
  if (error ?? stderr) throw new Error(`the compiler did not run: ${stderr}`, { cause: error })
  nameModules(outDir)
  const sentences = stdout.split(/\n(?! )/).filter((sentence) => sentence.trim() !== '')
  // What is wrong with a package that this one stands on, its own compiling tells.
  return sentences.filter((sentence) => !/^\S+\(\d+,\d+\)/.test(sentence) || sentence.startsWith(`${folder}/`))
}

/** The compiler renames what modules import from each other, though not what declarations do. */
function nameModules(outDir: string): void {
  if (!existsSync(outDir)) return
  for (const name of readdirSync(outDir, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.d.ts')) continue
    const file = join(outDir, name)
    const text = readFileSync(file, 'utf8')
    writeFileSync(file, text.replace(/((?:\bfrom |\bimport\()['"]\.{1,2}\/[^'"]+)\.ts(['"])/g, '$1.js$2'))
  }
}
