/** A Request enters here, a Response leaves. What the app needs of the world comes as arguments. */
import { Hono, type Context } from 'hono'
import { cors } from 'hono/cors'
import { headers } from 'uni-trpc-protocol'
import { admitted, frameRequests, type Env, type FrameParts, type Refuse } from './appRequest.ts'
import { createAdmission, type Admission } from './admission.ts'
import type { Settings } from '../settings/env.ts'
import type { Log } from '../observability/log.ts'
import { logErrors } from '../observability/logErrors.ts'
import { mayScrape } from '../observability/metrics.ts'
import { createOpenapi } from './openapi.ts'
import { createPrefetchAnswer } from './prefetch.ts'
import { uncached, withBodyRule } from './procedureRoutes.ts'
import { createFacts, isCut, type FactsOf } from './requestFacts.ts'
import type { MountedSandbox, OpenServices } from '../services.ts'
import { endpoint, type Api } from '../trpc/api.ts'
import { createHandler } from '../trpc/handler.ts'
import type { ShortWayParts } from '../trpc/shortWay.ts'

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

const exposedHeaders = [headers.sessionToken, headers.requestId, 'retry-after']
/** What every answer of a procedure says to a client that is no page of another site. */
const always = {
  'access-control-expose-headers': exposedHeaders.join(','),
  'cache-control': 'no-store',
  'content-type': 'application/json',
  vary: 'trpc-accept, accept, Origin',
}

export function createApp(parts: AppParts): Hono<Env> {
  const { api, services, settings, log, sandbox, ways = createWays(parts) } = parts
  const refuse: Refuse = (c, refusal) => api.refuse({ ...refusal, requestId: c.get('facts').requestId })
  const answer = createHandler({ api, services: services.forProcedures, onError: logErrors(log, api) })
  const prefetch = createPrefetchAnswer(services)
  const app = new Hono<Env>()

  app.use(frameRequests({ factsOf: ways.factsOf, refuse, onAnswered: logAnswers(log, api) }))
  app.use(
    cors({
      origin: [...settings.webOrigins],
      allowHeaders: ['content-type', 'trpc-accept', headers.authorization, headers.loginCode, headers.appId],
      exposeHeaders: exposedHeaders,
    }),
  )

  app.use(`${endpoint}/*`, uncached)
  const isAdmitted = admitted(ways.admission, refuse)
  for (const path of [`${endpoint}/*`, '/prefetch', '/avatars/*']) app.use(path, isAdmitted)
  app.use(`${endpoint}/*`, withBodyRule(api, refuse))
  app.all(`${endpoint}/*`, (c) => answer(c.req.raw, c.get('facts')))
  app.get('/prefetch', async (c) =>
    c.text(await prefetch(new URL(c.req.url).searchParams), 200, { 'cache-control': 'no-store' }),
  )
  app.get('/avatars/:id{[\\w-]+}', answerAvatar(services.store, refuse))
  addOperatorsRoutes(app, parts, refuse)
  if (sandbox) app.mount('/sandbox', (request) => sandbox.fetch(request))

  app.notFound((c) => refuse(c, { code: 'NOT_FOUND' }))
  app.onError((error, c) => {
    if (c.env?.incoming && isCut(c.env.incoming)) return refuse(c, { code: 'CLIENT_CLOSED_REQUEST' })
    log.error({ requestId: c.get('facts').requestId, err: error }, 'fault')
    return refuse(c, { code: 'INTERNAL_SERVER_ERROR' })
  })
  return app
}

function answerAvatar(store: Pick<OpenServices['store'], 'avatarOf'>, refuse: Refuse) {
  return async (c: Context<Env, '/avatars/:id{[\\w-]+}'>): Promise<Response> => {
    const avatar = await store.avatarOf(c.req.param('id'))
    if (!avatar) return refuse(c, { code: 'NOT_FOUND' })
    // A new picture has a new address, so the old one may be kept for ever; nosniff keeps it a picture.
    return c.body(new Uint8Array(avatar.bytes), 200, {
      'content-type': avatar.type,
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    })
  }
}

/** What operators and their machines ask: what this process offers and counts, whether it lives and is ready. */
function addOperatorsRoutes(app: Hono<Env>, parts: AppParts, refuse: Refuse): void {
  const { api, services, settings, isStopping = () => false } = parts
  const { metrics, store } = services
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
}

/** What both ways through the server have in common: what they know of a request, and which calls may come in. */
export interface Ways {
  readonly factsOf: FactsOf
  readonly admission: Admission
}

type WaysParts = Pick<AppParts, 'settings' | 'log' | 'services'> & {
  /** Told of each request that is refused. */
  readonly onShed?: () => void
}

export function createWays({ settings, log, services, onShed = () => undefined }: WaysParts): Ways {
  const { refused, calm } = services.shedReport
  return {
    factsOf: createFacts({ settings, log, newId: services.newId }),
    admission: createAdmission({
      onShed(reason) {
        refused(reason)
        onShed()
      },
      onCalm: calm,
    }),
  }
}

/** The same facts, headers and log line for what never enters the app. */
export function shortWayParts({
  api,
  services,
  log,
  ways: { factsOf, admission },
}: Pick<AppParts, 'api' | 'services' | 'log'> & { ways: Ways }): ShortWayParts {
  return {
    api,
    services: services.forProcedures,
    onError: logErrors(log, api),
    admission,
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

function logAnswers(log: Log, api: Api): FrameParts['onAnswered'] {
  return (c, began) => {
    const { requestId } = c.get('facts')
    logRequest(log, { requestId, method: c.req.method, path: api.knownPath(c.req.path), status: c.res.status, began })
  }
}

function logRequest(log: Log, { requestId, method, path, status, began }: AnsweredRequest): void {
  const ms = Math.round(performance.now() - began)
  log.info({ requestId, method, path, status, ms }, 'request')
}
