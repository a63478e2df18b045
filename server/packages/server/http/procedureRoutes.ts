/** The procedures, as the app answers them: the body's rule before, the headers of a stream after. */
import type { MiddlewareHandler } from 'hono'
import type { Env, Refuse } from './appRequest.ts'
import { limitBody } from './body/limitBody.ts'
import { refusalOfBody } from './body/refusalOfBody.ts'
import type { Api } from '../trpc/api.ts'
import { tooLongError } from '../trpc/handler.ts'

/** Nothing of an answer is kept by anybody, and a stream is passed on as it comes. */
export const uncached: MiddlewareHandler<Env> = async (c, next) => {
  await next()
  const isStream =
    c.res.headers.has('transfer-encoding') || c.res.headers.get('content-type')?.startsWith('text/event-stream')
  if (!isStream) return c.header('cache-control', 'no-store')
  // Proxies gather or compress an answer before they pass it on: nginx heeds the second header, Caddy the first.
  c.header('cache-control', 'no-store, no-transform')
  c.header('x-accel-buffering', 'no')
}

/** Refuses a body that this procedure does not take, and cuts one that turns out too long. */
export function withBodyRule(api: Api, refuse: Refuse): MiddlewareHandler<Env> {
  return (c, next) => {
    const rule = api.bodyRuleOf(c.req.path, c.req.raw.headers)
    const refusal = refusalOfBody(c.req.raw, rule)
    if (refusal) return Promise.resolve(refuse(c, refusal))
    limitBody(c.req.raw, { ...rule, tooLong: () => tooLongError(rule), incoming: c.env?.incoming })
    // The client waits for this word before it sends the body (RFC 9110, 10.1.1).
    if (c.env?.incoming?.headers.expect) c.env.outgoing?.writeContinue()
    return next()
  }
}
