/** How often somebody may ask, as auth asks whoever counts. */

/** Who is at the other end, as far as limits care. */
export interface SignInOrigin {
  /** In full: a masked one would put many people into one. It is kept as a hash only. */
  readonly address: string | null
  /** Whom a proxy that is not trusted names; see uni-trpc-server's TRUSTED_PROXIES. */
  readonly claimedAddress?: string | null | undefined
}

export interface GuardedSignIn<T> {
  readonly signIn: () => Promise<T>
  /** Which errors count against the address. */
  readonly isFailure: (error: unknown) => boolean
}

export interface AuthLimits {
  /**
   * Stands around a sign-in: asks before WeChat is asked, counts what fails against the address (IPv6: its /64; none:
   * one shared key), and is exact. Of one address only so many are under way at once as may still fail, the others
   * wait their turn. So a thousand good ones all pass, and of a thousand guesses at once this process lets no more
   * through than the limit.
   *
   * Behind a proxy that is not trusted all have one address. There each that the proxy names has a limit of its own,
   * which what it names may be made up to evade; so once the proxy's address failed too often a sign-in is still tried,
   * and one that fails is refused as limited: strangers' bad codes never refuse a good one.
   *
   * @throws {RateLimited} when the address failed too often, {Busy} when the turn does not come within seconds, and
   *   whatever `signIn` throws
   */
  guardSignIn<T>(from: SignInOrigin, work: GuardedSignIn<T>): Promise<T>
  /** Counts a sign-in of this identity. @throws {RateLimited} */
  perIdentity(appId: string, openId: string): Promise<void>
  /** Counts a phone code of this user. @throws {RateLimited} */
  perPhoneCode(userId: string): Promise<void>
  /** Counts a picture of this user. @throws {RateLimited} */
  perPicture(userId: string): Promise<void>
  /** Counts a story told to this address. @throws {RateLimited} */
  perStory(from: SignInOrigin): Promise<void>
}

/** For those who count elsewhere, in a gateway say. */
export const unlimited: AuthLimits = {
  guardSignIn: (_from, { signIn }) => signIn(),
  perIdentity: async () => undefined,
  perPhoneCode: async () => undefined,
  perPicture: async () => undefined,
  perStory: async () => undefined,
}
