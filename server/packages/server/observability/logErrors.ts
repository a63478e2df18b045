/** How errors of procedures are logged, over HTTP and over the socket: a refusal in passing, a fault as one. */
import type { Log } from './log.ts'
import type { Api } from '../trpc/api.ts'
import type { ErrorEvent } from '../trpc/handler.ts'

export function logErrors(log: Log, { knownProcedure }: Pick<Api, 'knownProcedure'>): (event: ErrorEvent) => void {
  return ({ error, reason, path, requestId }) => {
    const event = { requestId, path: knownProcedure(path) }
    if (!reason) return log.error({ ...event, err: error }, 'fault')
    // What made the server say no, if that was more than its own rules: WeChat's errcode, say.
    log.info({ ...event, reason, cause: error.cause }, 'refusal')
  }
}
