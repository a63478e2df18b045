/** Many histories, one after the other, from a seed; a bad one is made small. */
import fc from 'fast-check'
import { histories } from './history.ts'
import { runHistory } from './runHistory.ts'
import { installVirtualTime } from './virtualTime.ts'

export interface HistoriesOptions {
  readonly count: number
  readonly seed: number
  readonly onProgress?: (done: number) => void
}

/** @returns the problems with the shortest history found that has them, or `null` */
export async function runHistories({ count, seed, onProgress = () => {} }: HistoriesOptions): Promise<string | null> {
  let done = 0
  const property = fc.asyncProperty(histories, async (history) => {
    const time = installVirtualTime()
    try {
      const problems = await runHistory(history, time)
      if (problems.length > 0) throw new Error(problems.join('; '))
    } finally {
      time.restore()
    }
    if (++done % 1000 === 0) onProgress(done)
  })
  const { failed, errorInstance, counterexample } = await fc.check(property, { numRuns: count, seed })
  return failed ? `${String(errorInstance)}\n${fc.stringify(counterexample)}` : null
}
