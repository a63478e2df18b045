// What frames a page: its navigation bar, the tab bar, the background, the menu that shares it.
// https://developers.weixin.qq.com/miniprogram/dev/api/ui/tab-bar/wx.setTabBarBadge.html
import type { PageStack } from '../program/pageStack.ts'
import { asyncApi } from './asyncApi.ts'
import { WxFailure } from './WxFailure.ts'
import type { WxFamily, WxHost } from './WxHost.ts'

const OF_ANY_PAGE = [
  'showNavigationBarLoading',
  'hideNavigationBarLoading',
  'hideHomeButton',
  'setBackgroundColor',
  'setBackgroundTextStyle',
  'setTopBarText',
  'showShareMenu',
  'hideShareMenu',
  'updateShareMenu',
  'enableAlertBeforeUnload',
  'disableAlertBeforeUnload',
  'preloadWebview',
  'preloadSkylineView',
]
const OF_TABS = [
  'setTabBarItem',
  'setTabBarStyle',
  'showTabBar',
  'hideTabBar',
  'setTabBarBadge',
  'removeTabBarBadge',
  'showTabBarRedDot',
  'hideTabBarRedDot',
]

export function barFamily(host: WxHost, pages: () => PageStack): WxFamily {
  const anywhere = OF_ANY_PAGE.map((name) => [name, asyncApi(host, name, () => undefined)])
  const onTabs = OF_TABS.map((name) => [
    name,
    asyncApi(host, name, ({ index }) => {
      if (!host.program.tabs.includes(pages().pages.at(-1)?.path ?? '')) throw new WxFailure('not TabBar page')
      if (typeof index === 'number' && index >= host.program.tabs.length) throw new WxFailure(`tabbar item not found`)
    }),
  ])
  return {
    ...Object.fromEntries([...anywhere, ...onTabs]),
    loadFontFace: asyncApi(host, 'loadFontFace', () => ({ status: 'loaded' })),
    loadBuiltInFontFace: asyncApi(host, 'loadBuiltInFontFace', () => ({ status: 'loaded' })),
  }
}
