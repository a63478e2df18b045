/**
 * Ten times what a node can carry, then connections that only hold on, then SIGTERM under load, all under the history.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { call } from '../history/call.ts'
import { runHistory, type History, type Stage } from '../history/runHistory.ts'
import { startDriver, type Driver, type Flooded, type Heard } from './driver.ts'
import { openHolders } from './holders.ts'
import { acceptedMs } from '../../http/admission.ts'
import { toldOf } from './load.ts'

export interface OverloadOptions {
  /** What `npm start` runs. */
  readonly entry: string
  /** Of each part. */
  readonly ms: number
  readonly onProgress?: (line: string) => void
}

const writers = 201
const callers = 32
const times = 10
const connections = 2000
/** Who come amid the flood, and come back when told. */
const people = 20
/** After which nobody is refused for the crowd that was at the door. */
const settledMs = 2000
/** So much of what it carries at rest it carries under any load. */
const leastShare = 0.7

const entered = z.object({ token: z.string() })

export async function runOverload({ entry, ms, onProgress = () => {} }: OverloadOptions): Promise<History> {
  return runHistory({
    entry,
    database: 'sqlite',
    during: async (stage) => {
      const origin = stage.nodes[0]?.origin ?? ''
      const driver = startDriver({ origin, tokens: await tokensOf(stage, origin), mostConnections: connections })
      const judge = createJudge(stage, onProgress)
      await driver.steady({ callers, ms: ms / 2 })
      const usual = await driver.steady({ callers, ms })
      judge('as many as it can carry', usual, 'all')
      judgeFlood(stage, { usual, tenfold: await floodOf(driver, usual, ms), judge, onProgress })
      judge('afterwards', await driver.steady({ callers, ms }), 'all')
      const holders = await openHolders(origin)
      await delay(settledMs)
      judge(`beside ${holders.count} connections that hold on`, await driver.steady({ callers, ms }), 'all')
      await stopUnderLoad(stage, { driver, judge })
      onProgress(`${holders.closed()} of ${holders.listening} that listen were closed by the server that stopped`)
      holders.end()
      await lookFor(stage, new Set(await driver.end()))
    },
  })
}

/** Whether everybody has to be served. */
type Judge = (name: string, told: Heard, served: 'all' | 'some') => void

function createJudge(stage: Stage, onProgress: (line: string) => void): Judge {
  return (name, told, served) => {
    const turn = stage.nodes[0]?.vitals().longestTurnMs ?? 0
    onProgress(`${name}: ${toldOf(told)}; longest turn so far ${turn.toFixed(0)} ms`)
    for (const { status, text } of told.others) stage.problem(`${name}: answered ${status} ${text}`)
    if (served === 'all' && told.statuses.size > 1) stage.problem(`${name}: somebody was not served`)
    if (told.p99Ms > acceptedMs) stage.problem(`${name}: the accepted wait ${told.p99Ms.toFixed(0)} ms`)
  }
}

async function floodOf(driver: Driver, usual: Heard, ms: number): Promise<Flooded> {
  await driver.open({ connections: connections / 2 })
  return driver.flood({ perSecond: usual.perSecond * times, ms, people })
}

interface FloodParts {
  readonly usual: Heard
  readonly tenfold: Flooded
  readonly judge: Judge
  readonly onProgress: (line: string) => void
}

function judgeFlood({ problem }: Stage, { usual, tenfold, judge, onProgress }: FloodParts): void {
  const { offeredPerSecond: offered, unconnectedPerSecond: unconnected, returned } = tenfold
  judge(`${(offered / usual.perSecond).toFixed(1)} times as many, ${offered.toFixed(0)}/s`, tenfold, 'some')
  const share = tenfold.perSecond / usual.perSecond
  onProgress(
    [
      `of these, ${unconnected.toFixed(0)}/s found no connection`,
      `carried ${(100 * share).toFixed(0)} % of what it carries at rest`,
      `${returned.served} of ${people} who came back when told were served, after ${returned.mostTries} tries at most`,
    ].join('; '),
  )
  if (share < leastShare) problem(`under ten times as many it carried ${(100 * share).toFixed(0)} % of what it carries`)
  if (returned.served < people) problem(`${people - returned.served} who came back when told were not served`)
}

async function tokensOf({ standIn }: Stage, origin: string): Promise<string[]> {
  const tokens: string[] = []
  while (tokens.length < writers) {
    const answer = await call(origin, 'auth.login', { body: { code: await standIn.code(`writer${tokens.length}`) } })
    if (answer.kind === 'answer') tokens.push(entered.parse(answer.data).token)
  }
  return tokens
}

/** Who is told by /readyz goes elsewhere; whatever was sent before is answered, and the node ends with 0. */
async function stopUnderLoad(
  { restart, nodes: [node], problem }: Stage,
  { driver, judge }: { readonly driver: Driver; readonly judge: Judge },
): Promise<void> {
  const origin = node?.origin ?? ''
  const look = setInterval(() => {
    fetch(`${origin}/readyz`).then(({ ok }) => !ok && driver.stop(), driver.stop)
  }, 50)
  const load = driver.steady({ callers, ms: 60_000 })
  const code = await restart(0, async (old) => {
    await delay(1000)
    return old.stop('SIGTERM')
  })
  clearInterval(look)
  judge('until SIGTERM is told', await load, 'all')
  if (code !== 0) problem(`SIGTERM ended with ${code}`)
}

async function lookFor({ database, problem }: Stage, kept: ReadonlySet<string>): Promise<void> {
  const found = new Set((await database.rows('select id from notes')).map(({ id }) => String(id)))
  const lost = [...kept].filter((id) => !found.has(id)).length
  if (lost > 0) problem(`${lost} of ${kept.size} acknowledged notes are lost`)
}
