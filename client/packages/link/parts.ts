/** An async iterable that is fed from outside: what comes waits until it is asked for, and the other way round. */

interface Waiter {
  resolve: (result: IteratorResult<unknown>) => void
  reject: (error: unknown) => void
}

type Step = (waiter: Waiter) => void

export interface Sink {
  next: (value: unknown) => void
  last: (value: unknown) => void
  fail: (error: unknown) => void
  /** Fails at once: what came and was not asked for is dropped. */
  abort: (error: unknown) => void
}

/** Like an async generator it is read once; leaving it early calls `onLeave`, also while a part is awaited. */
export function createParts(onLeave: () => void): { iterator: AsyncIterableIterator<unknown>; sink: Sink } {
  const steps: Step[] = []
  const waiting: Waiter[] = []
  let over = false
  const offer = (step: Step) => {
    const waiter = waiting.shift()
    if (waiter) step(waiter)
    else steps.push(step)
  }
  const close = () => {
    over = true
    waiting.splice(0).forEach(nothing)
  }
  const end = (step: Step) => {
    if (!over) offer(step)
    close()
  }
  const leave = () => {
    steps.length = 0
    if (over) return
    close()
    onLeave()
  }
  const ask = (waiter: Waiter) => {
    const step = steps.shift() ?? (over && nothing)
    if (step) step(waiter)
    else waiting.push(waiter)
  }
  const fail = (error: unknown) => end(({ reject }) => reject(error))
  const sink: Sink = {
    next: (value) => offer(({ resolve }) => resolve({ done: false, value })),
    last: (value) => end(({ resolve }) => resolve({ done: true, value })),
    fail,
    abort(error) {
      steps.length = 0
      fail(error)
    },
  }
  return { iterator: iteratorOf(ask, leave), sink }
}

const nothing: Step = ({ resolve }) => resolve({ done: true, value: undefined })

function iteratorOf(ask: Step, leave: () => void): AsyncIterableIterator<unknown> {
  const iterator: AsyncIterableIterator<unknown> = {
    next: () => new Promise((resolve, reject) => ask({ resolve, reject })),
    return(value) {
      leave()
      return Promise.resolve({ done: true, value })
    },
    throw(error) {
      leave()
      return Promise.reject(error)
    },
    [Symbol.asyncIterator]: () => iterator,
  }
  return iterator
}
