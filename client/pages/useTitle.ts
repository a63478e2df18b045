import { onLoad } from '@dcloudio/uni-app'

/** Gives the page its title. Call it in a page's setup. */
export function useTitle(title: string): void {
  // A page that was left meanwhile has none to set, which is nobody's fault.
  onLoad(() => void uni.setNavigationBarTitle({ title, fail: () => {} }))
}
