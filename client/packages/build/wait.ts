/**
 * `npm run bench:wait`: how long a developer waits, in seconds: for all of `npm run dev`, for a changed page or module
 * in the mini program, for the API to answer as the changed server code says. `-- --rounds 5`
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { repository } from './repository.ts'
import { copyProgram, runDev, type RunningDev } from './testing/runDev.ts'

/** How often it is looked whether an edit has come through. */
const pollMs = 10
/** Between one edit and the next, as if somebody read what came of it. */
const pauseMs = 1000

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } })
const folder = mkdtempSync(join(tmpdir(), 'uni-trpc-wait-'))
const copy = join(folder, 'program')
copyProgram(copy)

const began = performance.now()
const dev = await runDev(copy, join(folder, 'wait.db'))
const seconds: Record<string, number[]> = { 'all of npm run dev': [], 'a page': [], 'a module': [], 'the server': [] }
try {
  await dev.said('All is running')
  note('all of npm run dev', began)
  for (let round = 1; round <= Number(values.rounds); round++) {
    await inTurn(`wait${round}`)
  }
} finally {
  await dev.stop()
  rmSync(folder, { recursive: true, force: true })
}
const medians = Object.entries(seconds).map(([name, all]) => [name, median(all)] as const)
for (const [name, value] of medians) process.stdout.write(`${name.padEnd(20)} ${value.toFixed(2)} s\n`)
const out = join(repository, 'dist/bench')
mkdirSync(out, { recursive: true })
const when = new Date().toISOString()
writeFileSync(join(out, 'wait.json'), JSON.stringify({ node: process.version, when, seconds }, null, 2))

/** @param mark a word that stands nowhere yet */
async function inTurn(mark: string): Promise<void> {
  const isBuilt = (file: string) => async () =>
    readFileSync(join(copy, 'dist/dev/mp-weixin', file), 'utf8').includes(mark)
  const page = 'client/pages/index/index.vue'
  await edit('a page', [page, '{{ texts.intro }}', `{{ texts.intro }} ${mark}`], isBuilt('pages/index/index.wxml'))
  const module = 'client/pages/me/texts.ts'
  await edit('a module', [module, "title: 'Me", `title: 'Me ${mark}`], isBuilt('pages/me/texts.js'))
  const router = 'server/procedures/router.ts'
  await edit('the server', [router, '  auth: authRouter,', `  auth: authRouter,\n  ${mark}: authRouter,`], () =>
    answers(dev, mark),
  )
}

type Edit = readonly [path: string, text: string, instead: string]

async function edit(name: string, [path, text, instead]: Edit, isThere: () => Promise<boolean>): Promise<void> {
  await sleep(pauseMs)
  const file = join(copy, path)
  const before = readFileSync(file, 'utf8')
  if (!before.includes(text)) throw new Error(`${path} holds no ${text}`)
  const from = performance.now()
  writeFileSync(file, before.replace(text, instead))
  while (!(await isThere())) await sleep(pollMs)
  note(name, from)
}

/** Whether there is such a router: a call without a token is then refused, and found before. */
async function answers({ port }: RunningDev, router: string): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${port}/trpc/${router}.check`).catch(() => null)
  return answer?.status === 401
}

function note(name: string, from: number): void {
  seconds[name]?.push((performance.now() - from) / 1000)
}

function median(all: readonly number[]): number {
  return all.toSorted((one, other) => one - other)[Math.floor(all.length / 2)] ?? NaN
}
