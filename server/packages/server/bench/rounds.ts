/** Candidates in turn, round after round, so that a machine whose speed drifts disturbs all alike. */
import { cpus } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Candidate } from './candidate.ts'
import { message, type Running } from './running.ts'

/** Above this share of the machine at work while the bench rests, its figures are not to be trusted. */
const busyShare = 0.1

export interface Figures {
  readonly name: string
  /** Requests a second. */
  readonly rate: Spread
  /** Microseconds of the server's processor for one request, user and system. */
  readonly cpuUs: Spread
  /** Milliseconds. */
  readonly p50: Spread
  readonly p99: Spread
}

export interface Spread {
  readonly median: number
  readonly min: number
  readonly max: number
}

export interface Load {
  readonly driver: Running
  readonly seconds: number
  readonly connections: number
  /** Requests of all connections together. @default each connection asks as soon as it is answered */
  readonly perSecond?: number
}

export interface Plan extends Load {
  readonly candidates: readonly Candidate[]
  readonly rounds: number
  readonly say: (line: string) => void
}

/** What drive.ts answers. */
interface Driven {
  readonly requests: number
  readonly seconds: number
  readonly p50: number
  readonly p99: number
  readonly failed: { readonly non2xx: number; readonly errors: number; readonly timeouts: number }
}

export interface Measured {
  readonly rate: number
  readonly cpuUs: number
  readonly p50: number
  readonly p99: number
}

export async function measure(plan: Plan): Promise<{ figures: Figures[]; busiest: number }> {
  const { candidates, rounds, seconds, say } = plan
  const all = new Map<Candidate, Measured[]>(candidates.map((candidate) => [candidate, []]))
  let busiest = 0
  for (const candidate of candidates) await costOf(candidate, { ...plan, seconds: Math.min(seconds, 2) })
  for (let round = 1; round <= rounds; round++) {
    busiest = Math.max(busiest, await workOfOthers())
    for (const candidate of candidates) {
      const measured = await costOf(candidate, plan)
      all.get(candidate)?.push(measured)
      say(
        `round ${round} of ${rounds}: ${candidate.name}: ${Math.round(measured.rate)} /s, ${measured.cpuUs.toFixed(0)} µs`,
      )
    }
  }
  return { busiest, figures: [...all].map(([{ name }, measured]) => figuresOf(name, measured)) }
}

export const isBusy = (busiest: number): boolean => busiest > busyShare

/** One run of one candidate. @throws when an answer is no 2xx: a fast error is no speed */
export async function costOf(candidate: Candidate, load: Load): Promise<Measured> {
  const { driver, connections, seconds, perSecond } = load
  const { url, method, headers, body, running, name } = candidate
  const before = await running.cost()
  driver.child.send({ url, method, headers, body, connections, seconds, ...(perSecond && { perSecond }) })
  const driven = await message<Driven>(driver.child)
  const after = await running.cost()
  const failures = Object.entries(driven.failed).filter(([, count]) => count > 0)
  if (failures.length > 0) throw new Error(`${name} failed: ${failures.map((failure) => failure.join(' ')).join(', ')}`)
  const { requests, p50, p99 } = driven
  return { rate: requests / driven.seconds, cpuUs: (after.cpuUs - before.cpuUs) / requests, p50, p99 }
}

/** The share of the machine's processors at work while nothing of ours is. */
async function workOfOthers(): Promise<number> {
  const before = times()
  await sleep(300)
  const after = times()
  return 1 - (after.idle - before.idle) / (after.all - before.all)
}

function times() {
  const each = cpus().map(({ times: t }) => ({ idle: t.idle, all: t.user + t.nice + t.sys + t.idle + t.irq }))
  return each.reduce((sum, { idle, all }) => ({ idle: sum.idle + idle, all: sum.all + all }))
}

function figuresOf(name: string, measured: readonly Measured[]): Figures {
  const of = (pick: (one: Measured) => number) => spread(measured.map(pick))
  return { name, rate: of((m) => m.rate), cpuUs: of((m) => m.cpuUs), p50: of((m) => m.p50), p99: of((m) => m.p99) }
}

export function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  const [low = NaN, high = NaN] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]]
  return { median: (low + high) / 2, min: sorted[0] ?? NaN, max: sorted.at(-1) ?? NaN }
}
