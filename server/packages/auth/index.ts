/** WeChat sign-in over a store of yours: who a code stands for, what a token is worth, and whose number it is. */
export { addressKey, clientKey, plainAddress } from './address.ts'
export type { Audit, AuditEntry, AuditRow } from './Audit.ts'
export { unlimited, type AuthLimits, type GuardedSignIn, type SignInOrigin } from './AuthLimits.ts'
export type {
  AuthStore,
  EndListener,
  EndReason,
  EndScope,
  HeldSessionKey,
  NewAvatar,
  NewSession,
  NewSignIn,
  Profile,
  SessionRow,
  UserRow,
} from './AuthStore.ts'
export { createAuth, type Auth, type AuthOptions, type Checked, type SignedIn } from './auth.ts'
export { Busy } from './waitRefusals.ts'
export type { Entrance, Identity, Proven } from './entrance.ts'
export { createCheckTextOf, type Author, type CheckText } from './contentCheck.ts'
export { createConcurrencyLimit, type ConcurrencyLimit } from './concurrencyLimit.ts'
export { callerOf, type CallerAnswer, type KnownCaller, type RequestHeaders } from './caller.ts'
export {
  createMemoryLimits,
  defaultLimitSizes,
  type LimitSizes,
  type MemoryLimitsOptions,
} from './memoryLimits.ts'
export { RateLimited } from './waitRefusals.ts'
export { refusalAnswer, retryAfterSeconds, type RefusalAnswer } from './refusalAnswer.ts'
export { idleSince, whyEnded, type Lifetimes, type WhyEnded } from './goodSession.ts'
export type { Session } from './session.ts'
export type { PrefetchToken } from './sessionTokens.ts'
export type { NamedKey } from './token.ts'
export { createSessionWatch, type SessionWatch } from './sessionWatch.ts'
export type { Origin } from './signIn.ts'
export { createAccounts, type Accounts, type Asker } from './account/accounts.ts'
export type { PhoneProof } from './account/proveNumber.ts'
export { toUser, type User } from './account/user.ts'
export { createWeChatOf, type AppWeChat } from './wechat/appWeChat.ts'
export { errcodeFamily } from './wechat/errcodeFamily.ts'
export { createFetchToken } from './wechat/fetchToken.ts'
export { nextStep } from './wechat/nextStep.ts'
export { createRequest } from './wechat/request.ts'
export type { UpstreamAnswer } from './wechat/observed.ts'
export { createWeChat, type Outcome, type WeChat } from './wechat/wechat.ts'
export { WeChatError } from './wechat/WeChatError.ts'
