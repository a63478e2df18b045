// Moving between pages, and what belongs to the page on top.
import { asyncApi } from './asyncApi.ts'
import { isRecord } from '../record.ts'
import type { LayoutSources } from './layoutFamily.ts'
import { WxFailure } from './WxFailure.ts'
import type { WxFamily, WxHost } from './WxHost.ts'
import type { PageStack } from '../program/pageStack.ts'

/** @param pages asked at each call, since wx must be complete before the first page can exist */
export function navigationFamily(host: WxHost, pages: () => PageStack, layout: LayoutSources): WxFamily {
  const move = (name: 'redirectTo' | 'reLaunch' | 'switchTab') =>
    asyncApi(host, name, ({ url }) => pages()[name](String(url)))
  return {
    navigateTo: asyncApi(host, 'navigateTo', ({ url, events }) =>
      pages().navigateTo(String(url), isRecord(events) ? events : {}),
    ),
    redirectTo: move('redirectTo'),
    reLaunch: move('reLaunch'),
    switchTab: move('switchTab'),
    navigateBack: asyncApi(host, 'navigateBack', ({ delta }) =>
      pages().navigateBack(typeof delta === 'number' ? delta : 1),
    ),
    setNavigationBarTitle: asyncApi(host, 'setNavigationBarTitle', ({ title }) => {
      const page = pages().pages.at(-1)
      if (page !== undefined) page.title = String(title)
    }),
    setNavigationBarColor: asyncApi(host, 'setNavigationBarColor', () => undefined),
    // "效果与用户手动下拉刷新一致":
    // https://developers.weixin.qq.com/miniprogram/dev/api/ui/pull-down-refresh/wx.startPullDownRefresh.html
    startPullDownRefresh: asyncApi(host, 'startPullDownRefresh', () => pages().tell('onPullDownRefresh')),
    stopPullDownRefresh: asyncApi(host, 'stopPullDownRefresh', () => undefined),
    pageScrollTo: asyncApi(host, 'pageScrollTo', ({ scrollTop, selector, offsetTop }) => {
      const page = pages().pages.at(-1)
      const [found] =
        typeof selector === 'string' && page !== undefined ? layout.search(page.view.instance, selector) : []
      if (typeof selector === 'string' && found === undefined) throw new WxFailure(`selector "${selector}" not found`)
      const target =
        found === undefined ? Number(scrollTop ?? 0) : layout.layout.box(found.$$).top + Number(offsetTop ?? 0)
      pages().scrollTo(Math.max(0, target))
    }),
  }
}
