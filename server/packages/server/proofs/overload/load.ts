/** Load of two kinds: so many callers who wait for each answer, and so many calls a second whatever is answered. */
import { setTimeout as delay } from 'node:timers/promises'
import type { Answer, Client } from './client.ts'

export interface Heard {
  /** How often each status came. */
  readonly statuses: ReadonlyMap<number, number>
  /** Of those that were answered with 200. */
  readonly perSecond: number
  readonly medianMs: number
  readonly p99Ms: number
  /** Of those that were refused. */
  readonly refusedP99Ms: number
  /** Some of what is neither 200, nor refused by 503 or 429 with when to come back. */
  readonly others: readonly Answer[]
}

export interface Flooded extends Heard {
  /** By schedule. */
  readonly offeredPerSecond: number
  /** Of these, for which no connection was left. */
  readonly unconnectedPerSecond: number
}

/** The request that is next, and what to do with what was acknowledged. */
export interface Calls {
  next(): Buffer
  accepted(answer: Answer): void
}

export interface LoadParts {
  readonly client: Client
  readonly calls: Calls
  /** True where no more is to be sent. */
  readonly isOver: () => boolean
}

const stepMs = 2
const refused = new Set([503, 429])
const mostOthers = 3

/** A call each, all the time. */
export async function steady(
  { client, calls, isOver }: LoadParts,
  { callers, ms }: { readonly callers: number; readonly ms: number },
): Promise<Heard> {
  const tally = createTally(calls)
  const began = performance.now()
  const caller = async (): Promise<void> => {
    while (performance.now() - began < ms && !isOver()) {
      await new Promise<void>((resolve, reject) => {
        const isSent = client.send(calls.next(), (answer) => {
          tally.add(answer)
          resolve()
        })
        if (!isSent) reject(new Error('No connection is left for a caller'))
      })
    }
  }
  await Promise.all(Array.from({ length: callers }, caller))
  return tally.heard(performance.now() - began)
}

/** By the clock: also where this process was late, or nobody answers. */
export async function flood(
  { client, calls, isOver }: LoadParts,
  { perSecond, ms }: { readonly perSecond: number; readonly ms: number },
): Promise<Flooded> {
  const tally = createTally(calls)
  const began = performance.now()
  let offered = 0
  let unconnected = 0
  let passedMs = 0
  while (passedMs < ms && !isOver()) {
    await delay(stepMs)
    passedMs = Math.min(ms, performance.now() - began)
    for (const due = (perSecond * passedMs) / 1000; offered < due; offered++)
      if (!client.send(calls.next(), tally.add)) unconnected++
  }
  while (client.waiting() > 0) await delay(stepMs)
  const seconds = passedMs / 1000
  return {
    ...tally.heard(performance.now() - began),
    offeredPerSecond: offered / seconds,
    unconnectedPerSecond: unconnected / seconds,
  }
}

/** How it goes for people who come back when they are told to. */
export interface Returned {
  readonly served: number
  /** So many times somebody asked until he was served, at most. */
  readonly mostTries: number
}

/** Each is served once, and asks again after the time that a refusal names. */
export async function returning({ client, calls }: LoadParts, people: number): Promise<Returned> {
  let mostTries = 0
  let served = 0
  const person = async (): Promise<void> => {
    for (let tries = 1; ; tries++) {
      const request = calls.next()
      const answer = await new Promise<Answer | null>((resolve) => {
        if (!client.send(request, resolve)) resolve(null)
      })
      mostTries = Math.max(mostTries, tries)
      if (answer?.status === 200) {
        calls.accepted(answer)
        served++
        return
      }
      const seconds = answer?.retryAfter ?? null
      if (seconds === null) return
      await delay(seconds * 1000)
    }
  }
  await Promise.all(Array.from({ length: people }, person))
  return { served, mostTries }
}

function createTally({ accepted }: Calls) {
  const statuses = new Map<number, number>()
  const acceptedMs: number[] = []
  const refusedMs: number[] = []
  const others: Answer[] = []
  return {
    add(answer: Answer): void {
      const { status, retryAfter, ms } = answer
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
      if (status === 200) {
        acceptedMs.push(ms)
        accepted(answer)
      } else if (refused.has(status) && retryAfter !== null) refusedMs.push(ms)
      else if (others.length < mostOthers) others.push(answer)
    },
    heard: (ms: number): Heard => ({
      statuses,
      perSecond: acceptedMs.length / (ms / 1000),
      medianMs: quantile(acceptedMs, 0.5),
      p99Ms: quantile(acceptedMs, 0.99),
      refusedP99Ms: quantile(refusedMs, 0.99),
      others,
    }),
  }
}

function quantile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((one, other) => one - other)
  return sorted[Math.floor(sorted.length * share)] ?? 0
}

export function toldOf({ statuses, perSecond, medianMs, p99Ms, refusedP99Ms }: Omit<Heard, 'others'>): string {
  const counts = [...statuses].map(([status, count]) => `${count} × ${status === 0 ? 'no answer' : status}`)
  const refusal = refusedP99Ms > 0 ? `; refused ones p99 ${refusedP99Ms.toFixed(0)} ms` : ''
  return `${counts.join(', ')}; accepted ${perSecond.toFixed(0)}/s, median ${medianMs.toFixed(0)} ms, p99 ${p99Ms.toFixed(0)} ms${refusal}`
}
