/** Sign-in: a code of WeChat's becomes a session of ours. Every way in passes here, so every rule lives here. */
import { Refusal, type Reason } from 'uni-trpc-protocol'
import type { Audit } from './Audit.ts'
import { Busy } from './waitRefusals.ts'
import { createConcurrencyLimit } from './concurrencyLimit.ts'
import type { AuthLimits } from './AuthLimits.ts'
import type { AuthStore, SessionRow, UserRow } from './AuthStore.ts'
import type { WeChat } from './wechat/wechat.ts'
import { appOf, codeEntrance, type Entrance, type Presented } from './entrance.ts'
import { idleSince, type Lifetimes } from './goodSession.ts'

/** What somebody who tries codes would meet; failures of WeChat's or ours count against nobody. */
const guessed: readonly Reason[] = ['CODE_INVALID', 'CODE_USED', 'CODE_BLOCKED', 'APP_UNKNOWN']

/** Waiting or at work. One takes WeChat's tenth of a second and a commit, so these are answered within seconds. */
const mostAtOnce = 150

/** Where a sign-in comes from. */
export interface Origin extends Pick<Presented, 'appId' | 'vouched'> {
  readonly device: string | null
  /** Masked: this is kept and shown. */
  readonly address: string | null
  /** In full, for the limits alone, which keep a hash of it. */
  readonly fullAddress: string | null
  /** Whom a proxy that is not trusted names, for the limits alone. */
  readonly claimedAddress?: string | null | undefined
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
  /** Ways in beside WeChat's codes. @default none */
  readonly entrances?: readonly Entrance[] | undefined
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
  const { store, limits, lifetimes, now, newId, wechat } = parts
  const entrance = parts.entrances?.find((found) => found.takes(request)) ?? codeEntrance(parts)
  const identity = await entrance.prove(request, wechat)
  const appId = appOf(identity.appId, wechat.appIds)
  await limits.perIdentity(appId, identity.openId)
  const createdAt = now()
  const { device, address, requestId, consent } = request
  return store.signIn({
    ...identity,
    requestId,
    consent,
    userId: newId(),
    session: { id: newId(), device, address, createdAt, expiresAt: createdAt + lifetimes.max },
    replaces: request.previousSessionId,
    cap: parts.sessionCap,
    idleSince: idleSince({ lifetimes, at: createdAt }),
  })
}
