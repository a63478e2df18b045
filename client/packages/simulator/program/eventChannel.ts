// The channel between a page and the page it opened.
// https://developers.weixin.qq.com/miniprogram/dev/api/route/EventChannel.html
import type { WxHost } from '../wx/WxHost.ts'

export interface EventChannel {
  emit(name: unknown, ...args: unknown[]): void
  on(name: unknown, callback: unknown): void
  once(name: unknown, callback: unknown): void
  off(name: unknown, callback?: unknown): void
}

export function createEventChannel(host: Pick<WxHost, 'call'>): EventChannel {
  let listeners: { name: unknown; callback: unknown; once: boolean }[] = []
  const add = (name: unknown, callback: unknown, once: boolean): void => void listeners.push({ name, callback, once })
  return {
    emit(name, ...args) {
      const called = listeners.filter((listener) => listener.name === name)
      listeners = listeners.filter((listener) => listener.name !== name || !listener.once)
      for (const { callback } of called) host.call(callback, ...args)
    },
    on: (name, callback) => add(name, callback, false),
    once: (name, callback) => add(name, callback, true),
    off(name, callback) {
      listeners = listeners.filter((one) => one.name !== name || (callback !== undefined && one.callback !== callback))
    },
  }
}
