/** tRPC over HTTP: a Request in, a Response out, faults into the log. */
import { TRPCError } from '@trpc/server'
import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { getHTTPStatusCodeFromError } from '@trpc/server/http'
import { getErrorShape } from '@trpc/server/shared'
import type { Auth } from '../auth/auth.ts'
import { createContext, type RequestFacts } from './context.ts'
import { appRouter } from './router.ts'
import { reasonOf } from './trpc.ts'

export const endpoint = '/trpc'
const maxBatchSize = 20

export interface HandlerParts {
  readonly auth: Auth
  /** Told of every error with the path of its procedure; `reason` is null for a fault. */
  readonly onError: (event: ErrorEvent) => void
}

export interface ErrorEvent {
  readonly requestId: string
  readonly path: string | undefined
  readonly reason: string | null
  readonly error: Error
}

export function createHandler({ auth, onError }: HandlerParts) {
  return (req: Request, facts: RequestFacts): Promise<Response> =>
    fetchRequestHandler({
      endpoint,
      req,
      router: appRouter,
      createContext: (options) => createContext({ ...options, facts, auth }),
      allowMethodOverride: true,
      maxBatchSize,
      onError: ({ error, path }) =>
        onError({ requestId: facts.requestId, path, reason: reasonOf(error), error: error.cause ?? error }),
    })
}

/** An error for a whole request in tRPC's own shape, for what is decided before tRPC sees it. */
export function refuseWhole(code: TRPCError['code'], requestId: string): Response {
  const error = new TRPCError({ code })
  const config = appRouter._def._config
  const shape = getErrorShape({ config, error, type: 'unknown', path: undefined, input: undefined, ctx: undefined })
  const data = reasonOf(error) ? shape.data : { ...shape.data, requestId }
  return Response.json({ error: { ...shape, data } }, { status: getHTTPStatusCodeFromError(error) })
}
