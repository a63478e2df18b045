/** Sign-in: a code of WeChat's becomes a session of ours. Every way in passes here, so every rule lives here. */
import { createHash } from 'node:crypto'
import { Refusal, type Reason } from 'uni-trpc-protocol'
import type { Audit } from './Audit.ts'
import { Busy } from './waitRefusals.ts'
import { createConcurrencyLimit } from './concurrencyLimit.ts'
import type { AuthLimits } from './AuthLimits.ts'
import { refusalFor } from './refuse.ts'
import type { AuthStore, SessionRow, UserRow } from './AuthStore.ts'
import type { WeChat } from './wechat/wechat.ts'
import { cloudrunCode, type CloudIdentity } from './cloudrun.ts'
import { idleSince, type Lifetimes } from './goodSession.ts'

/** One word, as WeChat's codes are; what does not look like one costs WeChat's quota nothing. */
const codeShape = /^[\w+/=.~-]{8,256}$/

/** What somebody who tries codes would meet; failures of WeChat's or ours count against nobody. */
const guessed: readonly Reason[] = ['CODE_INVALID', 'CODE_USED', 'CODE_BLOCKED', 'APP_UNKNOWN']

/** Waiting or at work. One takes WeChat's tenth of a second and a commit, so these are answered within seconds. */
const mostAtOnce = 150

/** Where a sign-in comes from. */
export interface Origin {
  /** Needed when several apps are configured. */
  readonly appId: string | null
  readonly device: string | null
  /** Masked: this is kept and shown. */
  readonly address: string | null
  /** In full, for the limits alone, which keep a hash of it. */
  readonly fullAddress: string | null
  /** Whom a proxy that is not trusted names, for the limits alone. */
  readonly claimedAddress?: string | null | undefined
  /** Who calls, where CloudRun is trusted to say so. */
  readonly cloud: CloudIdentity | null
  readonly requestId: string
}

export interface SignInRequest extends Origin {
  readonly code: string
  /** The version of the agreement that the person accepted for it, where a page asked. */
  readonly consent?: string | undefined
  /** The session that the caller's authentic, even expired, token names; replaced if it is of the same identity. */
  readonly previousSessionId: string | null
}

export interface SignInParts {
  readonly store: AuthStore
  readonly wechat: Pick<WeChat, 'exchangeCode' | 'appIds'>
  readonly limits: Pick<AuthLimits, 'guardSignIn' | 'perIdentity'>
  readonly audit: Audit
  readonly lifetimes: Lifetimes
  readonly sessionCap: number
  readonly now: () => number
  /** A new unguessable id of at least 128 bits. */
  readonly newId: () => string
  /** The one code of DevTools' tourist mode, which only the sandbox takes, again and again. */
  readonly touristCode?: string | undefined
}

/**
 * @throws {Refusal} CODE_INVALID, CODE_USED, CODE_BLOCKED, APP_UNKNOWN, RATE_LIMITED, USER_DISABLED, WECHAT_*,
 * STORE_BUSY
 */
export type SignIn = (request: SignInRequest) => Promise<{ user: UserRow; session: SessionRow }>

export function createSignIn(parts: SignInParts): SignIn {
  const { limits, audit } = parts
  const concurrency = createConcurrencyLimit(mostAtOnce)

  return async (request) => {
    const { appId, address, requestId } = request
    // Before the code is spent, so that it counts when the person comes back.
    if (!concurrency.enter()) throw new Busy()
    try {
      const signIn = () => beginSession(request, parts)
      return await limits.guardSignIn(
        { address: request.fullAddress, claimedAddress: request.claimedAddress },
        { signIn, isFailure: isGuess },
      )
    } catch (error) {
      // Not waited for: the person has an answer already. Those who are limited would fill the table.
      if (isGuess(error) || isDisabled(error))
        void audit({ event: 'refusal', appId, address, requestId, detail: error.reason })
      throw error
    } finally {
      concurrency.leave()
    }
  }
}

function isDisabled(error: unknown): error is Refusal {
  return error instanceof Refusal && error.reason === 'USER_DISABLED'
}

function isGuess(error: unknown): error is Refusal {
  return error instanceof Refusal && guessed.includes(error.reason)
}

async function beginSession(request: SignInRequest, parts: SignInParts): ReturnType<SignIn> {
  const { store, limits, lifetimes, now, newId } = parts
  if (!codeShape.test(request.code) && request.code !== parts.touristCode) throw new Refusal('CODE_INVALID')
  const appId = appOf(
    request.code === cloudrunCode ? (request.cloud?.appId ?? null) : request.appId,
    parts.wechat.appIds,
  )
  const identity = await identityOf(request, appId, parts)
  await limits.perIdentity(appId, identity.openId)
  const createdAt = now()
  const { device, address, requestId, consent } = request
  return store.signIn({
    ...identity,
    appId,
    requestId,
    consent,
    userId: newId(),
    session: { id: newId(), device, address, createdAt, expiresAt: createdAt + lifetimes.max },
    replaces: request.previousSessionId,
    cap: parts.sessionCap,
    idleSince: idleSince({ lifetimes, at: createdAt }),
  })
}

interface Proven {
  readonly openId: string
  readonly unionId: string | null
  /** Null where WeChat vouched for the person without a code. */
  readonly sessionKey: string | null
}

async function identityOf({ code, cloud }: SignInRequest, appId: string, parts: SignInParts): Promise<Proven> {
  if (code === cloudrunCode) {
    if (!cloud) throw new Refusal('CODE_INVALID')
    return { openId: cloud.openId, unionId: cloud.unionId, sessionKey: null }
  }
  await spend(code, parts)
  return parts.wechat.exchangeCode(appId, code).catch((error: unknown) => {
    throw refusalFor(error)
  })
}

function appOf(asked: string | null, appIds: readonly string[]): string {
  const [only, ...others] = appIds
  const appId = asked ?? (others.length === 0 ? only : undefined)
  if (appId === undefined || !appIds.includes(appId)) throw new Refusal('APP_UNKNOWN')
  return appId
}

/** Before WeChat is asked, so that a second use, on any node, is told apart from a code that WeChat does not know. */
async function spend(code: string, { store, touristCode }: SignInParts): Promise<void> {
  if (code === touristCode) return
  const hash = createHash('sha256').update(code).digest('base64url')
  if (!(await store.spendCode(hash))) throw new Refusal('CODE_USED')
}
