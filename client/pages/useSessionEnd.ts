/** While a page is shown: hears at once when this sign-in is ended elsewhere, instead of at the next tap. */
import { onHide, onShow, onUnload } from '@dcloudio/uni-app'
import { readonly, ref } from 'vue'
import { refusalOf } from 'uni-trpc-protocol'
import { sentences, type Sentence } from 'uni-trpc-protocol/sentences'
import { api, session } from '../api.ts'
import { needsSignIn, systemLanguage } from './explain.ts'

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

/**
 * Call it in a page's setup before its own `onShow`, `watch` whenever somebody is known to be signed in, and `stop` before the page itself ends
 * the session.
 *
 * @param ask asks the server anything as this session: what has really ended is refused, and the phone signs out
 */
export function useSessionEnd(ask: () => Promise<void>) {
  const notice = ref('')
  let listening: { unsubscribe(): void } | null = null
  let isShown = false
  let wasRefused = false

  const stop = () => {
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
    if (wasRefused || reason === null || !(reason in endings || needsSignIn(error))) return
    wasRefused = true
    void tell(reason)
  }
  function watch(): void {
    // The page may have been left while its first answer was on the way.
    if (listening || !isShown || session.state !== 'signed-in') return
    notice.value = ''
    listening = api.auth.events.subscribe(undefined, {
      onData: ({ reason }) => void tell(reason),
      // It ended while the socket was gone. All else is no matter: without the socket, the next call tells the same.
      onError: refused,
      onComplete: stop,
    })
  }
  const leave = () => {
    isShown = false
    stop()
  }
  onShow(() => {
    isShown = true
    wasRefused = false
  })
  onHide(leave)
  onUnload(leave)

  return { notice: readonly(notice), watch, stop }
}
