/** From a request to who is calling: by a token, by a code that rides along, or nobody and why. */
import type { TRPCRequestInfo } from '@trpc/server/http'
import { formType, mediaType } from './mediaType.ts'
import { headers, Refusal } from 'uni-trpc-protocol'
import type { Identity } from '../entrance.ts'
import { maskAddress } from '../address.ts'
import type { Auth } from '../auth.ts'
import { bearerOf, knownCaller, type KnownCaller } from '../caller.ts'
import type { Origin } from '../signIn.ts'
import type { WhyEnded } from '../goodSession.ts'
import type { AuthLimits, SignInOrigin } from '../AuthLimits.ts'
import type { Accounts } from '../account/accounts.ts'
import type { Author, CheckText } from '../contentCheck.ts'
import type { AppWeChat } from '../wechat/appWeChat.ts'

export type Caller = KnownCaller | { readonly failure: unknown }

/** What every procedure gets. Only types of our own, or Node's globals would leak into the client's type check. */
export interface Context extends Services {
  readonly requestId: string
  readonly caller: Caller
  /** The token of the authorization header, as it came. */
  readonly bearer: string | null
  /** Where a sign-in would come from; few calls ask, so it is worked out when one does. */
  readonly origin: () => Origin
  /** Whether the input stands in the URL, where no token may be. */
  readonly inputInUrl: boolean
  /** The connection that subscriptions come on; `null` over HTTP, which has none. */
  readonly socket: SocketSide | null
}

/** What procedures of signed-in people get. */
export interface SignedInContext extends Context {
  readonly caller: KnownCaller
}

/** A connection outlives its token, so its caller is asked for again at each operation. */
export interface SocketSide {
  /** @throws {Refusal} SESSION_ENDED, USER_DISABLED, TOKEN_EXPIRED, STORE_BUSY */
  caller(): Promise<KnownCaller>
  /** Calls `tell` once, when the session has ended; the returned function takes that back. */
  onEnded(tell: (why: WhyEnded) => void): () => void
}

/** What the app knows of a request beyond the request itself. */
export interface RequestFacts {
  readonly requestId: string
  /** Who is at the other end; worked out when asked for. */
  readonly client: () => SignInOrigin
  /** Whom a gateway in front of the server names, where it is trusted to say so. */
  readonly vouched: Identity | null
  /** Whether the client went away before all of its request was here. */
  readonly isCut: () => boolean
}

/** Who counts calls. */
export interface CallCount {
  /** Counts one: `ok`, a reason, or `fault`. */
  called(call: { readonly path: string | undefined; readonly outcome: string }): void
}

/** What procedures call. */
export interface Services {
  readonly auth: Auth
  readonly accounts: Accounts
  readonly metrics: CallCount
  readonly limits: Pick<AuthLimits, 'perStory'>
  /** WeChat's API in the name of this app. */
  readonly wechatOf: (appId: string) => AppWeChat
  /** WeChat's content check, for what this person writes; passes everything where it is switched off. */
  readonly checkTextOf: (author: Author) => CheckText
  /**
   * Where a product keeps what is its own; only what put it there can open it. Its type stays unsaid, for whatever is
   * reachable from here reaches the client's compiler.
   */
  readonly data?: unknown
}

/** What a request says of itself, whichever way it came. */
export interface Head {
  readonly method: string | undefined
  /** By its name in lower case; the values of a name that came twice stand joined. */
  header(name: string): string | null | undefined
}

interface Incoming {
  readonly head: Head
  readonly info: Pick<TRPCRequestInfo, 'type' | 'calls'>
  /** Sets a header of the answer. */
  readonly tell: (name: string, value: string) => void
  readonly facts: RequestFacts
  readonly services: Services
}

/** Never throws: what went wrong is told by the procedures that need a user, and only by them. */
export async function createContext(incoming: Incoming): Promise<Context> {
  const { head, facts, services } = incoming
  const bearer = bearerOf(head.header(headers.authorization))
  const origin = (): Origin => originOf(head, facts)
  const caller = await recognised(incoming, { bearer, origin })
  return {
    requestId: facts.requestId,
    caller,
    bearer,
    origin,
    inputInUrl: head.method !== 'POST',
    socket: null,
    ...services,
  }
}

function originOf(head: Head, { client, vouched, requestId }: RequestFacts): Origin {
  const { address, claimedAddress } = client()
  return {
    appId: appIdOf(head),
    device: deviceOf(head.header('user-agent')),
    address: maskAddress(address),
    fullAddress: address,
    claimedAddress,
    vouched,
    requestId,
  }
}

/** By the token; where that does not help but signing in would, by the code. */
async function recognised(incoming: Incoming, { bearer, origin }: Pick<Context, 'bearer' | 'origin'>): Promise<Caller> {
  const {
    head,
    info,
    tell,
    services: { auth },
  } = incoming
  const code = head.header(headers.loginCode) ?? null
  const maySignIn = code !== null && (await isSound(head, info))
  try {
    try {
      if (bearer === null) throw new Refusal('TOKEN_MISSING')
      const { renewed, ...known } = await auth.check(bearer)
      if (renewed) tell(headers.sessionToken, renewed)
      return knownCaller(known)
    } catch (failure) {
      if (!maySignIn || !isCured(failure)) throw failure
      const { token, ...known } = await auth.signIn({ ...origin(), code }, bearer)
      tell(headers.sessionToken, token)
      return knownCaller(known)
    }
  } catch (failure) {
    return { failure }
  }
}

/** Signing in cures a token that is missing, old or broken; a session that somebody ended is for the person to hear. */
function isCured(failure: unknown): boolean {
  if (!(failure instanceof Refusal)) return false
  return failure.reason === 'TOKEN_MISSING' || failure.reason === 'TOKEN_EXPIRED' || failure.reason === 'TOKEN_INVALID'
}

/** Whether every call can be answered as sent; a code is single use and must not be spent on a request that cannot. */
async function isSound({ method = '', header }: Head, info: Incoming['info']): Promise<boolean> {
  const methods = { query: ['GET', 'POST'], mutation: ['POST'], subscription: ['GET'] }
  const sound = ({ procedure }: TRPCRequestInfo['calls'][number]) =>
    procedure !== null && procedure._def.type === info.type && methods[procedure._def.type].includes(method)
  if (!info.calls.every(sound)) return false
  // A form costs more than all the rest, so it is read only for somebody who is known by then.
  if (mediaType(header('content-type')) === formType) return true
  return Promise.all(info.calls.map((call) => call.getRawInput())).then(
    () => true,
    () => false,
  )
}

/** Audit rows keep it, so what is no app id at all comes in as one that nobody has. */
function appIdOf({ header }: Head): string | null {
  const appId = header(headers.appId) ?? null
  return appId === null || /^[\w-]{1,64}$/.test(appId) ? appId : 'unknown'
}

/** What a phone says of itself: the first parenthesis of its user agent, e.g. `Linux; Android 14; Pixel 8`. */
function deviceOf(userAgent: string | null | undefined): string | null {
  const [, device] = /\(([^)]{1,80})/.exec(userAgent ?? '') ?? []
  return device ?? null
}
