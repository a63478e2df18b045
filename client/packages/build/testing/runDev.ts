/** `npm run dev` on a copy of the sources, which may be changed while it runs. */
import { spawn } from 'node:child_process'
import { cpSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { freePort } from 'uni-trpc-server/testing'
import { repository } from '../repository.ts'

export interface RunningDev {
  /** Of the API. */
  readonly port: number
  /** All that was said so far. */
  screen(): string
  /** Resolves once it is said, after so many characters. @throws when it ends before */
  said(what: RegExp | string, from?: number): Promise<void>
  /** Answers the exit code. */
  stop(): Promise<number | null>
}

const copied = ['package.json', 'tsconfig.json', 'vite.config.ts', 'client', 'server', 'shared']

/** Writes the copy into `folder`, which must not be there yet; the packages of others are this repository's. */
export function copyProgram(folder: string): void {
  for (const path of copied) cpSync(join(repository, path), join(folder, path), { recursive: true })
  symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'), 'junction')
}

/** @param database the file */
export async function runDev(root: string, database: string): Promise<RunningDev> {
  const port = await freePort()
  const child = spawn(process.execPath, [join(repository, 'node_modules/uni-trpc-build/bin.js'), 'dev'], {
    cwd: root,
    env: { PATH: process.env['PATH'], PORT: String(port), DATABASE_URL: `file:${database}` },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let screen = ''
  child.stdout.on('data', (chunk) => (screen += String(chunk)))
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const isSaid = (what: RegExp | string, from: number) => screen.slice(from).search(what) >= 0
  return {
    port,
    screen: () => screen,
    said: (what, from = 0) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (!isSaid(what, from)) return
          child.stdout.off('data', look)
          resolve()
        }
        child.stdout.on('data', look)
        void ended.then((code) => reject(new Error(`it ended with ${code}:\n${screen}`)))
        look()
      }),
    stop() {
      child.kill('SIGTERM')
      return ended
    },
  }
}
