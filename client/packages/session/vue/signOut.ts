/** Signs this phone out, which always succeeds, also without a network. */
import { needsSignIn } from './explain.ts'

/** What this asks of the API, by the router's own names. */
export interface SignOutApi {
  readonly auth: {
    readonly logout: { mutate(input: { scope: 'this' }, options: { context: { timeout: number } }): Promise<unknown> }
  }
}

/** Milliseconds: it is done on the phone already, and nobody waits a minute for the server to hear of it. */
const timeout = 10_000

/** Answers whether the server knows; one that asks to sign in has no such session any more. */
export async function signOut(api: SignOutApi): Promise<boolean> {
  try {
    await api.auth.logout.mutate({ scope: 'this' }, { context: { timeout } })
    return true
  } catch (error) {
    return needsSignIn(error)
  }
}
