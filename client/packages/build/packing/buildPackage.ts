/**
 * Makes of a package's sources what npm carries: one ES module and its declarations for each file, under dist/, and a
 * manifest that names them.
 */
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { z } from 'zod'
import { repository } from '../repository.ts'
import { compilePackage } from './compilePackage.ts'

export interface Recipe {
  /** The package's folder, from the repository's root. */
  readonly folder: string
  /**
   * What runs in a mini program knows its globals and no others, and what runs anywhere neither its nor Node's.
   * @default `node`
   */
  readonly runsIn?: Where
  /**
   * Types that are there without an import, as the compiler's `types` names them, and files from the repository's root.
   */
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

type Where = 'phone' | 'anywhere' | 'node'

/** As the compiler's command line takes them; it knows no types that nobody names. */
const targets: Readonly<Record<Where, readonly string[]>> = {
  // What WeChat's oldest supported engines read; builds lower it further where they must.
  phone: ['--target', 'es2018', '--lib', 'es2020'],
  anywhere: ['--target', 'es2018', '--lib', 'es2022'],
  // Of 2024, Node 20 has the strings' part alone.
  node: ['--target', 'es2022', '--lib', 'es2023,es2024.string', '--types', 'node'],
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
  const modules = [...Object.values(published).filter(isModule), ...entries]
  rmSync(outDir, { recursive: true, force: true })
  const files = modules.map((path) => join(source, path))
  // A plugin for a build runs in Node, whatever it builds for.
  const ofNode = files.filter((path) => runsIn === 'node' || path.endsWith('/vite.ts'))
  const declared = ambient.filter((name) => name.endsWith('.d.ts')).map((path) => join(repository, path))
  const types = ambient.filter((name) => !name.endsWith('.d.ts'))
  const placed = { folder, outDir: join(outDir, 'dist') }
  const problems = [
    ...compilePackage([...files.filter((path) => !ofNode.includes(path)), ...declared], {
      ...placed,
      options: [...targets[runsIn], ...(types.length > 0 ? ['--types', types.join(',')] : [])],
    }),
    ...compilePackage(ofNode, { ...placed, options: targets.node }),
  ]
  const bins = Object.values(manifest.bin ?? {}).map((path) => path.slice(2))
  for (const name of bins) copyInto(join(source, name), join(outDir, name))
  for (const asset of assets) copyInto(join(source, asset), join(outDir, 'dist', asset))
  for (const name of ['README.md', 'README.zh-CN.md'])
    if (existsSync(join(source, name))) copyInto(join(source, name), join(outDir, name))
  copyFileSync(join(repository, 'LICENSE'), join(outDir, 'LICENSE'))
  writeFileSync(
    join(outDir, 'package.json'),
    `${JSON.stringify({ ...manifest, ...entriesOf(published, assets), files: ['dist', ...bins] }, null, 2)}\n`,
  )
  return problems.join('\n')
}

function copyInto(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true })
  cpSync(from, to, { recursive: true })
}

/** Declarations that are written by hand are copied, as styles are. */
function isModule(path: string): boolean {
  return path.endsWith('.ts') && !path.endsWith('.d.ts')
}

/** Where an export lies once the package is made. */
function entryOf(path: string, assets: readonly string[]): ReturnType<typeof compiledAt> | string {
  if (isModule(path)) return compiledAt(path)
  return assets.some((asset) => path.startsWith(`./${asset}`)) ? path.replace('./', './dist/') : path
}

/** What the manifest says of its modules, once they are compiled. */
function entriesOf(exported: Readonly<Record<string, string>>, assets: readonly string[]) {
  const compiled = Object.entries(exported).map(([name, path]) => [name, entryOf(path, assets)] as const)
  const named = Object.entries(exported).filter(([name, path]) => name !== '.' && isModule(path))
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
