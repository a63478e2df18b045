// A program that was left may go on for five seconds; then its network is taken away until it comes back.
// https://developers.weixin.qq.com/miniprogram/dev/framework/ability/network.html
import type { WxHost } from './WxHost.ts'

const BACKGROUND_GRACE_MS = 5_000

export interface Background {
  /** True when nothing may be asked any more. */
  readonly isSuspended: boolean
  /** Called when the five seconds are over. */
  onSuspend(listener: () => void): void
  enter(): void
  leave(): void
}

/** @param graceMs for tests that do not move time by hand */
export function createBackground(host: Pick<WxHost, 'timers'>, graceMs = BACKGROUND_GRACE_MS): Background {
  const listeners: (() => void)[] = []
  let isSuspended = false
  let timer: number | undefined
  return {
    get isSuspended() {
      return isSuspended
    },
    onSuspend: (listener) => void listeners.push(listener),
    enter() {
      host.timers.clearTimeout(timer)
      timer = host.timers.setTimeout(() => {
        isSuspended = true
        for (const listener of listeners) listener()
      }, graceMs)
    },
    leave() {
      host.timers.clearTimeout(timer)
      isSuspended = false
    },
  }
}
