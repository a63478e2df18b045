import { readonly, ref } from 'vue'
import type { SignInState } from '../keptSession.ts'

/**
 * Whether somebody is signed in, as a page shows it. Whatever was done may have signed this phone in or out, so the
 * page looks again when it is shown and, by `useAction(look)`, after each action.
 *
 * @param forget takes away what the page holds of a person who has left
 */
export function useSignedIn(session: { readonly state: SignInState }, forget: () => void = () => {}) {
  const isSignedIn = ref(session.state === 'signed-in')

  function look(): boolean {
    isSignedIn.value = session.state === 'signed-in'
    if (!isSignedIn.value) forget()
    return isSignedIn.value
  }

  return { isSignedIn: readonly(isSignedIn), look }
}
