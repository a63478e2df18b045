/** The server-wide credential of an app, as stable_token gives it. */
import { createBoundedMap } from './boundedMap.ts'

const lifeMs = 7200_000
/** In its last five minutes a token is renewed, and both count. */
const renewEarlyMs = 300_000
const dayMs = 24 * 3600_000
const forcedPerDay = 20
const forcedPauseMs = 30_000
const mostKept = 1000

export interface AccessToken {
  readonly token: string
  readonly appId: string
  readonly expiresAt: number
}

export interface IssuedTokens {
  /** The same until its last five minutes. */
  current(appId: string): AccessToken
  /** A new one, and the old one dies; too soon after the last time it is the same, too often a day it is `null`. */
  forced(appId: string): AccessToken | null
  /** Whose token it is, or why it does not count. */
  check(token: string): { appId: string } | 'unknown' | 'expired'
}

export interface IssuedTokensOptions {
  readonly now: () => number
  readonly randomBytes: (size: number) => Buffer
}

export function createIssuedTokens({ now, randomBytes }: IssuedTokensOptions): IssuedTokens {
  const issued = createBoundedMap<AccessToken>(mostKept)
  const newest = new Map<string, AccessToken>()
  const forcedAt = new Map<string, readonly number[]>()

  const issue = (appId: string): AccessToken => {
    const made = { token: randomBytes(96).toString('base64url'), appId, expiresAt: now() + lifeMs }
    issued.set(made.token, made)
    newest.set(appId, made)
    return made
  }
  const current = (appId: string): AccessToken => {
    const known = newest.get(appId)
    return known && known.expiresAt - now() > renewEarlyMs ? known : issue(appId)
  }

  return {
    current,

    forced(appId) {
      const recent = (forcedAt.get(appId) ?? []).filter((at) => at > now() - dayMs)
      if (recent.length >= forcedPerDay) return null
      if ((recent.at(-1) ?? -Infinity) > now() - forcedPauseMs) return current(appId)
      forcedAt.set(appId, [...recent, now()])
      const old = newest.get(appId)
      if (old) issued.delete(old.token)
      return issue(appId)
    },

    check(token) {
      const known = issued.get(token)
      if (!known) return 'unknown'
      return known.expiresAt > now() ? { appId: known.appId } : 'expired'
    },
  }
}
