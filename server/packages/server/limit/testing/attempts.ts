/** Sign-ins as limits see them. */
import type { Limits } from '../limits.ts'
import type { SignInOrigin } from 'uni-trpc-auth'

type Guard = Pick<Limits, 'guardSignIn'>

/** One that passes. @throws {RateLimited} where it may not be tried */
export async function goodSignIn(limits: Guard, from: SignInOrigin): Promise<void> {
  await limits.guardSignIn(from, { signIn: async () => undefined, isFailure: () => true })
}

/** One that fails and counts. @throws {RateLimited} where it may not be tried */
export async function failedSignIn(limits: Guard, from: SignInOrigin): Promise<void> {
  const failure = new Error('a guess')
  await limits
    .guardSignIn(from, { signIn: () => Promise.reject(failure), isFailure: () => true })
    .catch((error: unknown) => {
      if (error !== failure) throw error
    })
}
