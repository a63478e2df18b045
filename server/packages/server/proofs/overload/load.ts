/** Load of two kinds: so many callers who wait for each answer, and so many calls a second whatever is answered. */
import { setTimeout as delay } from 'node:timers/promises'
import type { Answer } from './client.ts'

export interface Heard {
  /** How often each status came. */
  readonly statuses: ReadonlyMap<number, number>
  /** Of those that were answered with 200. */
  readonly perSecond: number
  readonly medianMs: number
  readonly p99Ms: number
  /** What is neither 200, nor refused by 503 or 429 with when to come back. */
  readonly others: readonly Answer[]
}

export type Ask = () => Promise<Answer>

const stepMs = 50
const shed = new Set([200, 503, 429])

/** @param until ends it where it is true @default never */
export async function steady(
  ask: Ask,
  {
    callers,
    ms,
    until = () => false,
  }: { readonly callers: number; readonly ms: number; readonly until?: () => boolean },
): Promise<Heard> {
  const answers: Answer[] = []
  const began = performance.now()
  const end = began + ms
  const caller = async () => {
    while (performance.now() < end && !until()) answers.push(await ask())
  }
  await Promise.all(Array.from({ length: callers }, caller))
  return heard(answers, performance.now() - began)
}

/** @param atOnce as many wait for an answer at most */
export async function flood(
  ask: Ask,
  { perSecond, ms, atOnce }: { readonly perSecond: number; readonly ms: number; readonly atOnce: number },
): Promise<Heard & { readonly offeredPerSecond: number }> {
  const sent: Promise<Answer>[] = []
  let waiting = 0
  const began = performance.now()
  for (let passedMs = 0; passedMs < ms; passedMs = performance.now() - began) {
    // As many as should be on their way by now, also where this process was late.
    while (sent.length < (perSecond * (passedMs + stepMs)) / 1000 && waiting < atOnce) {
      waiting++
      sent.push(ask().finally(() => waiting--))
    }
    await delay(stepMs)
  }
  const sendingMs = performance.now() - began
  const answers = await Promise.all(sent)
  return { ...heard(answers, performance.now() - began), offeredPerSecond: sent.length / (sendingMs / 1000) }
}

function heard(answers: readonly Answer[], ms: number): Heard {
  const statuses = new Map<number, number>()
  for (const { status } of answers) statuses.set(status, (statuses.get(status) ?? 0) + 1)
  const times = answers
    .filter(({ status }) => status === 200)
    .map((answer) => answer.ms)
    .sort((one, other) => one - other)
  const at = (share: number): number => times[Math.floor(times.length * share)] ?? 0
  return {
    statuses,
    perSecond: times.length / (ms / 1000),
    medianMs: at(0.5),
    p99Ms: at(0.99),
    others: answers.filter(({ status }) => !shed.has(status)),
  }
}

export function toldOf({ statuses, perSecond, medianMs, p99Ms }: Heard): string {
  const counts = [...statuses].map(([status, count]) => `${count} × ${status === 0 ? 'no answer' : status}`)
  return `${counts.join(', ')}; accepted ${perSecond.toFixed(0)}/s, median ${medianMs.toFixed(0)} ms, p99 ${p99Ms.toFixed(0)} ms`
}
