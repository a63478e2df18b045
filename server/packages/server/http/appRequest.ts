/** What requests pass on their way in and out, whatever they ask for. */
import type { HttpBindings } from '@hono/node-server'
import type { Context, MiddlewareHandler } from 'hono'
import { Busy } from 'uni-trpc-auth'
import type { RequestFacts } from 'uni-trpc-auth/trpc'
import { headers } from 'uni-trpc-protocol'
import type { Admission } from './admission.ts'
import { finishBody } from './body/finishBody.ts'
import type { FactsOf } from './requestFacts.ts'
import { maxBatchSize, type WholeRefusal } from '../trpc/api.ts'

/** What the app knows of a request beside the request. */
export type Env = { Bindings: Partial<HttpBindings>; Variables: { facts: RequestFacts } }

/** Answers a refusal in tRPC's shape, by the name of this request. */
export type Refuse = (c: Context<Env>, refusal: Omit<WholeRefusal, 'requestId'>) => Response

export interface FrameParts {
  readonly factsOf: FactsOf
  readonly refuse: Refuse
  /** `began` is by `performance.now()`. */
  readonly onAnswered: (c: Context<Env>, began: number) => void
}

/** Gives a request its name, turns away what nobody further in can read, and tells of the answer. */
export function frameRequests({ factsOf, refuse, onAnswered }: FrameParts): MiddlewareHandler<Env> {
  return async (c, next) => {
    const began = performance.now()
    const facts = factsOf(c.env?.incoming, (name) => c.req.header(name))
    c.set('facts', facts)
    // A Host that is none: everybody further in takes the address for a URL.
    if (!URL.canParse(c.req.url)) c.res = refuse(c, { code: 'BAD_REQUEST' })
    // No Request can be made of it, which whoever is mounted further in wants to.
    else if (c.req.method === 'TRACE') c.res = refuse(c, { code: 'METHOD_NOT_SUPPORTED' })
    else await next()
    c.header(headers.requestId, facts.requestId)
    const answer = await finishBody(c.res, c.env?.incoming)
    if (answer !== c.res) c.res = answer
    onAnswered(c, began)
  }
}

/** Refuses at once what could not be answered soon; each call of a batch counts. */
export function admitted(admission: Admission, refuse: Refuse): MiddlewareHandler<Env> {
  return async (c, next) => {
    const calls = Math.min(c.req.path.split(',').length, maxBatchSize)
    if (admission.enter(calls, c.req.header(headers.authorization) !== undefined))
      return refuse(c, { code: 'SERVICE_UNAVAILABLE', cause: new Busy() })
    try {
      await next()
    } finally {
      admission.leave(calls)
    }
  }
}
