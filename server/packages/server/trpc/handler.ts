/** tRPC over HTTP: a Request in, a Response out, faults into the log. */
import { TRPCError } from '@trpc/server'
import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { Refusal } from 'uni-trpc-protocol'
import type { BodyRule } from '../http/body/BodyRule.ts'
import { refusalOfLength } from '../http/body/refusalOfBody.ts'
import { endpoint, maxBatchSize, type Api } from './api.ts'
import { createContext, type Head, refusalReason, type RequestFacts, type Services } from 'uni-trpc-auth/trpc'
import { retryAfter } from './retryAfter.ts'

/** For a body that turns out too long while it is read. */
export function tooLongError(rule: BodyRule): TRPCError {
  const { code, reason } = refusalOfLength(rule)
  return new TRPCError({ code, ...(reason && { cause: new Refusal(reason) }) })
}

export interface HandlerParts {
  readonly api: Api
  readonly services: Services
  /** Told of every error with the path of its procedure; `reason` is null for a fault. */
  readonly onError: (event: ErrorEvent) => void
}

export interface ErrorEvent {
  readonly requestId: string
  readonly path: string | undefined
  readonly reason: string | null
  readonly error: Error
}

export function createHandler(parts: HandlerParts) {
  return (req: Request, facts: RequestFacts): Promise<Response> => {
    const onError = tellFailures(parts, facts)
    const head: Head = { method: req.method, header: (name) => req.headers.get(name) }
    return fetchRequestHandler({
      endpoint,
      req,
      router: parts.api.router,
      createContext: ({ info, resHeaders }) =>
        createContext({
          head,
          info,
          tell: (name, value) => resHeaders.set(name, value),
          facts,
          services: parts.services,
        }),
      allowMethodOverride: true,
      maxBatchSize,
      responseMeta: ({ errors }) => ({ headers: retryAfter(errors) }),
      onError: ({ error, path }) => onError(error, path),
    })
  }
}

/** What is said of an error to those who count and those who log. */
export function tellFailures({ services, onError }: HandlerParts, { requestId, isCut }: RequestFacts) {
  return (error: TRPCError, path: string | undefined): void => {
    // What a client did not send to the end cannot be read, and that is no fault of ours.
    const reason = refusalReason(error) ?? (isCut() ? 'INPUT_INVALID' : null)
    services.metrics.called({ path, outcome: reason ?? 'fault' })
    onError({ requestId, path, reason, error: error.cause ?? error })
  }
}
