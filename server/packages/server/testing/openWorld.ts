/**
 * The whole server for a test of whatever it serves: real app, real SQLite file, WeChat's sandbox, a clock moved by
 * hand.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { createApp } from '../http/app.ts'
import type { Origin } from 'uni-trpc-auth/testing'
import { readEnv, type Settings } from '../settings/env.ts'
import type { Entrance, LimitSizes } from 'uni-trpc-auth'
import { createLog } from '../observability/log.ts'
import { knownCaller, type Context, type KnownCaller } from 'uni-trpc-auth/trpc'
import { Refusal } from 'uni-trpc-protocol'
import { createApi, type Router } from '../trpc/api.ts'
import type { OwnData } from '../store/ownData.ts'
import { openServices } from '../services.ts'
import { createSandbox } from 'uni-trpc-auth/sandbox'
import { createCanaries } from './createCanaries.ts'
import { databasePages } from './databasePages.ts'
import { lookThroughPages, lookThroughWords } from './lookForSecrets.ts'
import { secret, testSecrets } from './secrets.ts'
import { testEnvironment } from './startServer.ts'

export interface WorldApp<TCaller> {
  readonly router: Router
  readonly data?: OwnData | undefined
  /** The router's own, for procedures without HTTP, typed: `appRouter.createCaller`. */
  readonly createCaller: (context: Context) => TCaller
}

export interface WorldOptions {
  readonly apps?: ReadonlyMap<string, string>
  readonly tokenSecrets?: readonly { id: string; key: Uint8Array }[]
  readonly sessionCap?: number
  /** Ways in beside WeChat's codes and CloudRun's. @default none */
  readonly entrances?: readonly Entrance[]
  /** @default a SQLite file of its own */
  readonly databaseUrl?: string
  /** @default so large that they are not met */
  readonly limitSizes?: Partial<LimitSizes>
  readonly settings?: Partial<Settings>
}

const minute = 60_000
export const lifetimes = { token: 120 * minute, idle: 7 * 24 * 60 * minute, max: 30 * 24 * 60 * minute }

export const nowhere: Origin = {
  appId: null,
  device: null,
  address: null,
  fullAddress: null,
  vouched: null,
  requestId: 'test',
}

/** Opens one in a folder of its own; `close` takes it away, and finds any secret that stands where none may. */
export async function openWorld<TCaller>(
  { router, data, createCaller }: WorldApp<TCaller>,
  options: WorldOptions = {},
) {
  const {
    apps = new Map([['touristappid', secret('app')]]),
    tokenSecrets = testSecrets.token,
    sessionCap = 20,
  } = options
  const folder = mkdtempSync(join(tmpdir(), 'uni-trpc-'))
  const lines: string[] = []
  const clock = { time: Date.parse('2026-01-01T00:00:00Z') }
  const now = () => clock.time
  const databaseFile = join(folder, 'test.db')
  const settings: Settings = {
    ...readEnv({ NODE_ENV: 'test', ...testEnvironment(databaseFile) }),
    ...(options.databaseUrl && { databaseUrl: options.databaseUrl }),
    tokenSecrets,
    sessionCap,
    webOrigins: ['https://h5.example.com'],
    ...options.settings,
  }
  const log = createLog({ write: (line: string) => void lines.push(line) })
  const canaries = createCanaries()
  const standIn = createSandbox({ apps, now })
  const sandbox = { apps, entrances: options.entrances, fetch: canaries.listenTo(standIn.fetch) }
  const api = createApi(router)
  const services = await openServices(settings, {
    api,
    data,
    log,
    sandbox,
    now,
    sleep: async () => undefined,
    limitSizes: options.limitSizes ?? { failedSignIns: 1e6, signIns: 1e6, phoneCodes: 1e6 },
  })
  const { auth, store } = services
  const app = createApp({ api, services, settings, log, sandbox })

  const sandboxAnswer = async (path: string): Promise<unknown> => (await app.request(`/sandbox${path}`)).json()

  const freshCode = async (path: string): Promise<string> => {
    const { code } = z.object({ code: z.string() }).parse(await sandboxAnswer(path))
    canaries.add(code)
    return code
  }
  for (const word of apps.values()) canaries.add(word)
  for (const { key } of [...tokenSecrets, ...testSecrets.data]) canaries.add(Buffer.from(key).toString('base64'))
  const answers: string[] = []
  const urls: string[] = []
  const loginPath = (person: string, appId?: string) => `/login-code?user=${person}${appId ? `&appid=${appId}` : ''}`
  const caller = (context: Partial<Context> = {}) =>
    createCaller({
      requestId: 'test',
      caller: { failure: new Refusal('TOKEN_MISSING') },
      bearer: null,
      origin: () => nowhere,
      inputInUrl: false,
      ...services.forProcedures,
      socket: null,
      ...context,
    })
  const known = async (token: string): Promise<KnownCaller> => knownCaller(await auth.check(token))

  return {
    api,
    auth,
    store,
    services,
    clock,
    lines,
    databaseFile,
    log,
    settings,
    /** Where a request comes in from Node's HTTP server. */
    fetch: app.fetch,
    app: {
      request: async (path: string, init?: RequestInit): Promise<Response> => {
        const response = await app.request(path, init)
        if (path.startsWith('/sandbox')) return response
        answers.push(await response.clone().text())
        // What /prefetch is asked with is WeChat's to say.
        if (!path.startsWith('/prefetch')) urls.push(path)
        return response
      },
    },
    /** A fresh code, as the phone of this person would give it. */
    code: (person = 'alice', appId?: string) => freshCode(loginPath(person, appId)),
    /** What the phone number button gives this person. */
    phoneCode: (person: string, phone: string) => freshCode(`/phone-code?user=${person}&phone=${phone}`),
    /** What it gave in older clients. */
    async encryptedPhone(person: string, phone: string): Promise<{ encryptedData: string; iv: string }> {
      return z
        .object({ encryptedData: z.string(), iv: z.string() })
        .parse(await sandboxAnswer(`/encrypted-phone?user=${person}&phone=${phone}`))
    },
    /** Orders what WeChat answers next. */
    async fault(order: {
      path?: string
      times?: number
      errcode?: number
      status?: number
      body?: string
      consume?: true
    }) {
      const body = JSON.stringify({ path: '/sns/jscode2session', times: 1, ...order })
      await app.request('/sandbox/faults', { method: 'POST', body, headers: { 'content-type': 'application/json' } })
    },
    /** The procedures without HTTP, for somebody with this context. */
    caller,
    /** Whom this token stands for, as procedures are told. */
    known,
    /** The procedures without HTTP as this person calls them, just signed in. */
    async as(person: string, appId?: string) {
      const { token } = await auth.signIn(
        { ...nowhere, code: await freshCode(loginPath(person, appId)), appId: appId ?? null },
        null,
      )
      return caller({ caller: await known(token), bearer: token })
    },
    /**
     * Whatever a test did: no log, no answer, no metric, no URL and no page of the database holds a code, a session
     * key, an access token, a phone number or a secret; no log and no page a token; none of them but the pages an
     * openid.
     */
    async close() {
      const people = await store.own.read((db) => db.selectFrom('identities').select('openid').execute())
      lookThroughWords(canaries, {
        log: lines.join(''),
        answers: answers.join(''),
        urls: urls.join('\n'),
        metrics: await services.metrics.text(),
        openIds: people.map(({ openid }) => openid),
      })
      await services.close()
      lookThroughPages(canaries, await databasePages(settings.databaseUrl))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
