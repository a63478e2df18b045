/** What the paths of the sandbox share. */
import type { IssuedTokens } from './issuedTokens.ts'
import type { Codes, LoginClaim, PhoneClaim } from './codes.ts'
import type { People } from './people.ts'

export interface SandboxState {
  readonly apps: ReadonlyMap<string, string>
  readonly now: () => number
  readonly randomBytes: (size: number) => Buffer
  readonly loginCodes: Codes<LoginClaim>
  readonly phoneCodes: Codes<PhoneClaim>
  readonly people: People
  readonly issuedTokens: IssuedTokens
  /** A request id as WeChat puts it into errmsg. */
  readonly newRid: () => string
}
