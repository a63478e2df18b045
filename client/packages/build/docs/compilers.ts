/** The compilers of `npm run check`, for tests that change a copy of the sources. */
import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import process from 'node:process'
import { repository } from '../repository.ts'

export interface Problem {
  /** From the folder that was compiled. */
  readonly file: string
  readonly line: number
  /** Code and message, with the lines below that say where in a large type the difference lies. */
  readonly says: string
}

/**
 * What `tsc -b server` and `vue-tsc -p client` find in a copy of the sources. They keep beside it what they found, and
 * the next time compile what has changed.
 * @throws when a compiler fails without a word
 */
export async function compileCopy(folder: string, options: readonly string[] = []): Promise<Problem[]> {
  const server = await compile(folder, ['typescript-7/bin/tsc', '-b', 'server', '--singleThreaded'])
  const kept = ['--incremental', '--tsBuildInfoFile', resolve(folder, 'client.tsbuildinfo')]
  const client = await compile(folder, ['vue-tsc/bin/vue-tsc.js', '--noEmit', '-p', 'client', ...kept, ...options])
  return [...server, ...client]
}

function compile(cwd: string, [compiler = '', ...args]: string[]): Promise<Problem[]> {
  return new Promise((done, failed) => {
    execFile(process.execPath, [resolve(repository, 'node_modules', compiler), ...args], { cwd }, (error, output) => {
      const found = [...output.matchAll(/^(\S+?)\((\d+),\d+\): error (TS\d+: .*(?:\n {2}.*)*)$/gm)].map(
        ([, file = '', line = '', says = '']) => ({ file: file.replaceAll('\\', '/'), line: Number(line), says }),
      )
      if (error && found.length === 0) failed(new Error(`${compiler}: ${output}`, { cause: error }))
      else done(found)
    })
  })
}
