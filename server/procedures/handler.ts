/** tRPC over HTTP: a Request in, a Response out, faults into the log. */
import { TRPCError } from '@trpc/server'
import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { getHTTPStatusCodeFromError } from '@trpc/server/http'
import { getErrorShape } from '@trpc/server/shared'
import { z } from 'zod'
import { Refusal, type Reason } from '../../shared/refusal.ts'
import type { BodyRule } from '../body/BodyRule.ts'
import { formType, mediaType } from '../body/mediaType.ts'
import { refusalOfLength } from '../body/refusalOfBody.ts'
import { Busy } from '../limit/Busy.ts'
import { RateLimited } from '../limit/RateLimited.ts'
import { WeChatError } from '../wechat/WeChatError.ts'
import { createContext, type Head, type RequestFacts, type Rooms } from './context.ts'
import { appRouter } from './router.ts'
import { reasonOf } from './trpc.ts'

export const endpoint = '/trpc'
export const maxBatchSize = 20
/** By their paths, such as `auth.login`. */
export const procedures: Readonly<Record<string, unknown>> = appRouter._def.procedures

export const plainRule: BodyRule = { maxBytes: 64 * 1024, isForm: false }
const ofForm = z.object({ meta: z.object({ formBytes: z.number() }) })
const formRules: ReadonlyMap<string, BodyRule> = new Map(
  Object.entries(procedures).flatMap(([path, procedure]) => {
    const found = ofForm.safeParse(typeof procedure === 'function' && '_def' in procedure ? procedure._def : null)
    return found.success ? [[`${endpoint}/${path}`, { maxBytes: found.data.meta.formBytes, isForm: true, tooLong: 'PICTURE_INVALID' }]] : []
  }),
)

/** What may come with a request for this path of the URL. */
export function bodyRuleOf(pathname: string, headers: Headers): BodyRule {
  const rule = formRules.get(pathname)
  return rule && mediaType(headers.get('content-type')) === formType ? rule : plainRule
}

/** For a body that turns out too long while it is read. */
export function tooLongError(rule: BodyRule): TRPCError {
  const { code, reason } = refusalOfLength(rule)
  return new TRPCError({ code, ...(reason && { cause: new Refusal(reason) }) })
}

export interface HandlerParts {
  readonly rooms: Rooms
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
      router: appRouter,
      createContext: ({ info, resHeaders }) =>
        createContext({ head, info, tell: (name, value) => resHeaders.set(name, value), facts, rooms: parts.rooms }),
      allowMethodOverride: true,
      maxBatchSize,
      responseMeta: ({ errors }) => ({ headers: retryAfter(errors) }),
      onError: ({ error, path }) => onError(error, path),
    })
  }
}

/** What is said of an error to those who count and those who log. */
export function tellFailures({ rooms, onError }: HandlerParts, { requestId, isCut }: RequestFacts) {
  return (error: TRPCError, path: string | undefined): void => {
    // What a client did not send to the end cannot be read, and that is no fault of ours.
    const reason = reasonOf(error) ?? (isCut() ? 'INPUT_INVALID' : null)
    rooms.metrics.called({ path, outcome: reason ?? 'fault' })
    onError({ requestId, path, reason, error: error.cause ?? error })
  }
}

/** RFC 9110, 10.2.3: in seconds, the longest wait that any call of the request met. */
export function retryAfter(errors: readonly TRPCError[]): Record<string, string> {
  const waits = errors.flatMap(({ cause }) => {
    if (cause instanceof RateLimited || cause instanceof Busy) return [cause.retryAfterSeconds]
    const failure = cause instanceof Refusal ? cause.cause : null
    return failure instanceof WeChatError && failure.retryAfterMs ? [Math.ceil(failure.retryAfterMs / 1000)] : []
  })
  return waits.length === 0 ? {} : { 'retry-after': String(Math.max(...waits)) }
}

export interface WholeRefusal {
  readonly code: TRPCError['code']
  readonly requestId: string
  /** Where the code alone does not say why. */
  readonly reason?: Reason
  /** In place of a reason, where the refusal says more. */
  readonly cause?: Refusal
}

/** An error for a whole request in tRPC's own shape, for what is decided before tRPC sees it. */
export function refuseWhole({ code, requestId, reason, cause = reason && new Refusal(reason) }: WholeRefusal): Response {
  const error = new TRPCError({ code, ...(cause && { cause }) })
  const config = appRouter._def._config
  const shape = getErrorShape({ config, error, type: 'unknown', path: undefined, input: undefined, ctx: undefined })
  const data = reasonOf(error) ? shape.data : { ...shape.data, requestId }
  return Response.json({ error: { ...shape, data } }, { status: getHTTPStatusCodeFromError(error), headers: retryAfter([error]) })
}
