/** Runs the server: settings -> rooms -> app -> listen -> close with grace. */
import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { serve as listen, type ServerType } from '@hono/node-server'
import closeWithGrace from 'close-with-grace'
import { createApp } from './app.ts'
import { createSessionWatch } from './auth/sessionWatch.ts'
import type { Settings } from './env.ts'
import { createLog, type Log } from './log.ts'
import { addressKey, clientAddress, trustedProxyList } from './limit/clientAddress.ts'
import { logErrors } from './logErrors.ts'
import { openSocket } from './procedures/socket.ts'
import { openRooms, type Sandbox } from './rooms.ts'

const hourMs = 3_600_000
/** How long /readyz says no before the door is shut, so that whoever balances the load hears of it. */
const drainMs = 3000
/** How long running requests may take to end once the process was asked to stop. */
const graceMs = 10_000

export interface ServeOptions {
  readonly sandbox?: Sandbox
  readonly log?: Log
}

/** Listens until the process is told to stop; answers the address in use. */
export async function serve(settings: Settings, { sandbox, log = createLog() }: ServeOptions = {}): Promise<AddressInfo> {
  const rooms = await openRooms(settings, { log, sandbox })
  const { auth, accounts, metrics, newId } = rooms
  let stopping = false
  const app = createApp({ rooms, settings, log, sandbox, isStopping: () => stopping })
  const server = await open(app, settings)
  const watch = createSessionWatch({ ...rooms, onError: (err) => log.error({ err }, 'sessions not read again') })
  const socket = openSocket(server, {
    rooms: { auth, accounts, metrics },
    watch, newId,
    onError: logErrors(log),
    addressOf: addressKeyBehind(settings.trustedProxies),
  })
  const prune = () => void rooms.prune().catch((err: unknown) => log.error({ err }, 'pruning failed'))
  // Also at once, for where processes live less than an hour.
  prune()
  const pruning = setInterval(prune, hourMs).unref()

  closeWithGrace({ delay: graceMs }, async ({ err, signal }) => {
    if (err) log.fatal({ err }, 'crash')
    else log.info({ signal }, 'stopping')
    stopping = true
    clearInterval(pruning)
    if (settings.mode === 'production') await delay(drainMs)
    await socket.close()
    watch.stop()
    await new Promise((closed) => server.close(closed))
    await rooms.close()
  })
  return server.address() as AddressInfo
}

function open(app: ReturnType<typeof createApp>, { host, port }: Settings): Promise<ServerType> {
  return new Promise((opened, failed) => {
    const server = listen({ fetch: app.fetch, hostname: host, port, serverOptions: { headersTimeout: 10_000, requestTimeout: 30_000 } }, () => opened(server))
    server.once('error', (error: NodeJS.ErrnoException) =>
      failed(error.code === 'EADDRINUSE' ? new Error(`Port ${port} is taken: set PORT to another, or stop what uses it / 端口 ${port} 已被占用`) : error),
    )
  })
}

function addressKeyBehind(proxies: readonly string[]): (request: IncomingMessage) => string {
  const trustedProxies = trustedProxyList(proxies)
  return ({ socket: { remoteAddress }, headers }) => {
    const forwardedFor = headers['x-forwarded-for']?.toString()
    return addressKey(clientAddress({ remoteAddress, forwardedFor, trustedProxies }))
  }
}
