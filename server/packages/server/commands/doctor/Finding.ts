/** One thing the doctor looked at: well or not, and what to do next. */
import type { Sentence } from 'uni-trpc-protocol/sentences'

export interface Finding {
  readonly isWell: boolean
  readonly what: Sentence
  /** Of what is not well. */
  readonly next?: Sentence | undefined
}

export function well(zh: string, en: string): Finding {
  return { isWell: true, what: { zh, en } }
}

export function ill(what: Sentence, next: Sentence): Finding {
  return { isWell: false, what, next }
}

/** E.g. `✗ The database does not open / 数据库打不开  → Start it / 请启动数据库`. */
export function lineOf({ isWell, what, next }: Finding): string {
  const step = next ? `  → ${next.en} / ${next.zh}` : ''
  return `${isWell ? '✓' : '✗'} ${what.en} / ${what.zh}${step}`
}
