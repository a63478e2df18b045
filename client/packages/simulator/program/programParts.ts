// What everything in one run of a program stands on: its realm, its time, and what becomes of errors.
import { createRealm, type Realm } from '../realm/realm.ts'
import { createSimulatedTimers, type SimulatedTimers, type TimerSource } from '../realm/simulatedTimers.ts'
import type { EnterOptions, WxHost } from '../wx/WxHost.ts'

export interface Parts {
  realm: Realm
  timers: SimulatedTimers
  call: WxHost['call']
  report(error: unknown): void
  enter: { launch: EnterOptions; current: EnterOptions }
}

/** @param announce hears of every error, but not of its own */
export function createParts(source: TimerSource, errors: unknown[], announce: (error: unknown) => void): Parts {
  const realm = createRealm()
  let announcing = false
  function report(error: unknown): void {
    errors.push(error)
    // An error of the error handler itself is noted, not announced again.
    if (announcing) return
    announcing = true
    announce(error)
    announcing = false
  }
  function call(callback: unknown, ...args: unknown[]): unknown {
    if (typeof callback !== 'function') return undefined
    try {
      return callback(...args.map(realm.adopt)) as unknown
    } catch (error) {
      report(error)
      return undefined
    }
  }
  const none: EnterOptions = { path: '', query: {}, scene: 1001, referrerInfo: {} }
  return { realm, timers: createSimulatedTimers(source), call, report, enter: { launch: none, current: none } }
}

/** Calls a method of the program, if it is there; what it throws is reported. */
export function callMethod(
  { call }: Parts,
  self: Record<string, unknown> | undefined,
  { method, args }: { method: string; args: unknown[] },
): unknown {
  const found = self?.[method]
  return typeof found === 'function' ? call(found.bind(self), ...args) : undefined
}
