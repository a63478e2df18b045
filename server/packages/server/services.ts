/** Opens what a request may pass: store, WeChat, limits, metrics, and on top of them auth and accounts. */
import { createAudit } from './audit.ts'
import {
  createAccounts,
  createAuth,
  createCheckTextOf,
  createWeChat,
  createWeChatOf,
  type Entrance,
  type LimitSizes,
  type WeChat,
} from 'uni-trpc-auth'
import { createNewId } from './createNewId.ts'
import { cloudrunEntrance } from './http/cloudrun.ts'
import type { Settings } from './settings/env.ts'
import { createLimits } from './limit/limits.ts'
import type { Log } from './observability/log.ts'
import { createMetrics } from './observability/metrics.ts'
import { createOutages } from './observability/outages.ts'
import type { Api } from './trpc/api.ts'
import type { OwnData } from './store/ownData.ts'
import { createSeal } from './store/seal.ts'
import { openStore } from './store/store.ts'
import { createShedReport } from './observability/shedReport.ts'
import { createStoreReport } from './observability/storeReport.ts'
import { tellOutage, tokenRefused } from './observability/wechatReport.ts'

/** Half a year, after which nobody asks what happened. */
const keptAuditMs = 183 * 86_400_000

/** The sandbox with the apps it knows. */
export interface MountedSandbox {
  readonly apps: ReadonlyMap<string, string>
  /** Its own ways in. */
  readonly entrances?: readonly Entrance[] | undefined
  fetch(request: Request): Response | Promise<Response>
}

/** What the services take from outside; everything has its real default. */
export interface ServicesParts {
  readonly api: Pick<Api, 'procedures'>
  /** Own tables. */
  readonly data?: OwnData | undefined
  readonly log: Log
  readonly sandbox?: MountedSandbox | undefined
  /** Milliseconds since 1970. */
  readonly now?: (() => number) | undefined
  readonly sleep?: ((ms: number) => Promise<unknown>) | undefined
  readonly limitSizes?: Partial<LimitSizes> | undefined
  /** Lets everybody else have a turn, where much is to be written. */
  readonly breath?: (() => Promise<void>) | undefined
}

export type OpenServices = Awaited<ReturnType<typeof openServices>>

/** @throws {Error} with a sentence for the operator */
export async function openServices(settings: Settings, parts: ServicesParts) {
  const { log, now = Date.now } = parts
  const apps = appsOf(settings, parts.sandbox)
  const newId = createNewId()
  const lifetimes = { token: settings.tokenTtl, idle: settings.sessionIdle, max: settings.sessionMax }
  const kept = await openKept(settings, parts)
  const { store, limits, metrics, outages } = kept
  const wechat = openWeChat(settings, parts, { ...kept, apps })
  const audit = createAudit(store, { onError: (err) => log.error({ err }, 'an event could not be audited') })
  const auth = createAuth({
    store,
    wechat,
    limits,
    audit,
    lifetimes,
    now,
    newId,
    tokenSecrets: settings.tokenSecrets,
    sessionCap: settings.sessionCap,
    entrances: [cloudrunEntrance, ...(parts.sandbox?.entrances ?? [])],
  })
  const checkTextOf = createCheckTextOf(settings.contentCheck ? { wechat, audit } : null)
  const accounts = createAccounts({ store, wechat, limits, audit, newId })
  const wechatOf = createWeChatOf(wechat)

  return {
    store,
    limits,
    metrics,
    shedReport: createShedReport(metrics, outages),
    auth,
    accounts,
    lifetimes,
    newId,
    now,
    /** What procedures find in their context. */
    forProcedures: { auth, accounts, metrics, limits, wechatOf, checkTextOf, data: store.own },
    ...upkeepOf(kept, () => now() - settings.sessionMax),
  }
}

function appsOf(settings: Settings, sandbox: MountedSandbox | undefined): ReadonlyMap<string, string> {
  const apps = sandbox?.apps ?? settings.wechatApps
  if (apps.size > 0) return apps
  throw new Error(
    'WECHAT_APPS names no app, and this program holds no sandbox / 未配置 WECHAT_APPS，且此程序不含微信模拟服务',
  )
}

/** What remembers, and what counts over it. */
async function openKept(settings: Settings, { api, data, log, now = Date.now, limitSizes, breath }: ServicesParts) {
  const outages = createOutages({ log })
  const store = await openStore({
    url: settings.databaseUrl,
    postgres: { limit: settings.databasePool, listenUrl: settings.databaseListenUrl ?? undefined },
    report: createStoreReport(log, outages),
    seal: createSeal(settings.dataSecrets),
    indexKey: settings.indexSecret,
    own: data,
    now,
    breath,
  })
  const limits = createLimits({
    url: settings.databaseUrl,
    sizes: limitSizes,
    onFallback: (err) => log.warn({ err }, 'the limits’ database does not answer, memory takes over'),
  })
  const metrics = createMetrics({
    procedures: [...api.procedures.keys()],
    liveSessions: () => store.countLiveSessions(),
    pool: store.pool,
  })
  return { now, outages, store, limits, metrics }
}

type Kept = Awaited<ReturnType<typeof openKept>>

function openWeChat(
  settings: Settings,
  { log, sandbox, sleep }: ServicesParts,
  { now, apps, store, metrics, outages }: Kept & { readonly apps: ReadonlyMap<string, string> },
): WeChat {
  return createWeChat({
    apps,
    ...(sandbox
      ? { base: 'http://sandbox', fetch: async (input, init) => sandbox.fetch(new Request(input, init)) }
      : { base: settings.wechatApiBase }),
    now,
    ...(sleep && { sleep }),
    vault: { read: store.readAccessToken, save: store.saveAccessToken },
    onMisconfigured: (appId, err) => log.error({ appId, err }, tokenRefused(err)),
    onAnswer: metrics.upstream,
    onOutcome: (outcome) => tellOutage(outages, outcome),
  })
}

function upkeepOf({ now, store, limits }: Kept, sessionsKeptSince: () => number) {
  return {
    /** Forgets what no longer counts. */
    async prune(): Promise<void> {
      await store.pruneSessions(sessionsKeptSince())
      await store.pruneAudit(now() - keptAuditMs)
      await limits.prune()
    },
    async close(): Promise<void> {
      await limits.close()
      await store.close()
    },
  }
}
