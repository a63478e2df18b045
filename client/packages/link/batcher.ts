/** Gathers the calls of one tick and parts them into batches, in the order in which they were made. */
import { failure, type Call } from './call.ts'

/** Calls of different keys never share a batch. */
type KeyOf = (call: Call) => string
type Fits = (calls: Call[]) => boolean

/** Returns the function that takes a call in. Calls whose callers left within the tick are not sent. */
export function createBatcher(keyOf: KeyOf, fits: Fits, send: (calls: Call[]) => void): (call: Call) => void {
  let waiting: Call[] = []
  const dispatch = () => {
    const calls = waiting.filter((call) => call.open())
    waiting = []
    batchesOf(calls, keyOf, fits).forEach(send)
  }
  return (call) => {
    if (waiting.push(call) === 1) setTimeout(dispatch, 0)
  }
}

function batchesOf(calls: Call[], keyOf: KeyOf, fits: Fits): Call[][] {
  const batches: Call[][] = []
  const latest = new Map<string, Call[]>()
  for (const call of calls) {
    try {
      const key = keyOf(call)
      const batch = latest.get(key)
      if (batch && fits(batch.concat(call))) batch.push(call)
      else if (fits([call])) {
        const next = [call]
        latest.set(key, next)
        batches.push(next)
      } else throw new Error('Input is too big for a single dispatch')
    } catch (thrown) {
      call.settle(failure(thrown))
    }
  }
  return batches
}
