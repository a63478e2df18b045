/** Runs the server: settings -> services -> app -> door -> close with grace. */
import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import closeWithGrace from 'close-with-grace'
import { lookMs } from './http/admission.ts'
import { createArrivals } from './http/arrivals.ts'
import { createApp, createWays, shortWayParts } from './http/app.ts'
import { clientKey, createSessionWatch } from 'uni-trpc-auth'
import type { Settings } from './settings/env.ts'
import { createLog, type Log } from './observability/log.ts'
import { createClientOf } from './limit/createClientOf.ts'
import { logErrors } from './observability/logErrors.ts'
import { openDoor } from './http/openDoor.ts'
import type { OwnData } from './store/ownData.ts'
import { createApi, type Router } from './trpc/api.ts'
import { createShortWay } from './trpc/shortWay.ts'
import { openSocket } from './trpc/socket.ts'
import { openServices, type MountedSandbox, type OpenServices } from './services.ts'

const hourMs = 3_600_000
/** How long /readyz says no before the door is shut, so that whoever balances the load hears of it. */
const drainMs = 3000
/** How long running requests may take after that. */
const runningMs = 4000
/** For all of it: as long as Docker waits before it kills. */
const graceMs = 10_000

/** What a product is made of, beside settings. */
export interface App {
  readonly router: Router
  /** Own tables. @default none */
  readonly data?: OwnData
}

export interface ServeOptions {
  readonly sandbox?: MountedSandbox
  readonly log?: Log
}

/**
 * Listens until the process is told to stop; answers the address in use. SIGTERM and SIGINT end it with 0 once what
 * runs is answered. An exception that nobody caught, or a rejection that nobody handled, leaves a state that nobody
 * knows: it is logged whole, what runs is answered, and the process ends with 1, for whoever started it to start anew.
 * A second signal or error ends it at once.
 */
export async function serve(
  { router, data }: App,
  settings: Settings,
  { sandbox, log = createLog() }: ServeOptions = {},
): Promise<AddressInfo> {
  const api = createApi(router)
  const arrivals = createArrivals()
  const services = await openServices(settings, { api, data, log, sandbox, breath: arrivals.breath })
  let stopping = false
  const isStopping = (): boolean => stopping
  const ways = createWays({ settings, log, services, onShed: arrivals.crowded })
  const shared = { api, services, settings, log, ways, newId: services.newId }
  const { fetch } = createApp({ ...shared, sandbox, isStopping })
  const shortWay = createShortWay(shortWayParts(shared))
  const onWait = ways.admission.waited
  const door = await openDoor({ ...settings, ...shared, fetch, shortWay, arrivals, onWait, isStopping })
  const watch = createSessionWatch({ ...services, onError: (err) => log.error({ err }, 'sessions not read again') })
  const socket = openSocket(door.server, {
    api,
    services: services.forProcedures,
    watch,
    newId: services.newId,
    onError: logErrors(log, api),
    addressOf: addressKeyBehind(settings.trustedProxies),
  })
  const stopPruning = pruneHourly(services, log)
  const looking = setInterval(ways.admission.look, lookMs).unref()

  atEnd(log, async () => {
    stopping = true
    stopPruning()
    if (settings.mode === 'production') await delay(drainMs)
    await socket.close()
    watch.stop()
    await door.close(runningMs)
    clearInterval(looking)
    await services.close()
  })
  return door.address
}

/** Also at once, for where processes live less than an hour. Answers what stops it. */
function pruneHourly(services: Pick<OpenServices, 'prune'>, log: Log): () => void {
  const prune = () => void services.prune().catch((err: unknown) => log.error({ err }, 'pruning failed'))
  prune()
  const pruning = setInterval(prune, hourMs).unref()
  return () => clearInterval(pruning)
}

/** Runs `close` when the process is told to end, or crashes. */
function atEnd(log: Log, close: () => Promise<void>): void {
  closeWithGrace({ ...lastWords(log), delay: graceMs }, async (why) => {
    // A rejection may be without a reason, so it is told by being there.
    const isCrash = 'err' in why
    if (isCrash) log.fatal({ err: why.err }, 'crash')
    else log.info({ signal: why.signal }, 'stopping')
    await close()
    // Ends the process with 1, which close-with-grace does for most errors by itself.
    if (isCrash) throw new Error('crash')
  })
}

/** In the log, where close-with-grace would write to the console. */
function lastWords(log: Log) {
  return {
    logger: false as const,
    onSecondError: (err: unknown) => log.fatal({ err }, 'crash while stopping'),
    onSecondSignal: (signal: string) => log.warn({ signal }, 'told twice to stop: what runs is not answered'),
    onTimeout: () => log.fatal({}, 'stopping took too long: what runs is not answered'),
  }
}

function addressKeyBehind(trustedProxies: readonly string[]): (request: IncomingMessage) => string {
  const clientOf = createClientOf({ trustedProxies })
  return ({ socket: { remoteAddress }, headers }) =>
    clientKey(clientOf({ remoteAddress, forwardedFor: headers['x-forwarded-for']?.toString() }))
}
