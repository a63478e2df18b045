/** Sign-in: a code of WeChat's becomes a session of ours. Every way in passes here, so every rule lives here. */
import { createHash } from 'node:crypto'
import { Refusal } from '../../shared/refusal.ts'
import type { Store } from '../store/store.ts'
import type { UserRow, SessionRow } from '../store/tables.ts'
import type { WeChat } from '../wechat/wechat.ts'
import { refusalFor } from './refuse.ts'
import type { Lifetimes } from './session.ts'

/** Printable ASCII, as WeChat's codes are; what does not look like one costs WeChat's quota nothing. */
const codeShape = /^[\x20-\x7e]{8,256}$/

export interface SignInRequest {
  readonly code: string
  /** Needed when several apps are configured. */
  readonly appId: string | null
  readonly device: string | null
  /** Masked. */
  readonly address: string | null
  /** The session that an authentic, even expired, token of the caller names; it is replaced if it is of the same identity. */
  readonly previousSessionId: string | null
}

export interface SignInParts {
  readonly store: Store
  readonly wechat: WeChat
  readonly appIds: readonly string[]
  readonly lifetimes: Lifetimes
  readonly sessionCap: number
  readonly now: () => number
  /** A new unguessable id of at least 128 bits. */
  readonly newId: () => string
  /** The one code of DevTools' tourist mode, which only the sandbox takes, again and again. */
  readonly touristCode?: string | undefined
}

/**
 * @throws {Refusal} CODE_INVALID, CODE_USED, CODE_BLOCKED, APP_UNKNOWN, USER_DISABLED, WECHAT_*, STORE_BUSY
 */
export type SignIn = (request: SignInRequest) => Promise<{ user: UserRow; session: SessionRow }>

export function createSignIn(parts: SignInParts): SignIn {
  const { store, wechat, lifetimes, now, newId } = parts

  return async (request) => {
    if (!codeShape.test(request.code)) throw new Refusal('CODE_INVALID')
    const appId = appOf(request.appId, parts.appIds)
    await spend(request.code, parts)
    const identity = await wechat.exchangeCode(appId, request.code).catch((error: unknown) => {
      throw refusalFor(error)
    })
    const at = now()
    return store.signIn({
      ...identity,
      appId,
      userId: newId(),
      session: {
        id: newId(),
        device: request.device,
        address: request.address,
        createdAt: at,
        expiresAt: at + lifetimes.max,
      },
      replaces: request.previousSessionId,
      cap: parts.sessionCap,
    })
  }
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
