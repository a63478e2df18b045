/** WeChat's server-wide credential of an app: fetched by one for all, shared with other processes, renewed in time. */
import type { FetchToken } from './fetchToken.ts'
import { createSingleFlight } from './singleFlight.ts'
import { WeChatError } from './WeChatError.ts'

/**
 * Exactly WeChat's last five minutes: asked earlier, normal mode gives the same token back; from then on it gives a
 * new one while the old still counts. So nobody waits for a renewal, and one that fails or came a moment too soon is
 * tried again after a pause, some ten times before the old token ends.
 */
const renewEarlyMs = 300_000
/** Between two tries to renew, to replace a token that was refused, and to force a new one. */
const pauseMs = 30_000
/** What WeChat allows; after it a forced refresh is refused. */
const forcedPerDay = 20
const dayMs = 24 * 3_600_000

/** "Invalid", "not legal" and "expired": said by an API, the token does not count. */
const tokenRefused: ReadonlySet<number | undefined> = new Set([40001, 40014, 42001])

/** Times are milliseconds since 1970. */
export interface AccessToken {
  readonly token: string
  readonly expiresAt: number
  /** When WeChat was asked for it, not when the answer came: a late answer is an old one. */
  readonly fetchedAt: number
}

/** Where processes share tokens. When it fails each goes on alone, for WeChat gives all of them the same token. */
export interface TokenVault {
  read(appId: string): Promise<AccessToken | null>
  /** Answers what stands: an older fetch does not overwrite a newer one. */
  save(entry: AccessToken & { readonly appId: string }): Promise<AccessToken>
}

export interface AccessTokens {
  /** One that counts, as far as we know. */
  accessToken(appId: string): Promise<string>
  /**
   * Calls with a token; if WeChat refuses the token, once more with another one, if there is one to be had.
   *
   * @throws what `call` throws, or a WeChatError when there is no token
   */
  withAccessToken<T>(appId: string, call: (token: string) => Promise<T>): Promise<T>
}

export interface AccessTokenOptions {
  readonly fetchToken: FetchToken
  readonly vault: TokenVault
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Milliseconds that never jump. */
  readonly clock: () => number
}

export function createAccessToken({ fetchToken, vault, now, clock }: AccessTokenOptions): AccessTokens {
  const held = new Map<string, AccessToken>()
  const renewals = createSingleFlight<AccessToken>()
  const replacements = createSingleFlight<AccessToken | null>()
  const renewedAt = new Map<string, number>()
  const replaced = new Map<string, { readonly token: string; readonly at: number }>()
  const forcedAt = new Map<string, readonly number[]>()

  const isAlive = ({ expiresAt }: AccessToken): boolean => expiresAt > now()
  const isFresh = ({ expiresAt }: AccessToken): boolean => expiresAt - now() > renewEarlyMs
  const isRecent = (at: number | undefined): boolean => at !== undefined && clock() < at + pauseMs

  /** Answers what stands: the newer one, unless it is `bad`, for a clock that was set back makes old ones look new. */
  const keep = (appId: string, token: AccessToken, bad: string | null): AccessToken => {
    const known = held.get(appId)
    if (known && known.token !== bad && (token.token === bad || isNewer(known, token))) return known
    held.set(appId, token)
    return token
  }

  const fetchAndShare = async (appId: string, force: boolean, bad: string | null): Promise<AccessToken> => {
    const fetchedAt = now()
    const { token, lifeMs } = await fetchToken(appId, force)
    const fetched = keep(appId, { token, fetchedAt, expiresAt: fetchedAt + lifeMs }, bad)
    return keep(appId, await vault.save({ appId, ...fetched }).catch(() => fetched), bad)
  }

  /** `bad` is the token not to come back with, as far as that is in our hands. */
  const renew = (appId: string, bad: string | null): Promise<AccessToken> =>
    renewals(`${appId} ${bad ?? ''}`, async () => {
      const read = await vault.read(appId).catch(() => null)
      const shared = read && read.token !== bad && isAlive(read) ? read : null
      if (shared && isFresh(shared)) return keep(appId, shared, bad)
      return fetchAndShare(appId, false, bad).catch((error: unknown) => {
        if (!shared) throw error
        return keep(appId, shared, bad)
      })
    })

  const renewAside = (appId: string): void => {
    if (isRecent(renewedAt.get(appId))) return
    renewedAt.set(appId, clock())
    // The old token still counts, so an error here is nobody's; it comes back when there is no token left.
    renew(appId, null).catch(() => undefined)
  }

  const current = async (appId: string): Promise<AccessToken> => {
    const known = held.get(appId)
    if (!known || !isAlive(known)) return renew(appId, null)
    if (!isFresh(known)) renewAside(appId)
    return known
  }

  const mayForce = (appId: string): boolean => {
    const times = (forcedAt.get(appId) ?? []).filter((at) => clock() < at + dayMs)
    if (times.length >= forcedPerDay || isRecent(times.at(-1))) return false
    forcedAt.set(appId, [...times, clock()])
    return true
  }

  /** Another token than the refused one; null when there is none, which is not asked again for a while. */
  const replace = (appId: string, bad: string): Promise<AccessToken | null> =>
    replacements(`${appId} ${bad}`, async () => {
      const known = held.get(appId)
      if (known && known.token !== bad && isAlive(known)) return known
      const last = replaced.get(appId)
      if (last?.token === bad && isRecent(last.at)) return null
      const renewed = await renew(appId, bad)
      replaced.set(appId, { token: bad, at: clock() })
      if (renewed.token !== bad) return renewed
      // WeChat takes it for good and refuses it all the same: only force ends that.
      const forced = mayForce(appId) ? await fetchAndShare(appId, true, bad) : renewed
      return forced.token === bad ? null : forced
    })

  return {
    accessToken: async (appId) => (await current(appId)).token,

    async withAccessToken(appId, call) {
      const { token } = await current(appId)
      try {
        return await call(token)
      } catch (error) {
        if (!(error instanceof WeChatError) || !tokenRefused.has(error.errcode)) throw error
        const other = await replace(appId, token)
        if (!other) throw error
        return await call(other.token)
      }
    },
  }
}

function isNewer(one: AccessToken, other: AccessToken): boolean {
  if (one.fetchedAt !== other.fetchedAt) return one.fetchedAt > other.fetchedAt
  return one.expiresAt > other.expiresAt
}
