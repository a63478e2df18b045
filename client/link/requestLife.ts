/**
 * The life of one HTTP request, from the wish for headers to its end. It ends once: by its answer, its failure, its
 * callers, or by its time, which begins with the wish, for neither headers nor a turn nor a host can be relied on.
 */
import { attempt, failure, type Call } from './call.ts'
import type { Exchange, Reading } from './reading.ts'
import type { RequestTaskEsque } from './RequestEsque.ts'
import { TransportError } from './TransportError.ts'

/** Milliseconds after its time in which a host may still say that time is up. Some never do. */
const hostGrace = 5_000

export interface RequestLife {
  reading: Reading
  /** Its turn has come; false if it has ended before. `done` is called when it ends. */
  begin: (done: () => void) => boolean
  /** The host gave its task: it is aborted if it comes too late. */
  hold: (task: RequestTaskEsque) => void
  /** Ends the request with `act`, unless it has ended already. */
  end: (act: () => void) => void
  /** Aborts the request and fails what is unsettled. */
  breakOff: (thrown: unknown) => void
}

export interface LifeOptions extends Pick<Exchange, 'calls' | 'deserialize' | 'tell'> {
  /** Milliseconds. */
  timeout: number
  read: (exchange: Exchange) => Reading
}

/** Calls that have ended when its turn comes are taken out of `calls`. */
export function createRequestLife({ calls, deserialize, tell, timeout, read }: LifeOptions): RequestLife {
  let task: RequestTaskEsque | undefined
  let isAborted = false
  let isOver = false
  let release: (() => void) | undefined
  let silence: ReturnType<typeof setTimeout> | undefined

  const end = (act: () => void) => {
    if (isOver) return
    isOver = true
    clearTimeout(deadline)
    clearTimeout(silence)
    try {
      act()
    } catch (thrown) {
      reading.fail(thrown)
    }
    // Only now: an aborted request counts until it is.
    release?.()
  }
  const abort = () => {
    isAborted = true
    attempt(() => task?.abort?.())
  }
  const breakOff = (thrown: unknown) => {
    end(abort)
    reading.fail(thrown)
  }
  const leave = () => {
    if (!reading.busy()) end(abort)
  }
  const alive = (idleMs: number) => {
    clearTimeout(silence)
    if (!isOver) silence = setTimeout(() => breakOff(new TransportError('interrupted')), idleMs)
  }
  const reading = read({ calls, deserialize, tell, alive, leave, breakOff })
  const late = () => {
    for (const call of calls.filter(isOpen)) {
      call.settle(failure(new TransportError('timeout')))
      call.onGone()
    }
  }
  let deadline = setTimeout(() => {
    if (release) deadline = setTimeout(late, hostGrace)
    else late()
  }, timeout)
  for (const call of calls) {
    call.onGone = () => {
      reading.drop(call)
      leave()
    }
  }
  return {
    reading,
    begin(done) {
      if (isOver) done()
      else release = done
      calls.splice(0, calls.length, ...calls.filter(isOpen))
      return !isOver
    },
    hold(given) {
      task = given
      if (isAborted) abort()
      else reading.attach(given)
    },
    end,
    breakOff,
  }
}

function isOpen(call: Call): boolean {
  return call.open()
}
