/** Signs this phone out, which always succeeds, also without a network. */
import { api } from '../api.ts'
import { needsSignIn } from './explain.ts'

/** Answers whether the server knows; one that asks to sign in has no such session any more. */
export async function signOutHere(): Promise<boolean> {
  try {
    await api.auth.logout.mutate({ scope: 'this' })
    return true
  } catch (error) {
    return needsSignIn(error)
  }
}
