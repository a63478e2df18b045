/** Gathers the calls of one tick and parts them into batches, in the order in which they were made. */
import { failure, type Call } from './call.ts'

export interface BatcherOptions {
  /** Calls of different keys never share a batch. */
  keyOf: (call: Call) => string
  fits: (calls: Call[]) => boolean
  send: (calls: Call[]) => void
}

/** Returns the function that takes a call in. Calls whose callers left within the tick are not sent. */
export function createBatcher({ keyOf, fits, send }: BatcherOptions): (call: Call) => void {
  let waiting: Call[] = []
  const dispatch = () => {
    const calls = waiting.filter((call) => call.open())
    waiting = []
    for (const batch of batchesOf(calls, { keyOf, fits })) send(batch)
  }
  return (call) => {
    if (waiting.push(call) === 1) setTimeout(dispatch, 0)
  }
}

function batchesOf(calls: Call[], { keyOf, fits }: Pick<BatcherOptions, 'keyOf' | 'fits'>): Call[][] {
  const batches: Call[][] = []
  const latest = new Map<string, Call[]>()
  const place = (call: Call) => {
    const key = keyOf(call)
    const batch = latest.get(key)
    if (batch && fits(batch.concat(call))) {
      batch.push(call)
      return
    }
    if (!fits([call])) throw new Error('Input is too big for a single dispatch')
    const next = [call]
    latest.set(key, next)
    batches.push(next)
  }
  for (const call of calls) {
    try {
      place(call)
    } catch (thrown) {
      call.settle(failure(thrown))
    }
  }
  return batches
}
