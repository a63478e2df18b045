/** Fuzzes a server of its own: the kinds of cases side by side, in rounds, until there were so many. */
import fc from 'fast-check'
import { calls, runCall } from './calls.ts'
import { grownOf, type Vitals } from './memory.ts'
import { openTarget, type Target } from './openTarget.ts'
import { rawBytes, runRaw } from './rawBytes.ts'
import { runSocket, socketCases } from './sockets.ts'
import { runUpstream, upstreamCases } from './upstreams.ts'
import { behind, speak, statusesIn } from './wire.ts'

export const kindNames = ['calls', 'raw bytes', 'sockets', 'WeChat’s answers'] as const
export type KindName = (typeof kindNames)[number]

export interface FuzzOptions {
  readonly cases: number
  readonly seed: number
  /** Those that run. @default all */
  readonly kinds?: readonly KindName[]
  readonly onProgress?: (summary: FuzzSummary) => void
  /** Told at once, and again in the summary. */
  readonly onFinding?: (finding: string) => void
}

export interface FuzzSummary {
  readonly cases: number
  readonly byKind: Readonly<Record<string, number>>
  /** What must not be, with the case that showed it. */
  readonly findings: readonly string[]
  /** Of the server, taken now and then from the first round on. */
  readonly samples: readonly Vitals[]
}

/** Cases of one kind that run side by side, and how many of it make a round. */
const atOnce = 64
const perRound = 320
const mostFindings = 20
const roundsPerSample = 2
/** In a shorter run nothing is warm, so its memory says nothing. */
const leastJudged = 40_000

export async function runFuzz(options: FuzzOptions): Promise<FuzzSummary> {
  const { cases, seed, kinds = kindNames, onProgress = () => {}, onFinding = () => {} } = options
  const findings: string[] = []
  const note = (what: string): void => {
    if (findings.length >= mostFindings) return
    findings.push(what)
    onFinding(what)
  }
  const target = await openTarget(note)
  const byKind: Record<string, number> = {}
  const samples: Vitals[] = []
  let done = 0
  const summary = (): FuzzSummary => ({ cases: done, byKind, findings, samples })
  try {
    for (let round = 0; done < cases && findings.length < mostFindings; round++) {
      const seedOfRound = seed + round
      const running = (await kindsOf(round, target)).filter(({ name }) => kinds.includes(name))
      for (const { name, found } of await Promise.all(running.map((kind) => ran(kind, seedOfRound)))) {
        for (const problem of found) note(`${name}, seed ${seedOfRound}: ${problem}`)
        byKind[name] = (byKind[name] ?? 0) + perRound
        done += perRound
      }
      const lost = await neighbourProblem(target)
      if (lost) note(`seed ${seedOfRound}, afterwards: ${lost}`)
      if (round % roundsPerSample === 0) samples.push(await target.vitals())
      onProgress(summary())
    }
    samples.push(await target.vitals())
    if (done >= leastJudged) grownOf(samples).forEach(note)
  } finally {
    await target.close()
  }
  return summary()
}

interface Kind {
  readonly name: KindName
  /** Always the same for a seed. */
  cases(seed: number): readonly (() => Promise<string | null>)[]
}

async function ran({ name, cases }: Kind, seed: number): Promise<{ name: KindName; found: string[] }> {
  const waiting = cases(seed).values()
  const found: string[] = []
  const work = async (): Promise<void> => {
    for (const run of waiting) {
      const problem = await run()
      if (problem) found.push(problem)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return { name, found }
}

async function kindsOf(round: number, target: Target): Promise<readonly Kind[]> {
  const ended = await target.signIn('ended')
  await target.post('auth.logout', { scope: 'this' }, ended)
  const alive = await target.signIn(`listener${round}`)
  const askers = { alive: aliveIn(round, target), ended, code: () => target.code(`rider${round}`) }
  let counted = 0
  return [
    kindOf('calls', calls(target), (given) => runCall(given, target, askers)),
    kindOf('raw bytes', rawBytes, (given) => runRaw(given, target)),
    kindOf('sockets', socketCases, (given) => runSocket(given, target, alive)),
    kindOf('WeChat’s answers', upstreamCases, (given) =>
      runUpstream(given, target, { token: alive, name: `${round}n${counted++}` }),
    ),
  ]
}

/** Signs somebody in for every few calls, for calls end sessions, and people leave by them. */
function aliveIn(round: number, target: Target): () => Promise<string> {
  const callsPerPerson = 8
  let count = 0
  let token: Promise<string> | undefined
  return () => {
    if (count++ % callsPerPerson === 0) token = target.signIn(`person${round}n${count}`)
    return token ?? target.signIn(`person${round}`)
  }
}

function kindOf<T>(name: KindName, any: fc.Arbitrary<T>, run: (given: T) => Promise<string | null>): Kind {
  const told = (problem: string, given: T): string => `${problem} at ${fc.stringify(given)}`
  return {
    name,
    cases: (seed) =>
      fc.sample(any, { seed, numRuns: perRound }).map((given) => async () => {
        const problem = await run(given).catch((error: unknown) => String(error))
        return problem && told(problem, given)
      }),
  }
}

/** Whoever does nothing odd is served. */
async function neighbourProblem({ port }: Target): Promise<string | null> {
  const { text, end } = await speak({ port, bytes: behind })
  return statusesIn(text)[0] === 200 ? null : `/readyz was answered ${JSON.stringify(text)}, then ${end}`
}
