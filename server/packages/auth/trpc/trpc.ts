/** The two kinds of procedure, and the one place where refusals and faults become tRPC errors. */
import { initTRPC, TRPCError } from '@trpc/server'
import { getHTTPStatusCodeFromError } from '@trpc/server/http'
import { z } from 'zod'
import { Refusal, refusals, type Reason } from 'uni-trpc-protocol'
import { faultSentence, sentences, type Sentence } from 'uni-trpc-protocol/sentences'
import { refusalForCall } from '../refuse.ts'
import { WeChatError } from '../wechat/WeChatError.ts'
import type { Context } from './context.ts'

const longestDetail = 200

/** What an error carries beside tRPC's own data: a reason if it is a refusal, the request id if it is a fault. */
interface ErrorData {
  readonly reason?: Reason
  readonly reasonCode?: number
  /** What to tell the person in place of the reason's own sentence. */
  readonly sentence?: Sentence
  readonly requestId?: string
}

/** What may be asked of a procedure before it is called. */
export interface Meta {
  /** Its input is a form of so many bytes at most; a longer one is PICTURE_INVALID. @default none: it is JSON */
  readonly formBytes?: number
}

const t = initTRPC
  .context<Context>()
  .meta<Meta>()
  .create({
    isDev: false,
    // A phone is told of a lost network by silence alone, so a stream is never silent for long.
    jsonl: { pingMs: 5_000 },
    errorFormatter({ shape, error, ctx }) {
      const reason = refusalReason(error)
      const sentence = error.cause instanceof Refusal ? error.cause.sentence : undefined
      const data: ErrorData = {
        ...(sentence && { sentence }),
        ...(reason && { reason, reasonCode: refusals[reason].number }),
        ...(!reason && ctx && { requestId: ctx.requestId }),
      }
      return { ...shape, message: messageOf(error, reason), data: { ...shape.data, ...data } }
    },
  })

export const router = t.router

/**
 * Refusals become tRPC's errors, and what went well is counted. Subscriptions come over the socket, all else over HTTP,
 * where limits, headers and sign-in are.
 */
const openly = t.middleware(async ({ ctx, path, type, next }) => {
  const isOverSocket = ctx.socket !== null
  if (isOverSocket !== (type === 'subscription')) throw new TRPCError({ code: 'METHOD_NOT_SUPPORTED' })
  const result = await next()
  if (result.ok) ctx.metrics.called({ path, outcome: 'ok' })
  if (result.ok) return result
  const { cause } = result.error
  if (cause instanceof WeChatError) throw asTRPCError(refusalForCall(cause))
  if (!(cause instanceof Refusal)) return result
  throw asTRPCError(cause)
})

/** Answers anybody. */
export const openProcedure = t.procedure.use(openly)

/** Answers whom the context could name, and tells everybody else why not. */
export const signedInProcedure = openProcedure.use(async ({ ctx, next }) => {
  const caller = ctx.socket ? await ctx.socket.caller() : ctx.caller
  if ('failure' in caller) throw caller.failure
  return next({ ctx: { caller, wechat: ctx.wechatOf(caller.appId), checkText: ctx.checkTextOf(caller) } })
})

/** A refusal with tRPC's code for it; anything else as it is. */
export function asTRPCError(error: unknown): unknown {
  if (!(error instanceof Refusal)) return error
  return new TRPCError({ code: refusals[error.reason].code, message: error.reason, cause: error })
}

/** Why the answer is an expected "no"; `null` for a fault. tRPC's own 4xx are refusals too. */
export function refusalReason(error: TRPCError): Reason | null {
  if (error.cause instanceof Refusal) return error.cause.reason
  if (error.code === 'NOT_FOUND') return 'NOT_FOUND'
  return getHTTPStatusCodeFromError(error) < 500 ? 'INPUT_INVALID' : null
}

function messageOf(error: TRPCError, reason: Reason | null): string {
  if (!reason) return faultSentence.en
  if (error.cause instanceof Refusal && error.cause.sentence) return error.cause.sentence.en
  const issue = error.cause instanceof z.ZodError ? error.cause.issues[0] : undefined
  // It may repeat every name that the client made up.
  const detail = issue ? ` ${[...issue.path, issue.message].join(': ')}`.slice(0, longestDetail) : ''
  return sentences[reason].en + detail
}
