/** What the parts of the sandbox share. */
import type { AccessTokens } from './accessTokens.ts'
import type { Codes } from './codes.ts'
import type { People } from './people.ts'

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

export interface World {
  readonly apps: ReadonlyMap<string, string>
  readonly now: () => number
  readonly randomBytes: (size: number) => Buffer
  readonly loginCodes: Codes<LoginClaim>
  readonly phoneCodes: Codes<PhoneClaim>
  readonly people: People
  readonly accessTokens: AccessTokens
  /** A request id as WeChat puts it into errmsg. */
  readonly newRid: () => string
}
