// wx.getStorage and its relatives, the synchronous ones included.
import { asyncApi } from './asyncApi.ts'
import { WxFailure } from './WxFailure.ts'
import type { WxFamily, WxHost } from './WxHost.ts'

const LIMIT_KB = 10 * 1024

export function storageFamily(host: WxHost): WxFamily {
  const { storage } = host
  const info = () => ({ keys: storage.keys(), currentSize: Math.ceil(storage.size() / 1024), limitSize: LIMIT_KB })
  return {
    getStorage: asyncApi(host, 'getStorage', ({ key }) => {
      const data = storage.get(asKey(key))
      if (data === undefined) throw new WxFailure('data not found')
      return { data }
    }),
    setStorage: asyncApi(host, 'setStorage', ({ key, data }) => storage.set(asKey(key), data)),
    removeStorage: asyncApi(host, 'removeStorage', ({ key }) => storage.remove(asKey(key))),
    clearStorage: asyncApi(host, 'clearStorage', () => storage.clear()),
    getStorageInfo: asyncApi(host, 'getStorageInfo', info),
    // A missing key is the empty string, not undefined.
    getStorageSync: (key) => storage.get(asKey(key)) ?? '',
    setStorageSync: named('setStorageSync', (key, data) => storage.set(asKey(key), data)),
    removeStorageSync: named('removeStorageSync', (key) => storage.remove(asKey(key))),
    clearStorageSync: () => storage.clear(),
    getStorageInfoSync: info,
  }
}

function asKey(key: unknown): string {
  if (typeof key !== 'string') throw new WxFailure('parameter error: parameter.key should be String')
  return key
}

function named(name: string, run: (...args: unknown[]) => void): (...args: unknown[]) => void {
  return (...args) => {
    try {
      run(...args)
    } catch (error) {
      throw new Error(`${name}:fail ${error instanceof Error ? error.message : String(error)}`)
    }
  }
}
