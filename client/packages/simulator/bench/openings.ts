// One process of the bench: opens a small program several times, and prints how long each took and what memory it kept.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { argv, cpuUsage, memoryUsage, stdout } from 'node:process'
import { exparserEngine } from '../engines/exparser/exparserEngine.ts'
import { glassEaselEngine } from '../engines/glassEasel/glassEaselEngine.ts'
import { openSimulator } from '../openSimulator.ts'

/** How long one opening took, from openSimulator to the rendered page, in milliseconds. */
export interface Opening {
  wall: number
  /** Of this process; WeChat's compiler has one of its own. */
  cpu: number
}

/** What one process found: the first opening is its first of all. */
export interface Openings {
  openings: Opening[]
  /** Bytes of heap that a program leaves behind which was opened and closed, on average over many. */
  keptBytes: number
}

const ROWS = 20
const FILES: Record<string, string> = {
  'app.json': JSON.stringify({ pages: ['pages/index'] }),
  'app.js': 'App({})',
  'pages/index.json': JSON.stringify({ usingComponents: { row: '/parts/row' } }),
  'pages/index.js': `Page({ data: { rows: Array.from({ length: ${ROWS} }, (_, id) => ({ id, name: 'row ' + id })) } })`,
  'pages/index.wxml': '<row wx:for="{{rows}}" wx:key="id" name="{{item.name}}"/>',
  'parts/row.json': JSON.stringify({ component: true }),
  'parts/row.js': 'Component({ properties: { name: String } })',
  'parts/row.wxml': '<view class="row"><text>{{name}}</text></view>',
}
const TIMES = 6
const CYCLES = 25

const packageDir = mkdtempSync(path.join(tmpdir(), 'simulator-bench-'))
for (const [file, content] of Object.entries(FILES)) {
  mkdirSync(path.dirname(path.join(packageDir, file)), { recursive: true })
  writeFileSync(path.join(packageDir, file), content)
}
const engine = argv[2] === 'glass-easel' ? glassEaselEngine : exparserEngine
const openings: Opening[] = []
for (let time = 0; time < TIMES; time += 1) openings.push(await open())
// What is loaded once stays, so the heap is looked at once all of it is there.
await openMany()
const before = await heapUsed()
await openMany()
const keptBytes = Math.round(((await heapUsed()) - before) / CYCLES)
rmSync(packageDir, { recursive: true, force: true })
stdout.write(JSON.stringify({ openings, keptBytes } satisfies Openings))

async function openMany(): Promise<void> {
  for (let cycle = 0; cycle < CYCLES; cycle += 1) await open()
}

async function open(): Promise<Opening> {
  const start = performance.now()
  const cpu = cpuUsage()
  const simulator = await openSimulator({ packageDir, engine: engine() })
  const page = await simulator.launch()
  const { user, system } = cpuUsage(cpu)
  const wall = performance.now() - start
  if (page.count('.row') !== ROWS) throw new Error(`${ROWS} rows were expected: ${page.html()}`)
  simulator.close()
  return { wall, cpu: (user + system) / 1000 }
}

async function heapUsed(): Promise<number> {
  for (let turn = 0; turn < 4; turn += 1) {
    await new Promise((resolve) => setTimeout(resolve, 20))
    globalThis.gc?.()
  }
  return memoryUsage().heapUsed
}
