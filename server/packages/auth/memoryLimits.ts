/** Limits that one process keeps in its memory: what createAuth takes where nobody else counts. */
import { addressKey, clientKey } from './address.ts'
import type { AuthLimits } from './AuthLimits.ts'
import { RateLimited } from './waitRefusals.ts'

/** How many in a minute; each is a refusal from the next one on. */
export interface LimitSizes {
  /** Failed sign-ins of one address: carriers put thousands of phones behind one, so successes are free. @default 60 */
  readonly failedSignIns: number
  /** Sign-ins of one openid. @default 10 */
  readonly signIns: number
  /** Phone codes of one user. @default 5 */
  readonly phoneCodes: number
  /** Pictures of one user. @default 10 */
  readonly pictures: number
  /** Stories that stream to one address. @default 10 */
  readonly stories: number
}

export const defaultLimitSizes: LimitSizes = {
  failedSignIns: 60,
  signIns: 10,
  phoneCodes: 5,
  pictures: 10,
  stories: 10,
}

const windowMs = 60_000
/** About 200 bytes each. The one that began first is forgotten where there are more. */
const mostKeys = 50_000

export interface MemoryLimitsOptions {
  readonly sizes?: Partial<LimitSizes> | undefined
  /** Milliseconds that never jump. @default performance.now */
  readonly clock?: (() => number) | undefined
}

/**
 * Counts for this process alone: with several, each allows as many. A sign-in that is under way is not counted before
 * it failed, so many at once pass together; uni-trpc-server counts exactly, and for all nodes.
 */
export function createMemoryLimits({ sizes, clock = () => performance.now() }: MemoryLimitsOptions = {}): AuthLimits {
  const { failedSignIns, signIns, phoneCodes, pictures, stories } = { ...defaultLimitSizes, ...sizes }
  const failures = createWindows(failedSignIns, clock)
  const perIdentity = createWindows(signIns, clock)
  const perPhoneCode = createWindows(phoneCodes, clock)
  const perPicture = createWindows(pictures, clock)
  const perStory = createWindows(stories, clock)

  return {
    async guardSignIn(from, { signIn, isFailure }) {
      const key = clientKey(from)
      failures.refuseFull(key)
      try {
        return await signIn()
      } catch (error) {
        if (!isFailure(error)) throw error
        failures.count(key)
        if (from.claimedAddress) failures.consume(addressKey(from.address))
        throw error
      }
    },
    perIdentity: async (appId, openId) => perIdentity.consume(`${appId} ${openId}`),
    perPhoneCode: async (userId) => perPhoneCode.consume(userId),
    perPicture: async (userId) => perPicture.consume(userId),
    perStory: async (from) => perStory.consume(clientKey(from)),
  }
}

interface Window {
  count: number
  readonly endsAt: number
}

/** A window begins with the first of a key and ends a minute later. */
function createWindows(most: number, clock: () => number) {
  const windows = new Map<string, Window>()

  const open = (key: string): Window | null => {
    const found = windows.get(key)
    return found && clock() < found.endsAt ? found : null
  }
  const refuseIf = (isRefused: boolean, { endsAt }: Window): void => {
    if (isRefused) throw new RateLimited(Math.max(1, Math.ceil((endsAt - clock()) / 1000)))
  }
  const count = (key: string): Window => {
    const window = open(key) ?? { count: 0, endsAt: clock() + windowMs }
    window.count++
    // Those that began first stand first.
    if (window.count === 1) windows.delete(key)
    windows.set(key, window)
    const [oldest] = windows.keys()
    if (windows.size > mostKeys && oldest !== undefined) windows.delete(oldest)
    return window
  }

  return {
    count,
    /** @throws {RateLimited} for the one beyond the limit */
    consume(key: string): void {
      const window = count(key)
      refuseIf(window.count > most, window)
    },
    /** Counts nothing. @throws {RateLimited} where as many were counted as may be */
    refuseFull(key: string): void {
      const window = open(key)
      if (window) refuseIf(window.count >= most, window)
    },
  }
}
