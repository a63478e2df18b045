/** Who calls, by the headers of a request: the same for procedures and for any other framework. */
import type { Auth, Known } from './auth.ts'
import { Refusal } from 'uni-trpc-protocol'
import type { User } from './account/user.ts'
import { refusalAnswer, type RefusalAnswer } from './refusalAnswer.ts'
import type { Session } from './session.ts'

/** `appId` and `openId` are WeChat's names of the program and the person: no answer may hold an openid. */
export interface KnownCaller {
  readonly user: User
  readonly session: Session
  readonly userId: string
  readonly appId: string
  readonly openId: string
}

export function knownCaller({ user, session, openId }: Known): KnownCaller {
  return { user, session, userId: user.id, appId: session.appId, openId }
}

/** A request's headers as Express, Fastify, Koa, Nest and node:http have them, or as Hono and fetch do. */
export type RequestHeaders =
  | { get(name: string): string | null }
  | Readonly<Record<string, string | readonly string[] | undefined>>

/** Somebody, or an expected "no". */
export type CallerAnswer =
  | {
      readonly caller: KnownCaller
      /**
       * A new token, when the one that came is past half its life: hand it to the phone, which keeps it in its place.
       */
      readonly renewed: string | null
      readonly refusal: null
    }
  | { readonly caller: null; readonly renewed: null; readonly refusal: RefusalAnswer }

/**
 * Checks the token of `authorization: Bearer …` (RFC 6750, 2.1) and answers whose it is, or how to refuse:
 * TOKEN_MISSING, TOKEN_INVALID, TOKEN_EXPIRED and SESSION_ENDED are 401, USER_DISABLED 403, STORE_BUSY 503.
 *
 * ```ts
 * const { caller, refusal } = await callerOf(auth, request.headers)
 * if (!caller) return response.writeHead(refusal.status, refusal.headers).end(JSON.stringify(refusal.body))
 * ```
 *
 * @throws whatever is no refusal: a fault, of the store say
 */
export async function callerOf(auth: Pick<Auth, 'check'>, headers: RequestHeaders): Promise<CallerAnswer> {
  try {
    const token = bearerOf(headerOf(headers, 'authorization'))
    if (token === null) throw new Refusal('TOKEN_MISSING')
    const { renewed, ...known } = await auth.check(token)
    return { caller: knownCaller(known), renewed, refusal: null }
  } catch (error) {
    const refusal = refusalAnswer(error)
    if (refusal === null) throw error
    return { caller: null, renewed: null, refusal }
  }
}

/** The token of an `authorization` header; `null` for none, or for another scheme. */
export function bearerOf(authorization: string | null | undefined): string | null {
  const [, token] = /^Bearer +(\S+)$/i.exec(authorization ?? '') ?? []
  return token ?? null
}

/** Names are of any case, for who calls from a queue or a gateway has them as they were written. */
function headerOf(headers: RequestHeaders, name: string): string | null {
  if (isFetchHeaders(headers)) return headers.get(name)
  const [, value] = Object.entries(headers).find(([key]) => key.toLowerCase() === name) ?? []
  return typeof value === 'string' ? value : null
}

function isFetchHeaders(headers: RequestHeaders): headers is { get(name: string): string | null } {
  return typeof headers.get === 'function'
}
