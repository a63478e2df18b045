/**
 * The API as one bundle: its own files, and packages that are TypeScript, together, so that Node reads a few files at a
 * start and compiles none.
 */
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { BuildOptions, Plugin } from 'esbuild'

/** By this esbuild tells the plugin's own question from that of a file. */
const asked = Symbol('asked')
/** What npm carries is JavaScript and stays where it is, but for the packages `taken`. */
const othersStay = (taken?: RegExp): Plugin => ({
  name: 'others-stay',
  setup(build) {
    build.onResolve({ filter: /^[^./]/ }, async ({ path, kind, importer, resolveDir, pluginData }) => {
      if (kind === 'entry-point' || pluginData === asked || taken?.test(path)) return null
      if (!path.startsWith('uni-trpc-')) return { path, external: true }
      const found = await build.resolve(path, { kind, importer, resolveDir, pluginData: asked })
      if (found.errors.length > 0) return { errors: found.errors }
      return found.path.endsWith('.ts') ? { path: found.path } : { path, external: true }
    })
  },
})

/** The file of a command of the server's: TypeScript in this repository, JavaScript as npm has it. */
export function commandFile(name: string): string {
  const home = dirname(createRequire(import.meta.url).resolve('uni-trpc-server/bin.js'))
  const source = join(home, 'commands', `${name}.ts`)
  return existsSync(source) ? source : join(home, 'dist/commands', `${name}.js`)
}

/** By this name CommonJS that is taken asks for what Node brings. */
const requires =
  "import { createRequire as requireFor } from 'node:module'; const require = requireFor(import.meta.url);"

/**
 * Each entry becomes a script of its name in `outdir`.
 *
 * @param taken packages that are in it, too: it starts in half of the time, and takes three times as long to make
 */
export function serverBundle(entryPoints: string[], outdir: string, taken?: RegExp) {
  return {
    entryPoints,
    entryNames: '[name]',
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    ...(taken && { banner: { js: requires } }),
    plugins: [othersStay(taken)],
  } satisfies BuildOptions
}
