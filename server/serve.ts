/** Runs the server: settings -> rooms -> app -> listen -> close with grace. */
import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { serve as listen, type ServerType } from '@hono/node-server'
import closeWithGrace from 'close-with-grace'
import { createApp } from './app.ts'
import { createAuth } from './auth/auth.ts'
import type { Settings } from './env.ts'
import { createLog, type Log } from './log.ts'
import { createSeal } from './store/seal.ts'
import { openStore } from './store/store.ts'
import { createWeChat } from './wechat/wechat.ts'

const hourMs = 3_600_000
/** How long running requests may take to end once the process was asked to stop. */
const graceMs = 10_000

/** WeChat's stand-in with the apps it knows. */
export interface Sandbox {
  readonly apps: ReadonlyMap<string, string>
  readonly touristCode: string
  fetch(request: Request): Response | Promise<Response>
}

export interface ServeOptions {
  readonly sandbox?: Sandbox
  readonly log?: Log
}

/** Listens until the process is told to stop; answers the address in use. */
export async function serve(settings: Settings, { sandbox, log = createLog() }: ServeOptions = {}): Promise<AddressInfo> {
  const now = Date.now
  const newId = () => randomBytes(18).toString('base64url')
  const lifetimes = { token: settings.tokenTtl, idle: settings.sessionIdle, max: settings.sessionMax }
  const apps = sandbox?.apps ?? settings.wechatApps
  if (apps.size === 0) throw new Error('WECHAT_APPS names no app, and this program holds no sandbox / 未配置 WECHAT_APPS，且此程序不含微信替身')
  const store = await openStore({ url: settings.databaseUrl, seal: createSeal(settings.dataSecrets) })
  const wechat = createWeChat(
    sandbox ? { apps, base: 'http://sandbox', fetch: (...request) => Promise.resolve(sandbox.fetch(new Request(...request))) } : { apps, base: settings.wechatApiBase },
  )
  const auth = createAuth({
    store, wechat, lifetimes, now, newId,
    appIds: [...apps.keys()],
    tokenSecrets: settings.tokenSecrets,
    sessionCap: settings.sessionCap,
    touristCode: sandbox?.touristCode,
  })

  let stopping = false
  const app = createApp({ auth, store, log, newId, now, webOrigins: settings.webOrigins, isStopping: () => stopping, sandbox })
  const pruning = setInterval(() => {
    store.pruneSessions(now() - settings.sessionMax).catch((err: unknown) => log.error({ err }, 'pruning failed'))
  }, hourMs).unref()

  const server = await open(app, settings)
  closeWithGrace({ delay: graceMs }, async ({ err, signal }) => {
    if (err) log.fatal({ err }, 'crash')
    else log.info({ signal }, 'stopping')
    stopping = true
    clearInterval(pruning)
    await new Promise((closed) => server.close(closed))
    await store.close()
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
