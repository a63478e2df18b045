/** How long a question to WeChat may take in all, and when it is asked again. */
import { WeChatError } from './WeChatError.ts'

/** "System busy, try again later": the one answer that promises that nothing was done, so a code is still good. */
const busy = -1
const mostTries = 3
const firstPauseMs = 200

export interface Patience {
  /** For all tries and the pauses between them. */
  readonly deadlineMs: number
  readonly sleep: (ms: number) => Promise<unknown>
  readonly random: () => number
  readonly clock: () => number
}

/**
 * Asks again when WeChat says that it is busy, and for no other reason. `ask` is told how many milliseconds are left.
 * When a pause does not fit in, the last "busy" is thrown at once.
 */
export async function untilNotBusy<T>(ask: (leftMs: number) => Promise<T>, patience: Patience): Promise<T> {
  const end = patience.clock() + patience.deadlineMs
  for (let tries = 1; ; tries++) {
    try {
      return await ask(end - patience.clock())
    } catch (error) {
      const again = error instanceof WeChatError && error.errcode === busy && tries < mostTries
      const pauseMs = firstPauseMs * 2 ** (tries - 1) * (0.5 + patience.random() / 2)
      if (!again || patience.clock() + pauseMs >= end) throw error
      await patience.sleep(pauseMs)
    }
  }
}

/** Thrown when the time is up. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError'
}

/**
 * One deadline over a whole piece of work, also where the work does not listen to its signal. The signal is aborted
 * whenever the work fails, so that no connection stays open for an answer nobody reads.
 *
 * @throws {DeadlineError} after `ms` milliseconds
 */
export async function withinDeadline<T>(ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DeadlineError('The time is up')), ms)
  })
  try {
    return await Promise.race([work(controller.signal), late])
  } catch (error) {
    controller.abort(error)
    throw error
  } finally {
    clearTimeout(timer)
  }
}
