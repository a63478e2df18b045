/**
 * Which calls come in: no more at once than there is space for, and none that would wait too long. Whoever is refused
 * at once has cost nearly nothing, and comes back when told; whoever is let in and waits has cost all and hears
 * nothing.
 */
import { createConcurrencyLimit } from 'uni-trpc-auth'

/** Waiting or at work, each of a batch counted; those that stream have been answered. */
const mostCalls = 1000
/** How often the event loop is asked how late it is. */
export const lookMs = 50
/** How late it may be for as long as it likes. */
const targetMs = 100
/**
 * Where calls are refused two thirds of the time serve and a third refuses, which takes a tenth of the time: with
 * nobody served until all are on time, nobody would be where many call.
 */
const servingMs = 100
const refusingMs = 50
/**
 * Where fewer ask between two looks, it is not they who make the event loop late: the machine does other work, and who
 * is refused would be no better off.
 */
const fewest = 8
/** So long it has to be late without a break until calls are refused, and so long on time until none is any more. */
const intervalMs = 500
/**
 * Of those who are taken 99 in 100 are answered in this, whatever is offered. The line grows for 650 ms until calls are
 * refused, is served for as long, and half as long again while refusing takes its third. It is what a refused one is
 * told to wait, so nobody is worse off for being taken. `npm run prove:overload` holds it.
 */
export const acceptedMs = 2000

/** Why a call is refused: the node holds as many as it may, or has been too late for too long. */
export type ShedReason = 'full' | 'late'

export interface Admission {
  /**
   * Answers `null` where so many calls may come in, until `leave` is called with the same. Where most who ask have no
   * token, a crowd that signs in, those who have one go on.
   */
  enter(calls: number, hasToken: boolean): ShedReason | null
  leave(calls: number): void
  /** To be called before `enter`, with how long the request has waited for others since it was read. */
  waited(ms: number): void
  /** To be called by a timer, every `lookMs`; without it no call is late. */
  look(): void
}

export interface AdmissionParts {
  /** Milliseconds that never jump. */
  readonly clock?: (() => number) | undefined
  /** Told of each request that is refused. */
  readonly onShed?: ((reason: ShedReason) => void) | undefined
  /** Told once no call has been late for a while, where some had been refused for it. */
  readonly onCalm?: (() => void) | undefined
}

export function createAdmission({
  clock = () => performance.now(),
  onShed = () => undefined,
  onCalm = () => undefined,
}: AdmissionParts = {}): Admission {
  const space = createConcurrencyLimit(mostCalls)
  const lateness = createLateness(clock, onCalm)
  const refusalOf = (calls: number, hasToken: boolean): ShedReason | null => {
    if (lateness.isTooLate(hasToken)) return 'late'
    return space.enter(calls) ? null : 'full'
  }
  return {
    enter(calls, hasToken) {
      const reason = refusalOf(calls, hasToken)
      if (reason) onShed(reason)
      return reason
    },
    leave: space.leave,
    look: lateness.look,
    waited: lateness.waited,
  }
}

/**
 * CoDel's rule (RFC 8289, 3.2): to wait for longer than the target does no harm, but where that lasts for an interval
 * without a break the line does not grow shorter. A wait is seen in two places: by a timer that runs late with the
 * event loop, and where requests stand in line for their turn.
 */
function createLateness(clock: () => number, onCalm: () => void) {
  const crowd = createCrowd()
  let due = Infinity
  /** Of the last look. */
  let lateMs = 0
  /** Of the last request since then. */
  let queuedMs = 0
  const shedding = createSwitch(onCalm)
  const see = (now: number, waitedMs: number): void => shedding.see(waitedMs > targetMs && crowd.isThere(), now)

  return {
    look() {
      const now = clock()
      lateMs = now - due
      due = now + lookMs
      see(now, Math.max(lateMs, queuedMs))
      // Nobody may come after the last who waited.
      queuedMs = 0
      crowd.look()
    },
    waited: (ms: number) => void (queuedMs = ms),
    isTooLate(hasToken: boolean): boolean {
      const now = clock()
      const overdueMs = now - due
      crowd.asked(hasToken)
      see(now, Math.max(lateMs, overdueMs, queuedMs))
      const isLate = Math.max(overdueMs, queuedMs) > targetMs
      if (!shedding.isOn() || !isLate || (hasToken && crowd.signsIn())) return false
      return now % (servingMs + refusingMs) >= servingMs
    },
  }
}

/** On or off, as all has been that was seen for an interval without a break. */
function createSwitch(onOff: () => void) {
  let isOn = false
  /** Since when all that was seen speaks against it. */
  let since: number | null = null

  return {
    isOn: () => isOn,
    see(isTrue: boolean, now: number): void {
      if (isTrue === isOn) return void (since = null)
      since ??= now
      if (now - since < intervalMs) return
      isOn = isTrue
      since = null
      if (!isOn) onOff()
    },
  }
}

/** Who asks, in the time between the last two looks and since then. */
function createCrowd() {
  const nobody = { withToken: 0, without: 0 }
  let [before, now] = [nobody, { ...nobody }]

  return {
    asked: (hasToken: boolean) => void (hasToken ? now.withToken++ : now.without++),
    look(): void {
      before = now
      now = { ...nobody }
    },
    isThere: () => Math.max(before.withToken + before.without, now.withToken + now.without) >= fewest,
    signsIn: () => before.without + now.without > before.withToken + now.withToken,
  }
}
