/** Whether a token's session may be used: read at every request, so that an end holds at once. */
import { Refusal } from 'uni-trpc-protocol'
import type { AuthStore } from './AuthStore.ts'
import { reasonOfEnd, whyEnded, type Lifetimes } from './goodSession.ts'
import type { TokenClaims } from './token.ts'

export interface SessionCheckParts {
  readonly store: Pick<AuthStore, 'findSession' | 'findUser'>
  readonly lifetimes: Lifetimes
  readonly now: () => number
}

export type FoundSession = NonNullable<Awaited<ReturnType<AuthStore['findSession']>>>

export interface SessionCheck {
  /**
   * The session of these claims if it is good and they are not too old.
   *
   * @throws {Refusal} SESSION_ENDED, USER_DISABLED, TOKEN_EXPIRED, STORE_BUSY
   */
  good(claims: Omit<TokenClaims, 'issuedAt'>): Promise<FoundSession>
  /**
   * The session if nobody ended it, however old it and its token are.
   *
   * @throws {Refusal} SESSION_ENDED, USER_DISABLED, TOKEN_EXPIRED for one that was replaced, STORE_BUSY
   */
  unended(found: FoundSession | null, claims: Pick<TokenClaims, 'userId'>): Promise<FoundSession>
}

export function createSessionCheck({ store, lifetimes, now }: SessionCheckParts): SessionCheck {
  /** A token from before two users turned out to be one person names the one who is no more. */
  const isSamePerson = async (userId: string, inToken: string): Promise<boolean> =>
    (await store.findUser({ id: inToken }))?.id === userId

  /** Looks at the user first, for somebody who was disabled is to hear that and nothing else. */
  const ofItsUser = async (found: FoundSession | null, { userId }: Pick<TokenClaims, 'userId'>) => {
    if (!found) throw new Refusal('SESSION_ENDED')
    if (found.user.id !== userId && !(await isSamePerson(found.user.id, userId))) throw new Refusal('SESSION_ENDED')
    if (found.user.disabledAt !== null) throw new Refusal('USER_DISABLED')
    return found
  }

  return {
    async good(claims) {
      const found = await ofItsUser(await store.findSession(claims.sessionId), claims)
      const at = now()
      const why = whyEnded(found.session, { lifetimes, at })
      if (why !== null) throw new Refusal(reasonOfEnd(why))
      if (at >= claims.expiresAt * 1000) throw new Refusal('TOKEN_EXPIRED')
      return found
    },

    async unended(foundOrNot, claims) {
      const found = await ofItsUser(foundOrNot, claims)
      const why = whyEnded(found.session, { lifetimes, at: now() })
      if (why !== null && why !== 'expired') throw new Refusal(reasonOfEnd(why))
      return found
    },
  }
}
