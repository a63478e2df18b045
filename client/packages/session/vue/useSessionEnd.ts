/** While a page is shown: hears at once when this sign-in is ended elsewhere, instead of at the next tap. */
import { onHide, onShow, onUnload } from '@dcloudio/uni-app'
import { readonly, ref } from 'vue'
import type { Unsubscribable } from '@trpc/server/observable'
import { refusalOf } from 'uni-trpc-protocol'
import { sentences, type Sentence } from 'uni-trpc-protocol/sentences'
import type { SignInState } from '../keptSession.ts'
import { needsSignIn } from './explain.ts'
import { systemLanguage } from './language.ts'

const endings: Readonly<Record<string, Sentence>> = {
  'signed-out': { zh: '这台设备的登录已在别处结束。', en: 'This device was signed out from elsewhere.' },
  revoked: { zh: '这台设备的登录已在别处结束。', en: 'This device was signed out from elsewhere.' },
  capped: {
    zh: '登录的设备太多，最早登录的这台已退出。',
    en: 'Too many devices: this one, the oldest, was signed out.',
  },
  left: { zh: '账号已在别处注销。', en: 'The account was deleted from elsewhere.' },
  disabled: sentences.USER_DISABLED,
  USER_DISABLED: sentences.USER_DISABLED,
}

/** What this asks of the client, by the router's own names. */
export interface SessionEndClient {
  readonly session: { readonly state: SignInState }
  readonly api: {
    readonly auth: { readonly events: { subscribe(input: undefined, listener: EndListener): Unsubscribable } }
  }
}

interface EndListener {
  readonly onData: (event: { readonly reason: string }) => void
  readonly onError: (error: unknown) => void
  readonly onComplete: () => void
}

/**
 * Call it in a page's setup before its own `onShow`, `watch` whenever somebody is known to be signed in, and `stop`
 * before the page itself ends the session.
 *
 * @param ask asks the server anything as this session: what has really ended is refused, and the phone signs out
 */
export function useSessionEnd({ api, session }: SessionEndClient, ask: () => Promise<void>) {
  const notice = ref('')
  const visit = useVisit(stop)
  let listening: Unsubscribable | null = null

  function stop(): void {
    listening?.unsubscribe()
    listening = null
  }

  async function tell(reason: string): Promise<void> {
    stop()
    await ask()
    // A session that was replaced or expired has meanwhile signed in again by itself.
    if (session.state !== 'signed-in') notice.value = (endings[reason] ?? sentences.SESSION_ENDED)[systemLanguage()]
  }

  function refused(error: unknown): void {
    stop()
    const reason = refusalOf(error)
    // Once for each time the page is shown: a server that refuses all of them must not be asked without end.
    if (visit.wasRefused || reason === null || !(reason in endings || needsSignIn(error))) return
    visit.wasRefused = true
    void tell(reason)
  }

  function watch(): void {
    // The page may have been left while its first answer was on the way.
    if (listening || !visit.isShown || session.state !== 'signed-in') return
    notice.value = ''
    listening = api.auth.events.subscribe(undefined, {
      onData: ({ reason }) => void tell(reason),
      // It ended while the socket was gone. All else is no matter: without the socket, the next call tells the same.
      onError: refused,
      onComplete: stop,
    })
  }

  return { notice: readonly(notice), watch, stop }
}

/** From when the page is shown until it is left. */
function useVisit(onLeave: () => void) {
  const visit = { isShown: false, wasRefused: false }
  const leave = () => {
    visit.isShown = false
    onLeave()
  }
  onShow(() => {
    visit.isShown = true
    visit.wasRefused = false
  })
  onHide(leave)
  onUnload(leave)
  return visit
}
