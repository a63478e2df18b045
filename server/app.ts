/** A Request enters here, a Response leaves. What the app needs of the world comes as arguments. */
import type { HttpBindings } from '@hono/node-server'
import { Hono, type Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { cors } from 'hono/cors'
import { headers } from '../shared/headers.ts'
import type { Auth } from './auth/auth.ts'
import { maskAddress } from './auth/maskAddress.ts'
import type { Log } from './log.ts'
import { createHandler, endpoint, refuseWhole } from './procedures/handler.ts'
import { createPrefetch } from './prefetch.ts'
import type { Store } from './store/store.ts'

const maxBodyBytes = 64 * 1024

export interface AppParts {
  readonly auth: Auth
  readonly store: Pick<Store, 'ping'>
  readonly log: Log
  readonly newId: () => string
  readonly now: () => number
  /** Origins of web pages (the H5 build) that may call; none by default. */
  readonly webOrigins?: readonly string[]
  /** True once this process is about to stop and new requests should go elsewhere. */
  readonly isStopping?: () => boolean
  /** WeChat's stand-in, at /sandbox; development and tests only. */
  readonly sandbox?: { fetch(request: Request): Response | Promise<Response> } | undefined
}

type Env = { Bindings: Partial<HttpBindings>; Variables: { requestId: string } }

export function createApp(parts: AppParts): Hono<Env> {
  const { auth, store, log, newId, webOrigins = [], isStopping = () => false, sandbox } = parts
  const answer = createHandler({
    auth,
    onError: ({ error, reason, ...event }) =>
      reason ? log.info({ ...event, reason, cause: causeOf(error) }, 'refusal') : log.error({ ...event, err: error }, 'fault'),
  })
  const prefetch = createPrefetch({ auth, now: parts.now })
  const app = new Hono<Env>()

  app.use(async (c, next) => {
    const requestId = newId()
    const began = performance.now()
    c.set('requestId', requestId)
    await next()
    c.header(headers.requestId, requestId)
    // The path alone: a query may hold an input.
    log.info({ requestId, method: c.req.method, path: c.req.path, status: c.res.status, ms: Math.round(performance.now() - began) }, 'request')
  })

  app.use(
    cors({
      origin: [...webOrigins],
      allowHeaders: ['content-type', 'trpc-accept', headers.authorization, headers.loginCode, headers.appId],
      exposeHeaders: [headers.sessionToken, headers.requestId],
    }),
  )

  app.use(`${endpoint}/*`, async (c, next) => {
    await next()
    c.header('cache-control', 'no-store')
  })
  app.use(`${endpoint}/*`, bodyLimit({ maxSize: maxBodyBytes, onError: (c) => refuse(c, 'PAYLOAD_TOO_LARGE') }))
  app.all(`${endpoint}/*`, (c) => answer(c.req.raw, { requestId: c.get('requestId'), address: addressOf(c) }))

  app.get('/prefetch', async (c) => c.text(await prefetch(new URL(c.req.url).searchParams), 200, { 'cache-control': 'no-store' }))

  app.get('/livez', (c) => c.text('alive'))
  app.get('/readyz', async (c) => {
    if (isStopping()) return c.text('stopping', 503)
    return store.ping().then(
      () => c.text('ready'),
      () => c.text('the database does not answer', 503),
    )
  })

  if (sandbox) app.mount('/sandbox', (request) => sandbox.fetch(request))

  app.notFound((c) => refuse(c, 'NOT_FOUND'))
  app.onError((error, c) => {
    log.error({ requestId: c.get('requestId'), err: error }, 'fault')
    return refuse(c, 'INTERNAL_SERVER_ERROR')
  })
  return app
}

function refuse(c: Context<Env>, code: Parameters<typeof refuseWhole>[0]): Response {
  return refuseWhole(code, c.get('requestId'))
}

function addressOf(c: Context<Env>): string | null {
  return maskAddress(c.env?.incoming?.socket.remoteAddress)
}

/** What made the server say no, if that was more than its own rules: WeChat's errcode, say. */
function causeOf(error: Error): unknown {
  return error.cause instanceof Error ? { ...error.cause, message: error.cause.message } : undefined
}
