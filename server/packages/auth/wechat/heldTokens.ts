/** The access tokens that this process holds, one of each app: asked for by one for all, shared, the newest kept. */
import type { FetchToken } from './fetchToken.ts'
import { createSingleFlight } from './singleFlight.ts'

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

export interface HeldTokens {
  /** As far as we know; it may have ended. */
  known(appId: string): AccessToken | undefined
  isAlive(token: AccessToken): boolean
  isFresh(token: AccessToken): boolean
  /** From the vault or from WeChat. `bad` is the token not to come back with, as far as that is in our hands. */
  renew(appId: string, bad: string | null): Promise<AccessToken>
  /** A new one from WeChat, whatever it gave before; `bad` dies by it. */
  force(appId: string, bad: string): Promise<AccessToken>
}

export interface HeldTokensParts {
  readonly fetchToken: FetchToken
  readonly vault: TokenVault
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/**
 * Exactly WeChat's last five minutes: asked earlier, normal mode gives the same token back; from then on it gives a
 * new one while the old still counts. So nobody waits for a renewal, and one that fails or came a moment too soon is
 * tried again after a pause, some ten times before the old token ends.
 */
const renewEarlyMs = 300_000

export function createHeldTokens({ fetchToken, vault, now }: HeldTokensParts): HeldTokens {
  const held = new Map<string, AccessToken>()
  const renewals = createSingleFlight<AccessToken>()

  const isAlive = ({ expiresAt }: AccessToken): boolean => expiresAt > now()
  const isFresh = ({ expiresAt }: AccessToken): boolean => expiresAt - now() > renewEarlyMs

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

  const renew = async (appId: string, bad: string | null): Promise<AccessToken> => {
    const read = await vault.read(appId).catch(() => null)
    const shared = read && read.token !== bad && isAlive(read) ? read : null
    if (shared && isFresh(shared)) return keep(appId, shared, bad)
    return fetchAndShare(appId, false, bad).catch((error: unknown) => {
      if (!shared) throw error
      return keep(appId, shared, bad)
    })
  }

  return {
    known: (appId) => held.get(appId),
    isAlive,
    isFresh,
    renew: (appId, bad) => renewals(`${appId} ${bad ?? ''}`, () => renew(appId, bad)),
    force: (appId, bad) => fetchAndShare(appId, true, bad),
  }
}

function isNewer(one: AccessToken, other: AccessToken): boolean {
  if (one.fetchedAt !== other.fetchedAt) return one.fetchedAt > other.fetchedAt
  return one.expiresAt > other.expiresAt
}
