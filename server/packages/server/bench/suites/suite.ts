/** One question of the bench, with the peers it is asked beside. */
import type { Figures } from '../rounds.ts'
import type { Running } from '../running.ts'

export interface SuiteOptions {
  readonly folder: string
  readonly upstream: string
  readonly driver: Running
  readonly rounds: number
  readonly seconds: number
  readonly say: (line: string) => void
}

/**
 * What a suite found. Ratios are of medians of the same run; the first candidate is what the others are measured by.
 */
export interface Findings {
  readonly title: string
  readonly figures: readonly Figures[]
  /** The name of the candidate that counts as 1. */
  readonly base: string
  /** The largest share of the machine that others used meanwhile. */
  readonly busiest: number
  /** Sentences with figures of other kinds. */
  readonly notes?: readonly string[]
}

export type Suite = (options: SuiteOptions) => Promise<Findings>
