/**
 * What an operator must hear of: that something we stand on fails, once, with what to do, and once that it works again.
 * The many requests that meet it in between are refusals like any other, and no news.
 */
import type { Sentence } from 'uni-trpc-protocol/sentences'
import type { Log } from './log.ts'

/** How long it must have worked before an outage counts as over; one that comes and goes is one. */
const quietMs = 2000

export interface Failure {
  /** What fails and why, and what to do next; never a secret. */
  readonly sentence: Sentence
  /** Without it the server goes on as before, only less well. @default false */
  readonly isMinor?: boolean
}

export interface Outages {
  /** To be called at each failure of `what`, e.g. `database`. */
  failed(what: string, failure: Failure): void
  /** To be called whenever it worked. */
  worked(what: string): void
}

export interface OutageParts {
  readonly log: Log
  /** Milliseconds that never jump. */
  readonly clock?: (() => number) | undefined
  /** Does the work once, later; the returned function takes that back. @default setTimeout */
  readonly later?: ((work: () => void, ms: number) => () => void) | undefined
}

interface Outage {
  readonly since: number
  failures: number
  /** Takes back the end that is about to be told. */
  keepOpen: (() => void) | null
}

export function createOutages({ log, clock = () => performance.now(), later = byTimeout }: OutageParts): Outages {
  const open = new Map<string, Outage>()

  const end = (what: string, { since, failures }: Outage): void => {
    open.delete(what)
    const seconds = Math.max(0, Math.round((clock() - since - quietMs) / 1000))
    log.warn({ outage: what, seconds, failures }, `${what}: works again / 已恢复`)
  }

  return {
    failed(what, { sentence, isMinor = false }) {
      const outage = open.get(what)
      if (outage) {
        outage.failures++
        outage.keepOpen?.()
        outage.keepOpen = null
        return
      }
      open.set(what, { since: clock(), failures: 1, keepOpen: null })
      log[isMinor ? 'warn' : 'error']({ outage: what }, `${what}: ${sentence.en} / ${sentence.zh}`)
    },
    worked(what) {
      const outage = open.get(what)
      if (outage) outage.keepOpen ??= later(() => end(what, outage), quietMs)
    },
  }
}

function byTimeout(work: () => void, ms: number): () => void {
  const timer = setTimeout(work, ms).unref()
  return () => clearTimeout(timer)
}
