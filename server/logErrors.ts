/** How errors of procedures are logged, over HTTP and over the socket: a refusal in passing, a fault as one. */
import type { Log } from './log.ts'
import type { ErrorEvent } from './procedures/handler.ts'

export function logErrors(log: Log): (event: ErrorEvent) => void {
  return ({ error, reason, path, requestId }) => {
    // What is not there was never ours to name, and may be anything.
    const event = { requestId, path: reason === 'NOT_FOUND' ? 'unknown' : path }
    if (reason) log.info({ ...event, reason, cause: causeOf(error) }, 'refusal')
    else log.error({ ...event, err: error }, 'fault')
  }
}

/** What made the server say no, if that was more than its own rules: WeChat's errcode, say. */
function causeOf(error: Error): unknown {
  return error.cause instanceof Error ? { ...error.cause, message: error.cause.message } : undefined
}
