/**
 * What a page does with a call: one at a time, waiting shown, a failure told in a sentence, and repeated when the person
 * asks or, if it only reads, as soon as the network is back.
 */
import { onUnload } from '@dcloudio/uni-app'
import { readonly, ref } from 'vue'
import { explain, isPassing, systemLanguage } from './explain.ts'

export interface Doing {
  /** False for what a second try cannot help, such as a code that may be used once. @default true */
  readonly repeatable?: boolean
  /** Nothing changes by it, so it is repeated unasked when the network is back. @default false */
  readonly reads?: boolean
}

/** Call it in a page's setup. */
export function useAction() {
  const isBusy = ref(false)
  const failure = ref('')
  const isOffline = ref(false)
  const canRetry = ref(false)
  let failed: (() => Promise<void>) | null = null
  let isWaitingForNetwork = false

  /** Resolves when it is over, however it went; a second call meanwhile does nothing. */
  async function run(work: () => Promise<void>, { repeatable = true, reads = false }: Doing = {}): Promise<void> {
    if (isBusy.value) return
    isBusy.value = true
    failure.value = ''
    canRetry.value = isWaitingForNetwork = false
    try {
      await work()
    } catch (error) {
      failure.value = explain(error, systemLanguage())
      canRetry.value = repeatable && isPassing(error)
      isWaitingForNetwork = canRetry.value && reads
      failed = () => run(work, { repeatable, reads })
    } finally {
      isBusy.value = false
    }
  }

  const retry = () => void (canRetry.value && failed?.())
  const listen = ({ isConnected }: { isConnected: boolean }) => {
    isOffline.value = !isConnected
    if (isConnected && isWaitingForNetwork) retry()
  }
  uni.getNetworkType({ success: ({ networkType }) => void (isOffline.value = networkType === 'none') })
  uni.onNetworkStatusChange(listen)
  onUnload(() => uni.offNetworkStatusChange(listen))

  const shown = { isBusy: readonly(isBusy), failure: readonly(failure), isOffline: readonly(isOffline), canRetry: readonly(canRetry) }
  return { ...shown, run, retry }
}
