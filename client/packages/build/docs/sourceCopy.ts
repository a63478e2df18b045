/** A copy of the sources that a test may change, with the compilers of `npm run check` to judge it. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { linkPackages } from '../packing/workspace.ts'
import { repository } from '../repository.ts'
import { compileCopy } from './compilers.ts'

const packages = resolve(repository, 'node_modules')

export interface SourceCopy {
  /** Absolute. */
  readonly folder: string
  /** Creates the file or changes what it holds; the path is from the repository's root. */
  change(path: string, edit: (text: string) => string): void
  /** What `tsc -b server` and `vue-tsc -p client` find, as `file: code message`. */
  problems(): Promise<string[]>
  remove(): void
}

/** The tests of a copy run with it: a copy stands in node_modules, whose files vitest leaves to Node. */
export const vitestConfig = `const inline = [/source-copy-[^/]+\\/(server|shared)\\//]
export default { test: { server: { deps: { inline } } } }
`

/** Inside node_modules, so that the copy finds the same packages. */
export function copySources(): SourceCopy {
  mkdirSync(resolve(packages, '.cache'), { recursive: true })
  const folder = mkdtempSync(resolve(packages, '.cache/source-copy-'))
  for (const name of ['tsconfig.json', 'shared', 'server', 'client']) {
    cpSync(resolve(repository, name), join(folder, name), {
      recursive: true,
      filter: (path) => isKept(relative(repository, path)),
    })
  }
  linkPackages(folder)
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  return {
    folder,
    change(path, edit) {
      const file = join(folder, path)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, edit(textOf(file)))
    },
    problems: async () => (await compileCopy(folder)).map(({ file, says }) => `${file}: ${says}`),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** What runs on a server or a phone, and the team's own tests of the server with what they stand on. */
function isKept(path: string): boolean {
  const ofTools = /[\\/](fixtures?|packages[\\/](build|create|simulator)|server[\\/]bench)$/
  const ofOtherTests = /^(client|shared|server[\\/]packages)[\\/].*\.test\.ts$|^client[\\/].*[\\/]testing(\.ts)?$/
  return !ofTools.test(path) && !ofOtherTests.test(path)
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
    throw error
  }
}
