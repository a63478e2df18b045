// What every page and component has as fields and methods beside those of its framework.
// https://developers.weixin.qq.com/miniprogram/dev/reference/api/Component.html
import { isRecord } from '../record.ts'
import type { LayoutQuestions } from '../wx/layoutFamily.ts'
import type { WxHost } from '../wx/WxHost.ts'
import type { PageStack } from './pageStack.ts'

export interface InstanceSources {
  host: WxHost
  layout: LayoutQuestions
  pages(): PageStack
}

/** Answers the fields of one instance; asked while it is created. */
export function createInstanceFields({
  host,
  layout,
  pages,
}: InstanceSources): (instance: object) => Record<string, unknown> {
  let last = 0
  const move = (name: 'navigateTo' | 'redirectTo' | 'switchTab' | 'reLaunch') => (options: unknown) =>
    void pages()[name](urlOf(options))
  // Routes are relative to the component's own page; every page here is addressed from the root.
  const router = {
    navigateTo: move('navigateTo'),
    redirectTo: move('redirectTo'),
    switchTab: move('switchTab'),
    reLaunch: move('reLaunch'),
    navigateBack: (options: unknown) => pages().navigateBack(isRecord(options) ? Number(options['delta'] ?? 1) : 1),
  }
  return (instance) => {
    const id = `pageId:${++last}`
    return {
      renderer: 'webview',
      pageRouter: router,
      router,
      ...layout.methods(instance),
      getPageId: () => id,
      getTabBar: () => pages().pages.at(-1)?.tabBar ?? null,
      setUpdatePerformanceListener: () => undefined,
      setInitialRenderingCache: () => undefined,
      // Nothing moves, and when the time is over the program goes on.
      animate: (...[, , duration, callback]: unknown[]) =>
        void host.timers.setTimeout(() => host.call(callback), Number(duration)),
      clearAnimation: (...given: unknown[]) =>
        void host.timers.setTimeout(() => host.call(given.find((one) => typeof one === 'function'))),
      applyAnimatedStyle: () => undefined,
      clearAnimatedStyle: () => undefined,
    }
  }
}

function urlOf(options: unknown): string {
  return isRecord(options) ? String(options['url']) : ''
}
