/** A copy of the sources that a test may change, with the compilers of `npm run check` to judge it. */
import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import process from 'node:process'
import { repository } from '../repository.ts'

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

/** Inside node_modules, so that the copy finds the same packages. */
export function copySources(): SourceCopy {
  mkdirSync(resolve(packages, '.cache'), { recursive: true })
  const folder = mkdtempSync(resolve(packages, '.cache/source-copy-'))
  for (const name of ['tsconfig.json', 'shared', 'server', 'client']) {
    cpSync(resolve(repository, name), join(folder, name), { recursive: true, filter: isProduct })
  }
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  return {
    folder,
    change(path, edit) {
      const file = join(folder, path)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, edit(textOf(file)))
    },
    async problems() {
      const server = await compile(folder, ['typescript/bin/tsc', '-b', 'server'])
      return [...server, ...(await compile(folder, ['vue-tsc/bin/vue-tsc.js', '--noEmit', '-p', 'client']))]
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** What runs on a server or a phone; tests and commands have compilers of their own. */
function isProduct(path: string): boolean {
  return !/\.test\.ts$|[\\/](testing|fixtures?|client[\\/](build|simulator)|server[\\/](bench|commands))$/.test(path)
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
    throw error
  }
}

/** A compiler which fails without printing an error is a fault. */
function compile(cwd: string, [compiler = '', ...args]: string[]): Promise<string[]> {
  return new Promise((done, failed) => {
    execFile(process.execPath, [resolve(packages, compiler), ...args], { cwd }, (error, output) => {
      const found = [...output.matchAll(/^(\S+?)\(\d+,\d+\): error (TS\d+: .*)$/gm)].map(
        ([, file = '', message = '']) => `${file.replaceAll('\\', '/')}: ${message}`,
      )
      if (error && found.length === 0) failed(new Error(`${compiler}: ${output}`, { cause: error }))
      else done(found)
    })
  })
}
