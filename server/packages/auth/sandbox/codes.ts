/** Codes as WeChat hands them out: 32 characters, good once, for five minutes. */
import { createBoundedMap } from './boundedMap.ts'

const lifeMs = 5 * 60_000
const mostKept = 100_000

/** What a code of `wx.login` stands for. */
export interface LoginClaim {
  readonly appId: string
  readonly user: string
}

/** What a code of `getPhoneNumber` stands for. */
export interface PhoneClaim extends LoginClaim {
  /** Without the country's code. */
  readonly phone: string
  readonly countryCode: string
}

export type Spending<T> =
  | { readonly outcome: 'spent'; readonly claim: T }
  /** Never existed, has expired, or `accept` said no, which leaves it unspent. */
  | { readonly outcome: 'invalid' }
  | { readonly outcome: 'used' }

export interface Codes<T> {
  issue(claim: T): string
  spend(code: string, accept: (claim: T) => boolean): Spending<T>
  /** What an unspent code stands for. */
  peek(code: string): T | null
}

interface Issued<T> {
  readonly claim: T
  readonly expiresAt: number
  readonly used: boolean
}

export interface CodesOptions {
  readonly now: () => number
  readonly randomBytes: (size: number) => Buffer
}

export function createCodes<T>({ now, randomBytes }: CodesOptions): Codes<T> {
  const issued = createBoundedMap<Issued<T>>(mostKept)

  const forgetExpired = (): void => {
    for (const [code, { expiresAt }] of issued.entries()) {
      if (expiresAt > now()) return
      issued.delete(code)
    }
  }
  const valid = (code: string): Issued<T> | null => {
    const found = issued.get(code)
    return found && found.expiresAt > now() ? found : null
  }

  return {
    issue(claim) {
      forgetExpired()
      const code = randomBytes(16).toString('hex')
      issued.set(code, { claim, expiresAt: now() + lifeMs, used: false })
      return code
    },

    spend(code, accept) {
      const found = valid(code)
      if (!found || !accept(found.claim)) return { outcome: 'invalid' }
      if (found.used) return { outcome: 'used' }
      issued.set(code, { ...found, used: true })
      return { outcome: 'spent', claim: found.claim }
    },

    peek(code) {
      const found = valid(code)
      return found && !found.used ? found.claim : null
    },
  }
}
