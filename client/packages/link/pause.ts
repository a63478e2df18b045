/** Waiting that ends early when the program comes back from the background, or the phone to a network. */
import type { After } from './socketConnection.ts'
import { onWake } from './socketHost.ts'
import type { HostEsque } from './SocketTaskEsque.ts'

/** Runs `then` after so many milliseconds or the wake, whichever comes first; returns what keeps it from running. */
export type Pause = (delayMs: number, then: () => void) => () => void

export function createPause(host: HostEsque, after: After): Pause {
  const waiting = new Set<() => void>()
  onWake(host, () => Array.from(waiting).forEach((wake) => wake()))
  return (delayMs, then) => {
    const stop = () => {
      waiting.delete(wake)
      cancel()
    }
    const wake = () => {
      stop()
      then()
    }
    waiting.add(wake)
    const cancel = after(delayMs, wake)
    return stop
  }
}

export function afterTimeout(delayMs: number, callback: () => void): () => void {
  const timer = setTimeout(callback, delayMs)
  return () => clearTimeout(timer)
}
