/** Leaves a page that somebody was led to, such as the one that signs in, for where the person came from. */
import { onHide, onShow, onUnload } from '@dcloudio/uni-app'

/** Milliseconds after which a page that is still here may be left once more. */
const leavingMs = 2000

/**
 * Call it in a page's setup. What it answers goes back, once, and only if nothing else was opened or left meanwhile.
 *
 * @param home the path of the page to open where there is none to go back to
 */
export function useReturn(home: string): () => void {
  let isOnTop = false
  let isLeaving = false
  onShow(() => void (isOnTop = true))
  onHide(() => void (isOnTop = false))
  onUnload(() => void (isOnTop = false))

  return () => {
    if (!isOnTop || isLeaving) return
    isLeaving = true
    const stay = () => void (isLeaving = false)
    // The host may say nothing.
    setTimeout(stay, leavingMs)
    const goHome = () => void uni.reLaunch({ url: home, fail: stay })
    if (getCurrentPages().length > 1) void uni.navigateBack({ fail: goHome })
    else goHome()
  }
}
