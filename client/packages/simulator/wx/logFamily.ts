// What a program tells WeChat's own desks: logs and reports, which go nowhere from here.
// https://developers.weixin.qq.com/miniprogram/dev/api/base/debug/RealtimeLogManager.html
import { asyncApi } from './asyncApi.ts'
import type { WxFamily, WxHost } from './WxHost.ts'

const nothing = (): undefined => undefined
const silent = (...names: string[]): Record<string, () => undefined> =>
  Object.fromEntries(names.map((name) => [name, nothing]))

export function logFamily(host: WxHost): WxFamily {
  return {
    ...silent('reportAnalytics', 'reportEvent', 'reportMonitor', 'reportPerformance'),
    getLogManager: () => silent('debug', 'info', 'log', 'warn'),
    getRealtimeLogManager: () => ({
      ...silent('info', 'warn', 'error', 'in', 'setFilterMsg', 'addFilterMsg'),
      getCurrentState: () => ({ size: 0, maxSize: 5120, logCount: 0, maxLogCount: 200 }),
      tag: () => silent('info', 'warn', 'error', 'setFilterMsg', 'addFilterMsg'),
    }),
    getPerformance: () => ({
      getEntries: () => [],
      getEntriesByName: () => [],
      getEntriesByType: () => [],
      ...silent('setBufferSize', 'mark', 'measure'),
      createObserver: () => silent('observe', 'disconnect'),
      now: () => performance.now(),
    }),
    getExtConfigSync: () => ({}),
    getExtConfig: asyncApi(host, 'getExtConfig', () => ({ extConfig: {} })),
    getApiCategory: () => 'default',
  }
}
