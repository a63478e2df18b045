/**
 * One deadline over a whole piece of work, also where the work does not listen to its signal. The signal is aborted
 * whenever the work fails, so that no connection stays open for an answer nobody reads.
 */

/** Thrown when the time is up. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError'
}

/** @throws {DeadlineError} after `ms` milliseconds */
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
