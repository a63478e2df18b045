/** Writes the template, which is this repository's own app, into a new folder. */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { applyChange, type Change, ProjectError } from './change.ts'
import { changesOf } from './features.ts'
import { manifestOf } from './manifest.ts'
import { readmeOf } from './readme.ts'
import type { Wish } from './wish.ts'

export { ProjectError } from './change.ts'
export type { Wish } from './wish.ts'

/** Beside the compiled package lies a copy of the template; in the repository the template is the repository. */
const here = fileURLToPath(new URL('.', import.meta.url))
const packed = join(here, 'template')
export const templateDir = existsSync(packed) ? packed : resolve(here, '../../..')

/** What a project begins with; npm leaves out files of these names, so a package carries them without their dots. */
const dotFiles = ['.gitignore', '.dockerignore', '.env.example']
export const templateFiles = [
  ...['client', 'server', 'shared', 'tsconfig.json', 'vite.config.ts', 'package.json', 'Dockerfile', 'compose.yaml'],
  ...dotFiles,
]
/** Packages, and the proofs of this repository. */
const notTheirs = /(^|[\\/])(packages|protocol|node_modules|dist)([\\/]|$)|\.e2e\.test\.ts$|tsconfig\.tools\.json$/

export function isOfTemplate(path: string): boolean {
  return !notTheirs.test(path)
}

/** Answers the paths of what was written. @throws {ProjectError} */
export function createProject(wish: Wish, template = templateDir): { readonly files: readonly string[] } {
  const folder = resolve(wish.folder)
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new ProjectError(`${wish.folder} is not empty / 目录不为空`)
  mkdirSync(folder, { recursive: true })
  for (const name of templateFiles) copy(join(template, name), join(folder, name))
  for (const change of [...changesOf(wish.without), ...namingOf(wish), compiledPackages]) applyChange(change, folder)
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, unknown>
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifestOf(manifest, wish), null, 2)}\n`)
  writeFileSync(join(folder, 'README.md'), readmeOf(wish))
  // Where the builds look for it; it is no secret, but each of a team may have a test account of their own.
  if (wish.appId) writeFileSync(join(folder, '.env'), `VITE_APP_ID=${wish.appId}\n`)
  return { files: filesIn(folder).map((path) => relative(folder, path)) }
}

function copy(from: string, to: string): void {
  // As the package carries it.
  const undotted = from.replace(/([\\/])\.(?=[^\\/]+$)/, '$1_')
  const source = existsSync(from) ? from : undotted
  if (!existsSync(source)) throw new ProjectError(`The template lacks ${from} / 模板缺少文件`)
  const root = dirname(source)
  cpSync(source, to, { recursive: true, filter: (path) => isOfTemplate(relative(root, path)) })
}

/** In a project the packages are JavaScript, so nothing has to read TypeScript before they are there. */
const compiledPackages: Change = {
  path: 'vite.config.ts',
  edits: [
    ["import 'uni-trpc-build/typescript'\n", ''],
    ["from 'vite'\n", "from 'vite'\nimport { serverConfig, testConfig, uniConfig } from 'uni-trpc-build'\n"],
  ],
  cuts: [['// After what reads it', 'export default']],
}

function namingOf({ title }: Wish): Change[] {
  return [{ path: 'client/manifest.json', edits: [['"name": "uni-trpc"', `"name": ${JSON.stringify(title)}`]] }]
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? filesIn(path) : [path]
  })
}
