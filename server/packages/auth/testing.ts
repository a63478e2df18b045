export type { NewSession, NewSignIn } from './AuthStore.ts'
export type { Session } from './session.ts'
export type { Origin } from './signIn.ts'
export { createTokens } from './token.ts'
