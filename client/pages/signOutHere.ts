/** Signs this phone out, which always succeeds, also without a network. */
import { refusalOf } from '../../shared/refusal.ts'
import { api } from '../api.ts'

/** Answers whether the server was told; one that refuses has no such session any more. */
export async function signOutHere(): Promise<boolean> {
  try {
    await api.auth.logout.mutate({ scope: 'this' })
    return true
  } catch (error) {
    return refusalOf(error) !== null
  }
}
