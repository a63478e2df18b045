// Work that is done once the program has finished what it is at.
import type { WxHost } from './WxHost.ts'

/** Runs `work` after the running code; what it throws, a selector that is none for instance, is the program's error. */
export function soon(host: Pick<WxHost, 'report'>, work: () => void): void {
  queueMicrotask(() => {
    try {
      work()
    } catch (error) {
      host.report(error)
    }
  })
}
