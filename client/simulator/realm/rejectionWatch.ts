// Promise rejections nobody handles surface on Node's process, also those of another realm. This takes out the ones
// that belong to one realm and leaves every other to whoever listened before.
import type { Realm } from './realm.ts'

type Listener = (reason: unknown, promise: Promise<unknown>) => void

/** Reports unhandled rejections of `realm` until the returned function is called. */
export function watchRejections(realm: Realm, report: (reason: unknown) => void): () => void {
  const isOurs = realm.evaluate('promise => promise instanceof Promise', 'rejections.js') as (promise: unknown) => boolean
  const others = process.listeners('unhandledRejection') as Listener[]
  const listener: Listener = (reason, promise) => {
    if (isOurs(promise)) return report(reason)
    // With nobody else listening Node ends the process, so this must not swallow what is not ours.
    if (others.length === 0) throw reason
    for (const other of others) other(reason, promise)
  }
  process.removeAllListeners('unhandledRejection')
  process.on('unhandledRejection', listener)
  return () => {
    process.off('unhandledRejection', listener)
    for (const other of others) process.on('unhandledRejection', other)
  }
}
