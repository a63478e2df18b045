/** Sign in, check, renew, sign out: what a token is worth, decided here and nowhere else. */
import { randomBytes } from 'node:crypto'
import { Refusal } from 'uni-trpc-protocol'
import { maskAddress } from './address.ts'
import type { Audit } from './Audit.ts'
import type { AuthLimits } from './AuthLimits.ts'
import type { EndScope, SessionRow, UserRow } from './AuthStore.ts'
import { toUser, type User } from './account/user.ts'
import type { Lifetimes } from './goodSession.ts'
import { createMemoryLimits } from './memoryLimits.ts'
import { createOwnSessions, type OwnSessions } from './ownSessions.ts'
import { toSession, type Session } from './session.ts'
import { createSessionCheck, type SessionCheck } from './sessionCheck.ts'
import {
  createSessionTokens,
  type PrefetchToken,
  type SessionTokens,
  type SessionTokensParts,
} from './sessionTokens.ts'
import { createSignIn, type Origin, type SignInParts, type SignInRequest } from './signIn.ts'
import type { WeChat } from './wechat/wechat.ts'

/** Last-seen is written at most this often, or a busy person would cost a write per request. */
const lastSeenStepMs = 5 * 60_000

/** Whom a token stands for. */
export interface Known {
  readonly user: User
  readonly session: Session
  /** WeChat's name of the person in the session's app: for calls to WeChat, never for an answer. */
  readonly openId: string
}

export interface SignedIn extends Known {
  readonly token: string
}

export interface Checked extends Known {
  /** A new token, when the one checked is past half its life. */
  readonly renewed: string | null
}

export type SignInQuestion = Pick<SignInRequest, 'code' | 'consent'> & Partial<Origin>

export interface Auth extends OwnSessions {
  /**
   * Trades a code of `wx.login` for a session and its token. Of where it comes from, say what is known: `fullAddress`
   * for the limits, `requestId` for the audit, `appId` where several are configured.
   *
   * @param bearer a token of the same phone, even an expired one, whose session this one replaces. @default none
   * @throws {Refusal} CODE_INVALID, CODE_USED, CODE_BLOCKED, APP_UNKNOWN, RATE_LIMITED, USER_DISABLED, WECHAT_*,
   *   STORE_BUSY
   */
  signIn(request: SignInQuestion, bearer?: string | null): Promise<SignedIn>
  /** @throws {Refusal} TOKEN_INVALID, USER_DISABLED, SESSION_ENDED, TOKEN_EXPIRED, STORE_BUSY */
  check(token: string): Promise<Checked>
  /**
   * Ends sessions and answers how many. An expired but authentic token is accepted, for a person who wants out is
   * let out; but one whose session was ended may not end others.
   *
   * @throws {Refusal} TOKEN_INVALID, USER_DISABLED, SESSION_ENDED, STORE_BUSY
   */
  signOut(token: string, scope: EndScope['scope'], from: Origin): Promise<number>
  /**
   * Checks a session again whose token was good when its connection began: tokens age, and connections may stay.
   *
   * @throws {Refusal} SESSION_ENDED, USER_DISABLED, TOKEN_EXPIRED, STORE_BUSY
   */
  recheck(of: { readonly userId: string; readonly sessionId: string }): Promise<Known>
  /** A token for WeChat's pre-fetch, as long-lived as the session and dead with it. */
  prefetchToken(sessionId: string): Promise<PrefetchToken>
  /** @throws {Refusal} as check does; an access token is TOKEN_INVALID here, and the reverse there */
  checkPrefetch(prefetchToken: string): Promise<{ user: User; sessionId: string }>
}

/** What createAuth cannot do without, and what it takes where nothing else is said. */
export interface AuthOptions
  extends Pick<SignInParts, 'store' | 'entrances'>,
    Pick<SessionTokensParts, 'tokenSecrets'> {
  readonly wechat: Pick<WeChat, 'exchangeCode' | 'appIds'>
  /** @default counts in this process's memory; see createMemoryLimits */
  readonly limits?: Pick<AuthLimits, 'guardSignIn' | 'perIdentity'> | undefined
  /** @default kept nowhere */
  readonly audit?: Audit | undefined
  /** @default a token 2 hours, an unused session 7 days, a session 30 days at most */
  readonly lifetimes?: Lifetimes | undefined
  /** Sessions per user; beyond it the oldest ends. @default 20 */
  readonly sessionCap?: number | undefined
  /** Milliseconds since 1970. @default Date.now */
  readonly now?: (() => number) | undefined
  /** A new unguessable id of at least 128 bits, at most 64 of A-Z, a-z, 0-9, _ and -. @default 144 random bits */
  readonly newId?: (() => string) | undefined
}

type AuthParts = SignInParts & SessionTokensParts

const hourMs = 3_600_000
const defaultLifetimes: Lifetimes = { token: 2 * hourMs, idle: 7 * 24 * hourMs, max: 30 * 24 * hourMs }

function withDefaults(options: AuthOptions): AuthParts {
  const { limits, audit, lifetimes = defaultLifetimes, sessionCap = 20, now = Date.now, newId = randomId } = options
  return {
    ...options,
    limits: limits ?? createMemoryLimits(),
    audit: audit ?? (async () => undefined),
    lifetimes,
    sessionCap,
    now,
    newId,
  }
}

function randomId(): string {
  return randomBytes(18).toString('base64url')
}

export function createAuth(options: AuthOptions): Auth {
  const parts = withDefaults(options)
  const { lifetimes, now } = parts
  const tokens = createSessionTokens(parts)
  const session = createSessionCheck(parts)
  const beginSession = createSignIn(parts)
  const seenAt = createSeenAt(parts)
  const known = (user: UserRow, row: SessionRow): Known => ({
    openId: row.openId,
    user: toUser(user),
    session: toSession(row, { lifetimes, currentId: row.id }),
  })

  return {
    ...createOwnSessions(parts),
    ...createPrefetchVerbs(parts, { tokens, session }),
    signOut: createSignOut(parts, { tokens, session }),

    async signIn(question, bearer = null) {
      const { fullAddress = null } = question
      const unsaid = { appId: null, device: null, address: maskAddress(fullAddress), fullAddress, vouched: null }
      const previousSessionId = tokens.sessionNamedBy(bearer)
      const begun = await beginSession({ requestId: parts.newId(), ...unsaid, ...question, previousSessionId })
      return { token: tokens.issue(begun.session), ...known(begun.user, begun.session) }
    },

    async check(token) {
      const claims = tokens.verify(token)
      const { user, session: row } = await session.good(claims)
      const lastSeenAt = await seenAt(row, now())
      return { ...known(user, { ...row, lastSeenAt }), renewed: tokens.renew(claims, row) }
    },

    async recheck(of) {
      const found = await session.good({ ...of, expiresAt: Infinity })
      return known(found.user, found.session)
    },
  }
}

function createPrefetchVerbs(
  { store }: AuthParts,
  { tokens, session }: Tools,
): Pick<Auth, 'prefetchToken' | 'checkPrefetch'> {
  return {
    async prefetchToken(sessionId) {
      const found = await store.findSession(sessionId)
      if (!found) throw new Refusal('SESSION_ENDED')
      return tokens.issuePrefetch(found.session)
    },

    async checkPrefetch(prefetchToken) {
      const found = await session.good(tokens.verifyPrefetch(prefetchToken))
      return { user: toUser(found.user), sessionId: found.session.id }
    },
  }
}

/** Writes that a session was seen, where that is due, and answers when it was seen last. */
function createSeenAt({ store, lifetimes }: AuthParts) {
  const stepMs = Math.min(lastSeenStepMs, lifetimes.idle / 4)

  return async ({ id, lastSeenAt }: SessionRow, at: number): Promise<number> => {
    if (at - lastSeenAt < stepMs) return lastSeenAt
    try {
      await store.touchSession(id, at)
      return at
    } catch (error) {
      // A database too busy to note when somebody was seen is no reason to send that person away.
      if (error instanceof Refusal && error.reason === 'STORE_BUSY') return lastSeenAt
      throw error
    }
  }
}

interface Tools {
  readonly tokens: SessionTokens
  readonly session: SessionCheck
}

function createSignOut({ store, audit }: AuthParts, { tokens, session }: Tools): Auth['signOut'] {
  return async (token, scope, { address, requestId }) => {
    const claims = tokens.verify(token)
    const found = await store.findSession(claims.sessionId)
    if (scope !== 'this') await session.unended(found, claims)
    if (!found) return 0
    const userId = found.user.id
    const ended = await store.endSessions(userId, { scope, sessionId: found.session.id })
    if (ended > 0) await audit({ event: 'sign-out', userId, address, requestId, detail: `${scope}: ${ended}` })
    return ended
  }
}
