/** Tells when the program comes back from the background, or the phone to a network. */
import type { HostEsque } from './SocketTaskEsque.ts'

/** WeChat cuts the sockets of a program that was in the background for five seconds, and may say so late or never. */
export function onWake(host: HostEsque, wake: () => void): void {
  let isHidden = false
  host.onAppHide?.(() => {
    isHidden = true
  })
  host.onAppShow?.(() => {
    // A start is told as a show, too.
    if (isHidden) wake()
    isHidden = false
  })
  host.onNetworkStatusChange?.(({ isConnected }) => {
    if (isConnected) wake()
  })
}
