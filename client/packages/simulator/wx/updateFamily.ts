// A program that is as new as it gets:
// https://developers.weixin.qq.com/miniprogram/dev/api/base/update/UpdateManager.html
import { createListeners } from './listeners.ts'
import type { WxFamily, WxHost } from './WxHost.ts'

export interface UpdateOptions {
  /** A newer version is there and comes while the program runs; `failed` when it cannot be loaded. @default none */
  update?: 'ready' | 'failed' | undefined
}

export function updateFamily(host: WxHost, { update }: UpdateOptions): WxFamily {
  const [ready, failed] = [createListeners(host), createListeners(host)]
  let isTold = false
  function tell(): void {
    if (isTold || update === undefined) return
    isTold = true
    host.timers.setTimeout(() => (update === 'ready' ? ready : failed).emit({}))
  }
  return {
    getUpdateManager: () => ({
      onCheckForUpdate(callback: unknown) {
        host.timers.setTimeout(() => host.call(callback, { hasUpdate: update !== undefined }))
      },
      onUpdateReady(callback: unknown) {
        ready.add(callback)
        tell()
      },
      onUpdateFailed(callback: unknown) {
        failed.add(callback)
        tell()
      },
      applyUpdate: () => undefined,
    }),
  }
}
