/**
 * What an operator watches, as Prometheus reads it. Every label comes from a closed list, so none can hold user data.
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import { refusals } from 'uni-trpc-protocol'
import type { ShedReason } from '../http/admission.ts'
import { errcodeFamily, type UpstreamAnswer } from 'uni-trpc-auth'

/** WeChat's calls end within five seconds, our deadline. */
const upstreamBucketsSeconds = [0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 5]
const outcomes: ReadonlySet<string> = new Set([...Object.keys(refusals), 'ok', 'fault'])
const endpoints: ReadonlySet<string> = new Set([
  '/sns/jscode2session',
  '/cgi-bin/stable_token',
  '/wxa/business/getuserphonenumber',
  '/wxa/checksession',
])

export interface Pool {
  /** Connections there are, of them unused, and questions that wait for one. */
  readonly total: number
  readonly idle: number
  readonly waiting: number
}

export interface MetricsParts {
  /** Paths such as `auth.login`; a call of anything else counts as `unknown`. */
  readonly procedures: readonly string[]
  readonly liveSessions: () => Promise<number>
  readonly pool: () => Pool
  /** Also memory, CPU, event loop and garbage collection. @default true */
  readonly ofProcess?: boolean | undefined
}

export interface Metrics {
  /** Counts one call: `ok`, a reason, or `fault`. */
  called(call: { readonly path: string | undefined; readonly outcome: string }): void
  /** One request that was refused before anybody looked into it. */
  shed(reason: ShedReason): void
  /** One answer of WeChat’s, or why there was none. */
  upstream(answer: UpstreamAnswer): void
  /** The text to be scraped. */
  text(): Promise<string>
  readonly contentType: string
}

export function createMetrics({ procedures, liveSessions, pool, ofProcess = true }: MetricsParts): Metrics {
  const register = new Registry()
  const known = new Set(procedures)
  const calls = new Counter({
    name: 'uni_trpc_calls_total',
    help: 'Calls of procedures by outcome: ok, a refusal’s reason, or fault.',
    labelNames: ['procedure', 'outcome'],
    registers: [register],
  })
  const shed = new Counter({
    name: 'uni_trpc_shed_requests_total',
    help: 'Requests refused unread: full, as many were at work as may be, or late, those before them waited too long.',
    labelNames: ['reason'],
    registers: [register],
  })
  const upstream = new Histogram({
    name: 'uni_trpc_wechat_seconds',
    help: 'Time WeChat took to answer, by endpoint and errcode, or why there is none.',
    labelNames: ['endpoint', 'errcode'],
    buckets: upstreamBucketsSeconds,
    registers: [register],
  })
  gaugesOf({ register, liveSessions, pool, ofProcess })

  return {
    called({ path, outcome }) {
      const procedure = path !== undefined && known.has(path) ? path : 'unknown'
      calls.inc({ procedure, outcome: outcomes.has(outcome) ? outcome : 'other' })
    },
    shed: (reason) => shed.inc({ reason }),
    upstream({ endpoint, errcode, ms }) {
      upstream.observe(
        { endpoint: endpoints.has(endpoint) ? endpoint : 'other', errcode: errcodeLabel(errcode) },
        ms / 1000,
      )
    },
    text: () => register.metrics(),
    contentType: register.contentType,
  }
}

type GaugeParts = Pick<MetricsParts, 'liveSessions' | 'pool' | 'ofProcess'> & { readonly register: Registry }

/** Asked when somebody scrapes; a database that does not answer leaves a gap and no error. */
function gaugesOf({ register, liveSessions, pool, ofProcess }: GaugeParts): void {
  if (ofProcess) collectDefaultMetrics({ register })
  const sessions = new Gauge({
    name: 'uni_trpc_sessions_live',
    help: 'Sessions that have neither ended nor expired; the same on every node.',
    registers: [register],
    async collect() {
      sessions.set(await liveSessions().catch(() => NaN))
    },
  })
  const connections = new Gauge({
    name: 'uni_trpc_database_connections',
    help: 'Connections of this process to the database, and questions that wait for one.',
    labelNames: ['state'],
    registers: [register],
    collect() {
      for (const [state, count] of Object.entries(pool())) connections.set({ state }, count)
    },
  })
}

function errcodeLabel(errcode: UpstreamAnswer['errcode']): string {
  return typeof errcode === 'string' || isKnown(errcode) ? String(errcode) : 'other'
}

export interface ScrapeSettings {
  readonly mode: 'production' | 'development' | 'test'
  /** METRICS_TOKEN; with it every reader must send it. */
  readonly metricsToken: string | null
}

/** Whether this `authorization` header opens `GET /metrics`; to anybody else there is no such page. */
export function mayScrape(authorization: string | undefined, { mode, metricsToken }: ScrapeSettings): boolean {
  if (metricsToken === null) return mode !== 'production'
  return timingSafeEqual(digest(authorization ?? ''), digest(`Bearer ${metricsToken}`))
}

/** Equal in length, as a comparison in constant time needs it. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

/** The codes that the server tells apart; any other is `other`, so that the labels stay few. */
function isKnown(errcode: number): boolean {
  return errcode === 0 || errcode === 87009 || errcodeFamily(errcode) !== null
}
