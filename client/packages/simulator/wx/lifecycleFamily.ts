// What a program may listen to: coming and going, the network, and its own errors.
import { asyncApi } from './asyncApi.ts'
import { createListeners, type Listeners } from './listeners.ts'
import type { SimulatedNetwork } from './simulatedNetwork.ts'
import type { WxFamily, WxHost } from './WxHost.ts'

export interface Lifecycle {
  readonly family: WxFamily
  readonly appShow: Listeners
  readonly appHide: Listeners
  readonly error: Listeners
  readonly unhandledRejection: Listeners
  readonly pageNotFound: Listeners
}

export function createLifecycle(host: WxHost, network: SimulatedNetwork): Lifecycle {
  const appShow = createListeners(host)
  const appHide = createListeners(host)
  const error = createListeners(host)
  const unhandledRejection = createListeners(host)
  const pageNotFound = createListeners(host)
  const networkStatusChange = createListeners(host)
  const networkWeakChange = createListeners(host)
  const networkType = (): string => (network.offline ? 'none' : 'wifi')
  network.onChange((offline) => networkStatusChange.emit({ isConnected: !offline, networkType: networkType() }))
  network.onWeakChange((weakNet) => networkWeakChange.emit({ weakNet, networkType: networkType() }))
  return {
    appShow,
    appHide,
    error,
    unhandledRejection,
    pageNotFound,
    family: {
      ...pair('AppShow', appShow),
      ...pair('AppHide', appHide),
      ...pair('Error', error),
      ...pair('UnhandledRejection', unhandledRejection),
      ...pair('PageNotFound', pageNotFound),
      ...pair('NetworkStatusChange', networkStatusChange),
      ...pair('NetworkWeakChange', networkWeakChange),
      getNetworkType: asyncApi(host, 'getNetworkType', () => ({ networkType: networkType() })),
      requestIdleCallback: (callback) =>
        host.timers.setTimeout(() => host.call(callback, { didTimeout: false, timeRemaining: () => 10 })),
      cancelIdleCallback: (id) => host.timers.clearTimeout(Number(id)),
      nextTick: (callback) => void host.timers.setTimeout(() => host.call(callback)),
    },
  }
}

function pair(name: string, listeners: Listeners): WxFamily {
  return {
    [`on${name}`]: (callback) => listeners.add(callback),
    [`off${name}`]: (callback) => listeners.remove(callback),
  }
}
