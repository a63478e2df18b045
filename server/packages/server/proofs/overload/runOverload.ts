/** Ten times what a node can carry, then connections that only hold on, then SIGTERM under load, all under the history. */
import { z } from 'zod'
import { call } from '../history/call.ts'
import { runHistory, type History, type Stage } from '../history/runHistory.ts'
import { createClient } from './client.ts'
import { openHolders } from './holders.ts'
import { flood, steady, toldOf, type Ask, type Heard } from './load.ts'

export interface OverloadOptions {
  /** What `npm start` runs. */
  readonly entry: string
  /** Of each part. */
  readonly ms: number
  readonly onProgress?: (line: string) => void
}

const writers = 200
const callers = 16
const times = 10
const connections = 2000
/** Nobody who is accepted waits longer than a phone does, whatever is offered: WeChat's default for a request. */
const acceptedMs = 60_000

const entered = z.object({ token: z.string() })
const noted = z.object({ result: z.object({ data: z.object({ id: z.string() }) }) })

export async function runOverload({ entry, ms, onProgress = () => {} }: OverloadOptions): Promise<History> {
  return runHistory({
    entry,
    database: 'sqlite',
    during: async (stage) => {
      const kept = new Set<string>()
      const crowd = await openCrowd(stage, kept)
      const judge = (name: string, told: Heard, mayShed: boolean): void => {
        const turn = stage.nodes[0]?.vitals().longestTurnMs ?? 0
        onProgress(`${name}: ${toldOf(told)}; longest turn so far ${turn.toFixed(0)} ms`)
        for (const { status, text } of told.others.slice(0, 3)) stage.problem(`${name}: answered ${status} ${text}`)
        if (!mayShed && told.statuses.size > 1) stage.problem(`${name}: somebody was not served`)
        if (told.p99Ms > acceptedMs) stage.problem(`${name}: the accepted wait ${told.p99Ms.toFixed(0)} ms`)
      }
      await steady(crowd.ask, { callers, ms: ms / 2 })
      const usual = await steady(crowd.ask, { callers, ms })
      judge('as many as it can carry', usual, false)
      await crowd.open(connections)
      const tenfold = await flood(crowd.ask, { perSecond: usual.perSecond * times, ms, atOnce: connections })
      judge(`ten times as many, ${tenfold.offeredPerSecond.toFixed(0)}/s offered`, tenfold, true)
      judge('afterwards', await steady(crowd.ask, { callers, ms }), false)
      const holders = await openHolders(crowd.origin)
      judge(`beside ${holders.count} connections that hold on`, await steady(crowd.ask, { callers, ms }), false)
      await stopUnderLoad(stage, { ask: crowd.ask, judge })
      onProgress(`${holders.closed()} of ${holders.listening} that listen were closed by the server that stopped`)
      holders.end()
      crowd.close()
      await lookFor(stage, kept)
    },
  })
}

/** People who write notes, in turn; what was acknowledged is kept. */
async function openCrowd({ nodes: [node], standIn }: Stage, kept: Set<string>) {
  const origin = node?.origin ?? ''
  const tokens: string[] = []
  while (tokens.length < writers) {
    const answer = await call(origin, 'auth.login', { body: { code: await standIn.code(`writer${tokens.length}`) } })
    if (answer.kind === 'answer') tokens.push(entered.parse(answer.data).token)
  }
  const client = createClient(origin)
  let turn = 0
  const ask: Ask = async () => {
    const token = tokens[turn++ % tokens.length] ?? ''
    // A person has room for 500 notes; every other call reads.
    const isWriting = turn % 4 === 0
    const answer = isWriting
      ? await client.call('notes.add', { token, body: { text: 'under load' } })
      : await client.call('user.me', { token })
    if (isWriting && answer.status === 200) kept.add(noted.parse(JSON.parse(answer.text)).result.data.id)
    return answer
  }
  return { origin, ask, open: client.open, close: client.close }
}

/** Who is told by /readyz goes elsewhere; whatever was sent before is answered, and the node ends with 0. */
async function stopUnderLoad(
  { restart, nodes: [node], problem }: Stage,
  { ask, judge }: { readonly ask: Ask; readonly judge: (name: string, told: Heard, mayShed: boolean) => void },
): Promise<void> {
  const origin = node?.origin ?? ''
  let isTold = false
  const look = setInterval(() => {
    fetch(`${origin}/readyz`).then(
      ({ ok }) => (isTold ||= !ok),
      () => (isTold = true),
    )
  }, 50)
  const load = steady(ask, { callers, ms: 60_000, until: () => isTold })
  const code = await restart(0, async (old) => {
    await new Promise((resolve) => setTimeout(resolve, 1000))
    return old.stop('SIGTERM')
  })
  clearInterval(look)
  judge('until SIGTERM is told', await load, false)
  if (code !== 0) problem(`SIGTERM ended with ${code}`)
}

async function lookFor({ database, problem }: Stage, kept: ReadonlySet<string>): Promise<void> {
  const found = new Set((await database.rows('select id from notes')).map(({ id }) => String(id)))
  const lost = [...kept].filter((id) => !found.has(id)).length
  if (lost > 0) problem(`${lost} of ${kept.size} acknowledged notes are lost`)
}
