/**
 * Makes of a package's sources what npm carries: one ES module and its declarations for each file, under dist/, and a
 * manifest that names them.
 */
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import ts from 'typescript'
import { z } from 'zod'
import { repository } from '../repository.ts'

export interface Recipe {
  /** The package's folder, from the repository's root. */
  readonly folder: string
  /** What runs in a mini program knows its globals and no others, and what runs anywhere neither its nor Node's. @default `node` */
  readonly runsIn?: Where
  /** Types that are there without an import, as the compiler's `types` names them, and files from the repository's root. */
  readonly ambient?: readonly string[]
  /** Which exports stay in this repository. */
  readonly unpublished?: readonly string[]
  /** Beside what the manifest exports, from the package's folder. */
  readonly entries?: readonly string[]
  /** What is copied as it is, from the package's folder. */
  readonly assets?: readonly string[]
}

const manifestSchema = z.looseObject({
  name: z.string(),
  exports: z.record(z.string(), z.string()),
  bin: z.record(z.string(), z.string()).optional(),
  devDependencies: z.unknown().optional(),
  private: z.literal(true),
})

const common: ts.CompilerOptions = {
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  verbatimModuleSyntax: true,
  rewriteRelativeImportExtensions: true,
  skipLibCheck: true,
  declaration: true,
}
type Where = 'phone' | 'anywhere' | 'node'

const targets: Record<Where, ts.CompilerOptions> = {
  // What WeChat's oldest supported engines read; builds lower it further where they must.
  phone: { ...common, target: ts.ScriptTarget.ES2018, lib: ['lib.es2020.d.ts'], types: [] },
  anywhere: { ...common, target: ts.ScriptTarget.ES2018, lib: ['lib.es2022.d.ts'], types: [] },
  node: { ...common, target: ts.ScriptTarget.ES2022, lib: ['lib.es2023.d.ts'], types: ['node'] },
}

/** Writes the package to `outDir` anew and returns what the compiler has to say against it: nothing, if all is well. */
export function buildPackage(
  { folder, runsIn = 'node', ambient = [], unpublished = [], entries = [], assets = [] }: Recipe,
  outDir: string,
): string {
  const source = join(repository, folder)
  // Private, for what npm would pack of the sources is no package.
  const {
    devDependencies: _tools,
    private: _sources,
    ...manifest
  } = manifestSchema.parse(JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')))
  const published = Object.fromEntries(Object.entries(manifest.exports).filter(([name]) => !unpublished.includes(name)))
  const modules = [...Object.values(published).filter((path) => path.endsWith('.ts')), ...entries]
  rmSync(outDir, { recursive: true, force: true })
  const files = modules.map((path) => join(source, path))
  // A plugin for a build runs in Node, whatever it builds for.
  const ofNode = files.filter((path) => runsIn === 'node' || path.endsWith('/vite.ts'))
  const declared = ambient.filter((name) => name.endsWith('.d.ts')).map((path) => join(repository, path))
  const types = ambient.filter((name) => !name.endsWith('.d.ts'))
  const placed = { rootDir: source, outDir: join(outDir, 'dist') }
  const target = targets[runsIn]
  const problems = [
    ...compile([...files.filter((path) => !ofNode.includes(path)), ...declared], {
      ...target,
      ...placed,
      types: [...(target.types ?? []), ...types],
    }),
    ...compile(ofNode, { ...targets.node, ...placed }),
  ]
  const bins = Object.values(manifest.bin ?? {}).map((path) => path.slice(2))
  for (const name of bins) copyInto(join(source, name), join(outDir, name))
  for (const asset of assets) copyInto(join(source, asset), join(outDir, 'dist', asset))
  for (const name of ['README.md', 'README.zh-CN.md'])
    if (existsSync(join(source, name))) copyInto(join(source, name), join(outDir, name))
  copyFileSync(join(repository, 'LICENSE'), join(outDir, 'LICENSE'))
  writeFileSync(
    join(outDir, 'package.json'),
    `${JSON.stringify({ ...manifest, ...entriesOf(published), files: ['dist', ...bins] }, null, 2)}\n`,
  )
  return describeProblems(problems)
}

function copyInto(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true })
  cpSync(from, to, { recursive: true })
}

/** Where an export lies once the package is made. */
function entryOf(path: string): ReturnType<typeof compiledAt> | string {
  return path.endsWith('.ts') ? compiledAt(path) : path
}

/** What the manifest says of its modules, once they are compiled. */
function entriesOf(exported: Readonly<Record<string, string>>) {
  const compiled = Object.entries(exported).map(([name, path]) => [name, entryOf(path)] as const)
  const named = Object.entries(exported).filter(([name, path]) => name !== '.' && path.endsWith('.ts'))
  return {
    exports: Object.fromEntries(compiled),
    ...(exported['.'] && { main: compiledAt(exported['.']).default, types: compiledAt(exported['.']).types }),
    // For programs whose TypeScript knows no `exports`, as uni-app's template has it.
    typesVersions: { '*': Object.fromEntries(named.map(([name, path]) => [name.slice(2), [compiledAt(path).types]])) },
  }
}

function compiledAt(path: string): { types: string; default: string } {
  const name = `./dist/${relative('.', path).replaceAll('\\', '/').replace(/\.ts$/, '')}`
  return { types: `${name}.d.ts`, default: `${name}.js` }
}

function compile(files: readonly string[], options: ts.CompilerOptions): ts.Diagnostic[] {
  if (files.every((name) => name.endsWith('.d.ts'))) return []
  const program = ts.createProgram(files, options)
  const write: ts.WriteFileCallback = (name, text) => {
    // The compiler renames what modules import from each other, though not what declarations do.
    ts.sys.writeFile(
      name,
      name.endsWith('.d.ts') ? text.replace(/((?:\bfrom |\bimport\()'\.{1,2}\/[^']+)\.ts'/g, "$1.js'") : text,
    )
  }
  const { rootDir = '' } = options
  const own = [...ts.getPreEmitDiagnostics(program), ...program.emit(undefined, write).diagnostics]
  return own.filter(({ file }) => file === undefined || !relative(rootDir, file.fileName).startsWith('..'))
}

export function describeProblems(problems: readonly ts.Diagnostic[]): string {
  return ts.formatDiagnostics(problems, {
    getCanonicalFileName: (name) => name,
    getCurrentDirectory: () => repository,
    getNewLine: () => '\n',
  })
}
