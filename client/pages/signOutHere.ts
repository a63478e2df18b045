/** Signs this phone out, which always succeeds, also without a network. */
import { api } from '../api.ts'
import { needsSignIn } from './explain.ts'

/** Milliseconds: it is done on the phone already, and nobody waits a minute for the server to hear of it. */
const timeout = 10_000

/** Answers whether the server knows; one that asks to sign in has no such session any more. */
export async function signOutHere(): Promise<boolean> {
  try {
    await api.auth.logout.mutate({ scope: 'this' }, { context: { timeout } })
    return true
  } catch (error) {
    return needsSignIn(error)
  }
}
