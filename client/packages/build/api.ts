/**
 * `uni-trpc-build api`: the API for development, bundled and started anew after each change. A file with a mistake
 * stops it, as it would stop in production, until the next change.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import process from 'node:process'
import { context, formatMessages, type BuildResult, type Message } from 'esbuild'
import { apiStoppedLine } from 'uni-trpc-server/development'
import { commandFile, serverBundle } from './dev/serverBundle.ts'
import { watchFolders } from './dev/watchFolders.ts'
import { repository } from './repository.ts'

/** Editors write a file in several steps. */
const quietMs = 30
/** How long the server may finish what it has begun. */
const graceMs = 300

const outdir = join(repository, 'dist/dev/api')
/** What a script of the bundle reads beside itself. */
const page = 'developersPage.html'
const command = commandFile('devServer')
const product = resolve(repository, 'server/product.ts')
const isBundled = command.endsWith('.ts')
const bundle = await context({
  ...serverBundle([...(isBundled ? [command] : []), product], outdir),
  write: false,
  sourcemap: true,
  logLevel: 'silent',
})
const args = [isBundled ? join(outdir, 'devServer.js') : command, join(outdir, 'product.js')]

let server: ChildProcess | null = null
let running = ''
let work = Promise.resolve()
let waiting: NodeJS.Timeout | undefined

await renew()
const unwatch = watchFolders(
  ['server', 'shared'].map((name) => join(repository, name)),
  () => {
    clearTimeout(waiting)
    waiting = setTimeout(() => void (work = work.then(renew)), quietMs)
  },
)
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    unwatch()
    void stop().then(() => process.exit(0))
  })

/** Starts what the sources say now, unless that runs already. */
async function renew(): Promise<void> {
  const built = await bundle.rebuild().catch((error: unknown) => error)
  if (!isResult(built)) return tell(built)
  const text = hashOf(built)
  if (text === running && server && !hasEnded(server)) return
  await stop()
  // Chunks are named after what they hold, so the last ones would stay for ever.
  rmSync(outdir, { recursive: true, force: true })
  for (const { path, contents } of built.outputFiles) {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, contents)
  }
  if (isBundled) copyFileSync(join(dirname(command), page), join(outdir, page))
  running = text
  server = spawn(process.execPath, ['--enable-source-maps', ...args], { stdio: ['ignore', 'inherit', 'inherit'] })
}

async function stop(): Promise<void> {
  const ending = server
  server = null
  if (!ending || hasEnded(ending)) return
  const ended = new Promise((resolve) => ending.once('exit', resolve))
  ending.kill()
  const late = setTimeout(() => ending.kill('SIGKILL'), graceMs)
  await ended
  clearTimeout(late)
}

/** One that a signal ended has no exit code. */
function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null
}

/** The compiler's words, with the line of each. */
async function tell(error: unknown): Promise<void> {
  await stop()
  const told = hasErrors(error) ? await formatMessages(error.errors, { kind: 'error' }) : [String(error)]
  process.stderr.write(`${told.join('')}\n`)
  process.stdout.write(`${apiStoppedLine}\n`)
}

type Built = BuildResult<{ write: false }>

function isResult(built: unknown): built is Built {
  return typeof built === 'object' && built !== null && 'outputFiles' in built
}

function hasErrors(error: unknown): error is { readonly errors: Message[] } {
  return typeof error === 'object' && error !== null && 'errors' in error && Array.isArray(error.errors)
}

function hashOf({ outputFiles }: Built): string {
  const hash = createHash('sha256')
  for (const { path, contents } of outputFiles) hash.update(path).update(contents)
  return hash.digest('hex')
}
