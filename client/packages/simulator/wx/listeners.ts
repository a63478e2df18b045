// The wx.onX / wx.offX pairs.
import type { WxHost } from './WxHost.ts'

export interface Listeners {
  add(callback: unknown): void
  /** Takes one listener away, or all of them when none is named. */
  remove(callback?: unknown): void
  emit(event?: unknown): void
}

export function createListeners(host: Pick<WxHost, 'call'>): Listeners {
  const callbacks = new Set<unknown>()
  return {
    add: (callback) => void callbacks.add(callback),
    remove(callback) {
      if (callback === undefined) callbacks.clear()
      else callbacks.delete(callback)
    },
    emit(event) {
      for (const callback of [...callbacks]) host.call(callback, event)
    },
  }
}
