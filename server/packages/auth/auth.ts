/** Sign in, check, renew, sign out: what a token is worth, decided here and nowhere else. */
import { Refusal } from 'uni-trpc-protocol'
import type { AuthStore, EndScope, SessionRow, UserRow } from './AuthStore.ts'
import { toUser, type User } from './account/user.ts'
import { keepVerified } from './keepVerified.ts'
import { createOwnSessions, type OwnSessions } from './ownSessions.ts'
import { endOf, toSession, type Session } from './session.ts'
import { createSignIn, type Origin, type SignInParts, type SignInRequest } from './signIn.ts'
import { createTokens, prefetchKind, type TokenClaims, type TokenKey, type Tokens } from './token.ts'

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

/** WeChat keeps it and presents it before the program starts; it opens `/prefetch` and nothing else. */
export interface PrefetchToken {
  readonly prefetchToken: string
  /** ISO string. */
  readonly expiresAt: string
}

export interface Auth extends OwnSessions {
  /** @throws {Refusal} see signIn.ts */
  signIn(request: Omit<SignInRequest, 'previousSessionId'>, bearer: string | null): Promise<SignedIn>
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

export interface AuthParts extends SignInParts {
  /** The first signs, all verify. */
  readonly tokenSecrets: readonly TokenKey[]
}

export function createAuth(parts: AuthParts): Auth {
  const { store, lifetimes, now, audit } = parts
  const tokens = keepVerified(createTokens(parts.tokenSecrets))
  const prefetchTokens = createTokens(parts.tokenSecrets, prefetchKind)
  const beginSession = createSignIn(parts)

  const tokenFor = (session: SessionRow): string => {
    const at = now()
    return tokens.sign({
      userId: session.userId,
      sessionId: session.id,
      issuedAt: Math.floor(at / 1000),
      // A token never outlives its session.
      expiresAt: Math.floor(Math.min(at + lifetimes.token, session.expiresAt) / 1000),
    })
  }
  const view = (user: UserRow, session: SessionRow): Known => ({
    openId: session.openId,
    user: toUser(user),
    session: toSession(session, { lifetimes, currentId: session.id }),
  })

  return {
    ...createOwnSessions(parts),

    async signIn(request, bearer) {
      const { user, session } = await beginSession({ ...request, previousSessionId: sessionNamedBy(bearer, tokens) })
      return { token: tokenFor(session), ...view(user, session) }
    },

    async check(token) {
      const claims = tokens.verify(token)
      const { user, session } = await counting(claims)
      const at = now()
      const isSeenAnew = at - session.lastSeenAt >= Math.min(lastSeenStepMs, lifetimes.idle / 4)
      const lastSeenAt = isSeenAnew && (await touched(session.id, at)) ? at : session.lastSeenAt
      return { ...view(user, { ...session, lastSeenAt }), renewed: renewal(claims, session) }
    },

    async signOut(token, scope, { address, requestId }) {
      const claims = tokens.verify(token)
      const found = await store.findSession(claims.sessionId)
      if (scope !== 'this') await standing(found, claims)
      if (!found) return 0
      const userId = found.user.id
      const ended = await store.endSessions(userId, { scope, sessionId: found.session.id })
      if (ended > 0) await audit({ event: 'sign-out', userId, address, requestId, detail: `${scope}: ${ended}` })
      return ended
    },

    async recheck(of) {
      const { user, session } = await counting({ ...of, expiresAt: Infinity })
      return view(user, session)
    },

    async prefetchToken(sessionId) {
      const found = await store.findSession(sessionId)
      if (!found) throw new Refusal('SESSION_ENDED')
      const { userId, expiresAt: end } = found.session
      const issuedAt = Math.floor(now() / 1000)
      const expiresAt = Math.floor(Math.min(now() + lifetimes.idle, end) / 1000)
      const prefetchToken = prefetchTokens.sign({ userId, sessionId, issuedAt, expiresAt })
      return { prefetchToken, expiresAt: new Date(expiresAt * 1000).toISOString() }
    },

    async checkPrefetch(prefetchToken) {
      const { user, session } = await counting(prefetchTokens.verify(prefetchToken))
      return { user: toUser(user), sessionId: session.id }
    },
  }

  /** The session of these claims if nobody ended it and neither it nor they are too old, judged in this order. */
  async function counting(claims: Omit<TokenClaims, 'issuedAt'>): Promise<NonNullable<Found>> {
    const found = await standing(await store.findSession(claims.sessionId), claims)
    const at = now()
    if (at >= endOf(found.session, lifetimes) || at >= claims.expiresAt * 1000) throw new Refusal('TOKEN_EXPIRED')
    return found
  }

  /** Passes on a session that nobody ended; being replaced is age, for the same person came back on the same phone. */
  async function standing(found: Found, { userId }: Pick<TokenClaims, 'userId'>): Promise<NonNullable<Found>> {
    if (!found) throw new Refusal('SESSION_ENDED')
    if (found.user.id !== userId && !(await isSamePerson(found.user.id, userId))) throw new Refusal('SESSION_ENDED')
    if (found.user.disabledAt !== null) throw new Refusal('USER_DISABLED')
    if (found.session.endReason === 'replaced') throw new Refusal('TOKEN_EXPIRED')
    if (found.session.endedAt !== null) throw new Refusal('SESSION_ENDED')
    return found
  }

  /** A token from before two users turned out to be one person names the one who is no more. */
  async function isSamePerson(userId: string, inToken: string): Promise<boolean> {
    return (await store.findUser({ id: inToken }))?.id === userId
  }

  /** A database too busy to note when somebody was seen is no reason to send that person away. */
  async function touched(sessionId: string, at: number): Promise<boolean> {
    try {
      await store.touchSession(sessionId, at)
      return true
    } catch (error) {
      if (error instanceof Refusal && error.reason === 'STORE_BUSY') return false
      throw error
    }
  }

  function renewal(claims: TokenClaims, session: SessionRow): string | null {
    const halfLife = (claims.issuedAt + claims.expiresAt) * 500
    const longer = claims.expiresAt < Math.floor(session.expiresAt / 1000)
    return longer && now() >= halfLife ? tokenFor(session) : null
  }
}

type Found = Awaited<ReturnType<AuthStore['findSession']>>

function sessionNamedBy(bearer: string | null, tokens: Tokens): string | null {
  if (bearer === null) return null
  try {
    return tokens.verify(bearer).sessionId
  } catch {
    return null
  }
}
