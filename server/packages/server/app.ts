/** A Request enters here, a Response leaves. What the app needs of the world comes as arguments. */
import type { HttpBindings } from '@hono/node-server'
import { Hono, type Context, type MiddlewareHandler } from 'hono'
import { cors } from 'hono/cors'
import { headers } from 'uni-trpc-protocol'
import { finishBody } from './body/finishBody.ts'
import { limitBody } from './body/limitBody.ts'
import { refusalOfBody } from './body/refusalOfBody.ts'
import type { Settings } from './env.ts'
import { Busy, createConcurrencyLimit, type ConcurrencyLimit } from 'uni-trpc-auth'
import type { Log } from './log.ts'
import { logErrors } from './logErrors.ts'
import { mayScrape } from './metrics.ts'
import { createOpenapi } from './openapi.ts'
import { endpoint, maxBatchSize, type Api, type WholeRefusal } from './trpc/api.ts'
import { createHandler, tooLongError } from './trpc/handler.ts'
import type { RequestFacts } from 'uni-trpc-auth/trpc'
import type { ShortWayParts } from './trpc/shortWay.ts'
import { createPrefetchAnswer } from './prefetch.ts'
import { createFacts, isCut, type FactsOf } from './requestFacts.ts'
import type { OpenServices, MountedSandbox } from './services.ts'

export interface AppParts {
  readonly api: Api
  readonly services: OpenServices
  readonly settings: Pick<Settings, 'mode' | 'webOrigins' | 'trustedProxies' | 'metricsToken' | 'trustCloudrun'>
  readonly log: Log
  /** Shared with the short way, where there is one. */
  readonly ways?: Ways
  /** True once this process is about to stop and new requests should go elsewhere. */
  readonly isStopping?: () => boolean
  /** The sandbox, at /sandbox; development and tests only. */
  readonly sandbox?: MountedSandbox | undefined
}

type Env = { Bindings: Partial<HttpBindings>; Variables: { facts: RequestFacts } }

/** Waiting or at work, each of a batch counted; those that stream have been answered. */
const mostCalls = 1000

const exposedHeaders = [headers.sessionToken, headers.requestId, 'retry-after']
/** What every answer of a procedure says to a client that is no page of another site. */
const always = {
  'access-control-expose-headers': exposedHeaders.join(','),
  'cache-control': 'no-store',
  'content-type': 'application/json',
  vary: 'trpc-accept, accept, Origin',
}

export function createApp(parts: AppParts): Hono<Env> {
  const { api, services, settings, log, isStopping = () => false, sandbox } = parts
  const { metrics, store } = services
  const { ways: { factsOf, concurrency } = createWays({ settings, log, services }) } = parts
  const answer = createHandler({ api, services: services.forProcedures, onError: logErrors(log, api) })
  const prefetch = createPrefetchAnswer(services)
  const refuse = (c: Context<Env>, refusal: Omit<WholeRefusal, 'requestId'>): Response =>
    api.refuse({ ...refusal, requestId: c.get('facts').requestId })
  const app = new Hono<Env>()

  app.use(async (c, next) => {
    const began = performance.now()
    const facts = factsOf(c.env?.incoming, (name) => c.req.header(name))
    c.set('facts', facts)
    // A Host that is none: everybody further in takes the address for a URL.
    if (!URL.canParse(c.req.url)) c.res = refuse(c, { code: 'BAD_REQUEST' })
    // No Request can be made of it, which whoever is mounted further in wants to.
    else if (c.req.method === 'TRACE') c.res = refuse(c, { code: 'METHOD_NOT_SUPPORTED' })
    else await next()
    c.header(headers.requestId, facts.requestId)
    const answer = await finishBody(c.res, c.env?.incoming)
    if (answer !== c.res) c.res = answer
    const path = api.knownPath(c.req.path)
    logRequest(log, { requestId: facts.requestId, method: c.req.method, path, status: c.res.status, began })
  })

  app.use(
    cors({
      origin: [...settings.webOrigins],
      allowHeaders: ['content-type', 'trpc-accept', headers.authorization, headers.loginCode, headers.appId],
      exposeHeaders: exposedHeaders,
    }),
  )

  app.use(`${endpoint}/*`, async (c, next) => {
    await next()
    const isStream =
      c.res.headers.has('transfer-encoding') || c.res.headers.get('content-type')?.startsWith('text/event-stream')
    if (!isStream) return c.header('cache-control', 'no-store')
    // Proxies gather an answer, or compress it, before they pass it on: nginx goes by the one, Caddy and others by the other.
    c.header('cache-control', 'no-store, no-transform')
    c.header('x-accel-buffering', 'no')
  })
  const withinConcurrency: MiddlewareHandler<Env> = async (c, next) => {
    const calls = Math.min(c.req.path.split(',').length, maxBatchSize)
    if (!concurrency.enter(calls)) return refuse(c, { code: 'SERVICE_UNAVAILABLE', cause: new Busy() })
    try {
      await next()
    } finally {
      concurrency.leave(calls)
    }
  }
  for (const path of [`${endpoint}/*`, '/prefetch', '/avatars/*']) app.use(path, withinConcurrency)
  app.use(`${endpoint}/*`, (c, next) => {
    const rule = api.bodyRuleOf(c.req.path, c.req.raw.headers)
    const refusal = refusalOfBody(c.req.raw, rule)
    if (refusal) return Promise.resolve(refuse(c, refusal))
    limitBody(c.req.raw, { ...rule, tooLong: () => tooLongError(rule), incoming: c.env?.incoming })
    // The client waits for this word before it sends the body (RFC 9110, 10.1.1).
    if (c.env?.incoming?.headers.expect) c.env.outgoing?.writeContinue()
    return next()
  })
  app.all(`${endpoint}/*`, (c) => answer(c.req.raw, c.get('facts')))

  app.get('/prefetch', async (c) =>
    c.text(await prefetch(new URL(c.req.url).searchParams), 200, { 'cache-control': 'no-store' }),
  )

  app.get('/avatars/:id{[\\w-]+}', async (c) => {
    const avatar = await store.avatarOf(c.req.param('id'))
    if (!avatar) return refuse(c, { code: 'NOT_FOUND' })
    // A new picture has a new address, so the old one may be kept for ever; nosniff keeps it a picture.
    return c.body(new Uint8Array(avatar.bytes), 200, {
      'content-type': avatar.type,
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    })
  })

  // Made once: anybody may ask, and the making takes longer than a hundred calls.
  let openapi: string | undefined
  app.get('/openapi.json', (c) =>
    c.body((openapi ??= JSON.stringify(createOpenapi(api))), 200, { 'content-type': 'application/json' }),
  )

  app.get('/metrics', async (c) => {
    if (!mayScrape(c.req.header('authorization'), settings)) return refuse(c, { code: 'NOT_FOUND' })
    return c.text(await metrics.text(), 200, { 'content-type': metrics.contentType })
  })

  app.get('/livez', (c) => c.text('alive'))
  app.get('/readyz', async (c) => {
    if (isStopping()) return c.text('stopping', 503)
    return store.ping().then(
      () => c.text('ready'),
      () => c.text('the database does not answer', 503),
    )
  })

  if (sandbox) app.mount('/sandbox', (request) => sandbox.fetch(request))

  app.notFound((c) => refuse(c, { code: 'NOT_FOUND' }))
  app.onError((error, c) => {
    if (c.env?.incoming && isCut(c.env.incoming)) return refuse(c, { code: 'CLIENT_CLOSED_REQUEST' })
    log.error({ requestId: c.get('facts').requestId, err: error }, 'fault')
    return refuse(c, { code: 'INTERNAL_SERVER_ERROR' })
  })
  return app
}

/** What both ways through the server have in common: what they know of a request, and how many calls they hold. */
export interface Ways {
  readonly factsOf: FactsOf
  readonly concurrency: ConcurrencyLimit
}

export function createWays({ settings, log, services }: Pick<AppParts, 'settings' | 'log' | 'services'>): Ways {
  return {
    factsOf: createFacts({ settings, log, newId: services.newId }),
    concurrency: createConcurrencyLimit(mostCalls),
  }
}

/** The same facts, headers and log line for what never enters the app. */
export function shortWayParts({
  api,
  services,
  log,
  ways: { factsOf, concurrency },
}: Pick<AppParts, 'api' | 'services' | 'log'> & { ways: Ways }): ShortWayParts {
  return {
    api,
    services: services.forProcedures,
    onError: logErrors(log, api),
    concurrency,
    always,
    factsOf: (incoming) => factsOf(incoming, (name) => incoming.headers[name]?.toString()),
    onAnswered: ({ incoming: { method, url = '' }, facts: { requestId }, status, began }) =>
      logRequest(log, { requestId, method, path: api.knownPath(url.split('?', 1)[0] ?? ''), status, began }),
  }
}

interface AnsweredRequest {
  readonly requestId: string
  readonly method: string | undefined
  readonly path: string
  readonly status: number
  /** By `performance.now()`. */
  readonly began: number
}

function logRequest(log: Log, { requestId, method, path, status, began }: AnsweredRequest): void {
  const ms = Math.round(performance.now() - began)
  log.info({ requestId, method, path, status, ms }, 'request')
}
