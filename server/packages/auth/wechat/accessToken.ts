/** WeChat's server-wide credential of an app: one that counts, renewed in time, replaced where WeChat refuses it. */
import { createHeldTokens, type AccessToken, type HeldTokens, type HeldTokensParts } from './heldTokens.ts'
import { createSingleFlight } from './singleFlight.ts'
import { WeChatError } from './WeChatError.ts'

/** Between two tries to renew, to replace a token that was refused, and to force a new one. */
const pauseMs = 30_000
/** What WeChat allows; after it a forced refresh is refused. */
const forcedPerDay = 20
const dayMs = 24 * 3_600_000

/** "Invalid", "not legal" and "expired": said by an API, the token does not count. */
const tokenRefused: ReadonlySet<number | undefined> = new Set([40001, 40014, 42001])

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

export interface AccessTokenOptions extends HeldTokensParts {
  /** Milliseconds that never jump. */
  readonly clock: () => number
}

export function createAccessToken(options: AccessTokenOptions): AccessTokens {
  const { clock } = options
  const held = createHeldTokens(options)
  const replace = createReplace(held, clock)
  const renewedAt = new Map<string, number>()

  const renewAside = (appId: string): void => {
    if (isRecent(renewedAt.get(appId), clock)) return
    renewedAt.set(appId, clock())
    // The old token still counts, so an error here is nobody's; it comes back when there is no token left.
    held.renew(appId, null).catch(() => undefined)
  }

  const current = async (appId: string): Promise<AccessToken> => {
    const known = held.known(appId)
    if (!known || !held.isAlive(known)) return held.renew(appId, null)
    if (!held.isFresh(known)) renewAside(appId)
    return known
  }

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

/** Another token than the refused one; null when there is none, which is not asked again for a while. */
type Replace = (appId: string, bad: string) => Promise<AccessToken | null>

function createReplace(held: HeldTokens, clock: () => number): Replace {
  const replacements = createSingleFlight<AccessToken | null>()
  const replaced = new Map<string, { readonly token: string; readonly at: number }>()
  const mayForce = createMayForce(clock)

  const replace: Replace = async (appId, bad) => {
    const known = held.known(appId)
    if (known && known.token !== bad && held.isAlive(known)) return known
    const last = replaced.get(appId)
    if (last?.token === bad && isRecent(last.at, clock)) return null
    const renewed = await held.renew(appId, bad)
    replaced.set(appId, { token: bad, at: clock() })
    if (renewed.token !== bad) return renewed
    // WeChat takes it for good and refuses it all the same: only force ends that.
    const forced = mayForce(appId) ? await held.force(appId, bad) : renewed
    return forced.token === bad ? null : forced
  }
  return (appId, bad) => replacements(`${appId} ${bad}`, () => replace(appId, bad))
}

function createMayForce(clock: () => number): (appId: string) => boolean {
  const forcedAt = new Map<string, readonly number[]>()

  return (appId) => {
    const times = (forcedAt.get(appId) ?? []).filter((at) => clock() < at + dayMs)
    if (times.length >= forcedPerDay || isRecent(times.at(-1), clock)) return false
    forcedAt.set(appId, [...times, clock()])
    return true
  }
}

function isRecent(at: number | undefined, clock: () => number): boolean {
  return at !== undefined && clock() < at + pauseMs
}
