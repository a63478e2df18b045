/** sendMiniProgram with the real world: `.env`, git, the build and npm. */
import { execFileSync, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import process from 'node:process'
import { z } from 'zod'
import { clientEnv } from 'uni-trpc-server/development'
import { repository } from '../repository.ts'
import { sendMiniProgram } from './sendMiniProgram.ts'
import type { Sending } from './sendingOrder.ts'

const packageJson = z.object({ version: z.string() })

/** Answers the exit code. */
export function runSending(sending: Sending): Promise<number> {
  const { version } = packageJson.parse(JSON.parse(readFileSync(resolve(repository, 'package.json'), 'utf8')))
  return sendMiniProgram({
    sending,
    version,
    env: clientEnv('production', repository, ['VITE_', 'MP_']),
    commit: lastCommit(),
    readFile: (path) => readFileSync(resolve(repository, path), 'utf8'),
    projectPath: resolve(repository, 'dist/build/mp-weixin'),
    print: (line) => process.stdout.write(`${line}\n`),
    build: async () =>
      (await run([createRequire(import.meta.url).resolve('uni-trpc-build/bin.js'), 'uni', 'build', '-p', 'mp-weixin']))
        .code,
    npm: (args) => run([npmCli(), ...args]),
  })
}

/** What npm tells its scripts of itself; run by Node, no shell has to be found, on Windows neither. */
function npmCli(): string {
  const path = process.env.npm_execpath
  if (!path) throw new Error('Start it with npm run preview:mp or npm run upload:mp / 请用 npm run 启动')
  return path
}

function lastCommit(): string | null {
  try {
    return execFileSync('git', ['log', '-1', '--format=%h %s'], {
      cwd: repository,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
  } catch {
    return null
  }
}

function run(args: readonly string[]): Promise<{ code: number; output: string }> {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, args, { cwd: repository, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        output += String(chunk)
        process.stdout.write(withoutStack(String(chunk)))
      })
    }
    child.once('error', failed)
    child.once('close', (code) => done({ code: code ?? 1, output }))
  })
}

/** Where in miniprogram-ci an error came up helps nobody here. */
function withoutStack(text: string): string {
  return text.replace(/^\s+at .*\n/gm, '')
}
