/** A router, and what the server must know of its procedures before any of them is called. */
import { TRPCError, type AnyTRPCProcedure, type AnyTRPCRouter } from '@trpc/server'
import { getHTTPStatusCodeFromError } from '@trpc/server/http'
import { getErrorShape } from '@trpc/server/shared'
import { z } from 'zod'
import { Refusal, type Reason } from 'uni-trpc-protocol'
import type { BodyRule } from '../http/body/BodyRule.ts'
import { formType, mediaType, refusalReason } from 'uni-trpc-auth/trpc'
import { retryAfter } from './retryAfter.ts'

/** As tRPC makes them, whatever their context. */
export type Router = AnyTRPCRouter
export type Procedure = AnyTRPCProcedure

export const endpoint = '/trpc'
export const maxBatchSize = 20
export const plainRule: BodyRule = { maxBytes: 64 * 1024, isForm: false }

const unknown = 'unknown'
const prefix = `${endpoint}/`
const pages: ReadonlySet<string> = new Set(['/prefetch', '/openapi.json', '/metrics', '/livez', '/readyz'])

export interface Api {
  readonly router: Router
  /** By their paths, such as `auth.login`. */
  readonly procedures: ReadonlyMap<string, Procedure>
  /** What may come with a request for this path of the URL. */
  bodyRuleOf(pathname: string, headers: Headers): BodyRule
  /** An error for a whole request in tRPC's own shape, for what is decided before tRPC sees it. */
  refuse(refusal: WholeRefusal): Response
  /** The same, for whoever makes no Response of it. */
  refusalOf(refusal: WholeRefusal): WholeAnswer
  /**
   * What a log may say was asked for: the path of a call with its procedures, of a picture without its id. What the
   * server does not have could be a token in the wrong place.
   */
  knownPath(path: string): string
  /** The path of one procedure, such as `auth.login`. */
  knownProcedure(path: string | undefined): string | undefined
}

export interface WholeRefusal {
  readonly code: TRPCError['code']
  readonly requestId: string
  /** Where the code alone does not say why. */
  readonly reason?: Reason
  /** In place of a reason, where the refusal says more. */
  readonly cause?: Refusal
}

export interface WholeAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** JSON. */
  readonly text: string
}

export function createApi(router: Router): Api {
  const procedures = proceduresOf(router)
  const formRules = formRulesOf(procedures)
  const refusalOf: Api['refusalOf'] = ({ code, requestId, reason, cause = reason && new Refusal(reason) }) => {
    const error = new TRPCError({ code, ...(cause && { cause }) })
    const { _config: config } = router._def
    const shape = errorShape.parse(
      getErrorShape({ config, error, type: 'unknown', path: undefined, input: undefined, ctx: undefined }),
    )
    const data = refusalReason(error) ? shape.data : { ...shape.data, requestId }
    const text = JSON.stringify({ error: { ...shape, data } })
    return { status: getHTTPStatusCodeFromError(error), headers: retryAfter([error]), text }
  }
  const areKnown = (names: string): boolean => {
    if (procedures.has(names)) return true
    const each = names.split(',', maxBatchSize + 1)
    return each.length <= maxBatchSize && each.every((name) => procedures.has(name))
  }
  return {
    router,
    procedures,
    bodyRuleOf(pathname, headers) {
      const rule = formRules.get(pathname)
      return rule && mediaType(headers.get('content-type')) === formType ? rule : plainRule
    },
    refuse(refusal) {
      const { status, headers, text } = refusalOf(refusal)
      return new Response(text, { status, headers: { 'content-type': 'application/json', ...headers } })
    },
    refusalOf,
    knownPath(path) {
      if (path.startsWith(prefix)) return areKnown(path.slice(prefix.length)) ? path : unknown
      if (pages.has(path)) return path
      return path.startsWith('/avatars/') ? '/avatars' : unknown
    },
    knownProcedure: (path) => (path === undefined || procedures.has(path) ? path : unknown),
  }
}

/** tRPC's errors, whatever else a formatter puts into them. */
const errorShape = z.looseObject({ data: z.looseObject({}) })

function proceduresOf({ _def }: Router): ReadonlyMap<string, Procedure> {
  const all: Readonly<Record<string, unknown>> = _def.procedures
  return new Map(
    Object.entries(all).flatMap(([path, procedure]) => (isProcedure(procedure) ? [[path, procedure]] : [])),
  )
}

function isProcedure(value: unknown): value is Procedure {
  return typeof value === 'function' && '_def' in value
}

const ofForm = z.object({ meta: z.object({ formBytes: z.number() }) })

function formRulesOf(procedures: Api['procedures']): ReadonlyMap<string, BodyRule> {
  return new Map(
    Array.from(procedures).flatMap(([path, { _def }]) => {
      const found = ofForm.safeParse(_def)
      if (!found.success) return []
      return [[`${prefix}${path}`, { maxBytes: found.data.meta.formBytes, isForm: true, tooLong: 'PICTURE_INVALID' }]]
    }),
  )
}
