/** What there is to say of the network while it is bad: gone, or weak. A browser knows the first alone. */
import { onUnload } from '@dcloudio/uni-app'
import { computed, ref } from 'vue'
import type { Sentence } from 'uni-trpc-protocol/sentences'
import { systemLanguage } from './language.ts'
import { weChat } from './weChat.ts'

const offline: Sentence = {
  zh: '网络已断开，请检查网络；恢复后即可继续。',
  en: 'No network: check the connection. You can go on once it is back.',
}
const weak: Sentence = { zh: '网络较慢，请再等一会儿。', en: 'The network is slow. It may take a little longer.' }

/**
 * Call it in a page's setup.
 *
 * @param isSlow whether an answer is awaited for longer than a person expects, which counts as weak
 * @param onBack called when the network has come back
 */
export function useNetwork(isSlow: () => boolean, onBack: () => void) {
  const isOffline = ref(false)
  const isWeak = ref(false)

  let isTold = false

  const onStatus = ({ isConnected }: { isConnected: boolean }) => {
    isTold = true
    isOffline.value = !isConnected
    if (isConnected) onBack()
  }
  const onWeakness = ({ weakNet }: { weakNet: boolean }) => void (isWeak.value = weakNet)

  // Its answer may be older than a change.
  uni.getNetworkType({
    success: ({ networkType }) => void (isOffline.value = isTold ? isOffline.value : networkType === 'none'),
  })
  uni.onNetworkStatusChange(onStatus)
  onUnload(() => uni.offNetworkStatusChange(onStatus))
  weChat().onNetworkWeakChange?.(onWeakness)
  onUnload(() => weChat().offNetworkWeakChange?.(onWeakness))

  /** A sentence, or nothing. */
  const trouble = computed(() => {
    const sentence = isOffline.value ? offline : isWeak.value || isSlow() ? weak : null
    return sentence ? sentence[systemLanguage()] : ''
  })
  return { trouble }
}
