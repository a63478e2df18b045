/** What the store's tests share: a seal, a sign-in, and reading a refusal. */
import { randomBytes } from 'node:crypto'
import { Refusal } from 'uni-trpc-protocol'
import { createSeal } from '../seal.ts'
import type { NewSession, NewSignIn } from 'uni-trpc-auth/testing'

export const hour = 3_600_000
export const day = 24 * hour
/** When the clock of a test stands at first. */
export const start = Date.UTC(2026, 0, 1)

export const testSeal = createSeal([{ id: 'test', key: randomBytes(32) }])

export const testIndexKey = randomBytes(32)

export type SignInParts = Partial<Omit<NewSignIn, 'session'>> & { readonly session?: Partial<NewSession> }

/** A sign-in of alice, but for what is said otherwise; every call names new ids. */
export function aSignIn(over: SignInParts = {}): NewSignIn {
  const { session, ...rest } = over
  return {
    appId: 'wxone',
    openId: 'oalice',
    unionId: null,
    sessionKey: 'key-of-alice==',
    userId: `user-${randomBytes(16).toString('hex')}`,
    replaces: null,
    cap: 20,
    ...rest,
    session: {
      id: `session-${randomBytes(16).toString('hex')}`,
      device: 'a phone',
      address: '203.0.113.*',
      createdAt: start,
      expiresAt: start + 30 * day,
      ...session,
    },
  }
}

export async function storeReasonOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => 'no error',
    (reason: unknown) => reason,
  )
  if (error instanceof Refusal) return error.reason
  throw new Error('There was no refusal', { cause: error })
}
