/**
 * The whole server as a process of its own, so that its memory and its turns are nobody else's: entry of openTarget.ts,
 * which tells it the environment. Limits are out of the way, for all cases come from one address.
 */
import process from 'node:process'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { createSessionWatch } from 'uni-trpc-auth'
import { data } from '../../../../data/data.ts'
import { appRouter } from '../../../../procedures/router.ts'
import { createApp, createWays, shortWayParts } from '../../http/app.ts'
import { openDoor } from '../../http/openDoor.ts'
import { createLog } from '../../observability/log.ts'
import { logErrors } from '../../observability/logErrors.ts'
import { openServices } from '../../services.ts'
import { readEnv } from '../../settings/env.ts'
import { createApi } from '../../trpc/api.ts'
import { createShortWay } from '../../trpc/shortWay.ts'
import { openSocket } from '../../trpc/socket.ts'
import type { Vitals } from './memory.ts'

const most = 1e9
const limitSizes = { failedSignIns: most, signIns: most, phoneCodes: most, pictures: most, stories: 3 }

// As in production: each stack would be looked up in the sources, which costs more than most calls.
process.setSourceMapsEnabled(false)
const settings = readEnv(process.env)
const log = createLog()
const api = createApi(appRouter)
const services = await openServices(settings, { api, data, log, limitSizes, sleep: async () => undefined })
const ways = createWays({ settings, log, services })
const app = createApp({ api, services, settings, log, ways })
const shortWay = createShortWay(shortWayParts({ api, services, log, ways }))
const parts = { ...settings, isStopping: () => false, newId: services.newId, log, api }
const door = await openDoor({ ...parts, fetch: app.fetch, shortWay })
const watch = createSessionWatch({
  ...services,
  onError: (err) => log.error({ err }, 'sessions not read again'),
})
const socket = openSocket(door.server, {
  api,
  services: services.forProcedures,
  watch,
  newId: services.newId,
  onError: logErrors(log, api),
})

const turns = monitorEventLoopDelay({ resolution: 5 })
let longestTurnMs = 0

/** What is really held. Collecting is a turn of the run's own making, so it is not measured. */
function vitals(): Vitals {
  longestTurnMs = Math.max(longestTurnMs, turns.max / 1e6)
  turns.disable()
  globalThis.gc?.()
  const { heapUsed: heap, rss } = process.memoryUsage()
  turns.enable()
  return { heap, rss, longestTurnMs, handles: process.getActiveResourcesInfo().length }
}

async function close(): Promise<void> {
  turns.disable()
  await socket.close()
  watch.stop()
  await door.close(1000)
  await services.close()
  process.off('disconnect', orphaned)
  process.disconnect()
}

/** Where whoever started it was killed. */
function orphaned(): void {
  process.exit(1)
}

process.on('message', (word) => {
  if (word === 'vitals') process.send?.(vitals())
  else void close()
})
process.once('disconnect', orphaned)
turns.enable()
process.send?.({ port: door.address.port })
