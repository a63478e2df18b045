// Promise rejections nobody handles surface on Node's process, also those of another realm. This takes out the ones
// that belong to one realm and leaves every other to whoever listened before.
import type { Realm } from './realm.ts'

interface Listener {
  (reason: unknown, promise: Promise<unknown>): void
  /** Set on a watch that has ended while a later one still stood before it: whom to ask in its place. */
  replacedBy?: Listener[]
}

/** Reports unhandled rejections of `realm` until the returned function is called. Watches may end in any order. */
export function watchRejections(realm: Realm, report: (reason: unknown) => void): () => void {
  const isOurs = realm.evaluate('promise => promise instanceof Promise', 'rejections.js') as (
    promise: unknown,
  ) => boolean
  const others = listening()
  const listener: Listener = (reason, promise) => {
    if (!listener.replacedBy && isOurs(promise)) return report(reason)
    // With nobody else listening Node ends the process, so this must not swallow what is not ours.
    if (others.length === 0) throw reason
    for (const other of others) other(reason, promise)
  }
  process.removeAllListeners('unhandledRejection')
  process.on('unhandledRejection', listener)
  return () => {
    listener.replacedBy = others
    if (!listening().includes(listener)) return
    process.off('unhandledRejection', listener)
    for (const other of others.flatMap(stillListening)) process.on('unhandledRejection', other)
  }
}

function listening(): Listener[] {
  return process.listeners('unhandledRejection')
}

function stillListening(listener: Listener): Listener[] {
  return listener.replacedBy === undefined ? [listener] : listener.replacedBy.flatMap(stillListening)
}
