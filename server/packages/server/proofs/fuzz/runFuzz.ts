/** Fuzzes a server of its own: each kind of case in turn, in rounds, until there were so many. */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { calls, runCall } from './calls.ts'
import { openTarget, type Target } from './openTarget.ts'
import { rawBytes, runRaw } from './rawBytes.ts'
import { runSocket, socketCases } from './sockets.ts'
import { runUpstream, upstreamCases } from './upstreams.ts'

export interface FuzzOptions {
  readonly cases: number
  readonly seed: number
  readonly onProgress?: (summary: FuzzSummary) => void
  /** Told at once, and again in the summary. */
  readonly onFinding?: (finding: string) => void
}

export interface FuzzSummary {
  readonly cases: number
  readonly byKind: Readonly<Record<string, number>>
  /** What must not be, with the case that showed it, made small. */
  readonly findings: readonly string[]
  readonly longestTurnMs: number
  readonly heapBefore: number
  readonly heapAfter: number
}

/** Cases that run side by side, and how often so many make a round. */
const atOnce = 64
const times = 5
const mostFindings = 20

export async function runFuzz({
  cases,
  seed,
  onProgress = () => {},
  onFinding = () => {},
}: FuzzOptions): Promise<FuzzSummary> {
  const findings: string[] = []
  const note = (what: string): void => {
    if (findings.length >= mostFindings) return
    findings.push(what)
    onFinding(what)
  }
  const target = await openTarget(note)
  const byKind: Record<string, number> = {}
  const turns = monitorEventLoopDelay({ resolution: 5 })
  let done = 0
  let heapBefore = 0
  const summary = (heapAfter: number): FuzzSummary => ({
    cases: done,
    byKind,
    findings,
    longestTurnMs: turns.max / 1e6,
    heapBefore,
    heapAfter,
  })
  try {
    for (let round = 0; done < cases && findings.length < mostFindings; round++) {
      // After the first of all, when everything is loaded.
      if (round === 4) {
        heapBefore = collectedHeap()
        turns.enable()
      }
      const { name, run } = await kindOf(round, target)
      const found = await run({ seed: seed + round, numRuns: times })
      if (found) note(`${name}, seed ${seed + round}: ${found}`)
      byKind[name] = (byKind[name] ?? 0) + atOnce * times
      done += atOnce * times
      const lost = await neighbourProblem(target)
      if (lost) note(`after ${name}, seed ${seed + round}: ${lost}`)
      // Collecting would be a long turn of our own making.
      if (round % 20 === 19) onProgress(summary(process.memoryUsage().heapUsed))
    }
    turns.disable()
    return summary(collectedHeap())
  } finally {
    turns.disable()
    await target.close()
  }
}

interface Round {
  readonly name: string
  run(parameters: { readonly seed: number; readonly numRuns: number }): Promise<string | null>
}

async function kindOf(round: number, target: Target): Promise<Round> {
  const ended = await target.signIn('ended')
  const alive = await target.signIn(`person${round}`)
  await fetch(`http://127.0.0.1:${target.port}/trpc/auth.logout`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${ended.token}` },
    body: '{"scope":"this"}',
  })
  const askers = { alive: alive.token, ended: ended.token, code: () => target.code(`rider${round}`) }
  let counted = 0
  const kinds: readonly Round[] = [
    roundOf('calls', calls(target), (given) => runCall(given, target, askers)),
    roundOf('raw bytes', rawBytes, (given) => runRaw(given, target)),
    roundOf('sockets', socketCases, (given) => runSocket(given, target, alive.token)),
    roundOf('WeChat’s answers', upstreamCases, (given) =>
      runUpstream(given, target, { token: alive.token, name: `${round}n${counted++}` }),
    ),
  ]
  const [first] = kinds
  const kind = kinds[round % kinds.length] ?? first
  if (!kind) throw new Error('no kind of case')
  return kind
}

function roundOf<T>(name: string, cases: fc.Arbitrary<T>, run: (given: T) => Promise<string | null>): Round {
  const many = fc.array(cases, { minLength: atOnce, maxLength: atOnce })
  return {
    name,
    async run(parameters) {
      const property = fc.asyncProperty(many, async (all) => {
        const problems = await Promise.all(all.map(run))
        const at = problems.findIndex((problem) => problem !== null)
        if (at >= 0) throw new Error(`${problems[at]} at ${fc.stringify(all[at])}`)
      })
      const { failed, errorInstance } = await fc.check(property, { ...parameters, endOnFailure: true })
      return failed ? String(errorInstance) : null
    },
  }
}

/** Whoever does nothing odd is served meanwhile. */
async function neighbourProblem({ port }: Target): Promise<string | null> {
  return fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(20_000) }).then(
    ({ ok, status }) => (ok ? null : `the server answers ${status}`),
    (error: unknown) => `the server does not answer: ${String(error)}`,
  )
}

/** Bytes, after what nobody needs is thrown away. */
function collectedHeap(): number {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  if (typeof collect === 'function') collect()
  return process.memoryUsage().heapUsed
}
