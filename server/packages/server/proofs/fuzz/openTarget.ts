/** The whole server in this process, with WeChat's stand-in, which can be made to answer anything; whatever must not be is told to `onFinding`. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSessionWatch } from 'uni-trpc-auth'
import { createSandbox } from 'uni-trpc-auth/sandbox'
import { z } from 'zod'
import { data } from '../../../../data/data.ts'
import { appRouter } from '../../../../procedures/router.ts'
import { createApp, createWays, shortWayParts } from '../../http/app.ts'
import { readEnv } from '../../settings/env.ts'
import { createLog } from '../../observability/log.ts'
import { logErrors } from '../../observability/logErrors.ts'
import { openDoor } from '../../http/openDoor.ts'
import { openServices } from '../../services.ts'
import { canaries, testEnvironment } from '../../testing/startServer.ts'
import { secret } from '../../testing/secrets.ts'
import { createApi } from '../../trpc/api.ts'
import { createShortWay } from '../../trpc/shortWay.ts'
import { openSocket } from '../../trpc/socket.ts'

export type Target = Awaited<ReturnType<typeof openTarget>>

/** In place of the stand-in's own answer. */
export type Upstream = (request: Request) => Response | Promise<Response>

const appId = 'touristappid'
const most = 1e9
const limitSizes = { failedSignIns: most, signIns: most, phoneCodes: most, pictures: most, stories: 3 }
const logLine = z.object({ level: z.number(), outage: z.string().optional(), appId: z.string().optional() })
const coded = z.object({ code: z.string() })
/** Never in a log: tokens, and what WeChat's answers hold. */
const secretWords = /eyJ[\w-]{10,}\.[\w-]{10,}\.|"session_key"|js_code|"openid"/

export async function openTarget(onFinding: (what: string) => void) {
  const folder = mkdtempSync(join(tmpdir(), 'uni-trpc-fuzz-'))
  const apps = new Map([[appId, secret('app')]])
  const settings = readEnv({ NODE_ENV: 'test', ...testEnvironment(join(folder, 'test.db')) })
  const standIn = createSandbox({ apps, now: Date.now })
  const wechat = createOddWeChat(standIn.fetch)
  const sandbox = { apps, fetch: wechat.fetch }
  const log = createLog({ write: (line: string) => watchLine(line, onFinding) })
  const api = createApi(appRouter)
  const services = await openServices(settings, { api, data, log, sandbox, limitSizes, sleep: async () => undefined })
  const ways = createWays({ settings, log, services })
  const app = createApp({ api, services, settings, log, sandbox, ways })
  const shortWay = createShortWay(shortWayParts({ api, services, log, ways }))
  const parts = { host: '127.0.0.1', port: 0, keepAlive: 75_000, isStopping: () => false }
  const door = await openDoor({ ...parts, fetch: app.fetch, shortWay, newId: services.newId, log, api })
  const watch = createSessionWatch({
    ...services,
    onError: (error) => onFinding(`sessions were not read again: ${String(error)}`),
  })
  const socket = openSocket(door.server, {
    api,
    services: services.forProcedures,
    watch,
    newId: services.newId,
    onError: logErrors(log, api),
  })
  const freshCode = async (path: string) =>
    coded.parse(await (await standIn.fetch(new Request(`http://sandbox${path}`))).json()).code

  return {
    api,
    wechat,
    port: door.address.port,
    /** As the phone of this person would give it. */
    code: (person: string) => freshCode(`/login-code?user=${person}`),
    async signIn(person: string) {
      const code = await freshCode(`/login-code?user=${person}`)
      return services.auth.signIn(
        { appId, device: null, address: null, fullAddress: null, cloud: null, requestId: 'fuzz', code },
        null,
      )
    },
    users: () =>
      services.store.own.read((db) =>
        db
          .selectFrom('users')
          .select((of) => of.fn.countAll().as('count'))
          .executeTakeFirst(),
      ),
    async close() {
      await socket.close()
      watch.stop()
      await door.close(1000)
      await services.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Answers oddly about the codes of `answers`, and every fourth time about the access token while there are some. */
function createOddWeChat(usual: Upstream) {
  const answers = new Map<string, Upstream>()
  let tokens = 0
  return {
    answers,
    async fetch(request: Request): Promise<Response> {
      const { pathname, searchParams } = new URL(request.url)
      const [any] = answers.values()
      if (pathname === '/cgi-bin/stable_token') return (any && ++tokens % 4 === 0 ? any : usual)(request)
      const asked = coded.safeParse(
        request.method === 'POST' ? await request.clone().json() : { code: searchParams.get('js_code') },
      )
      return (answers.get(asked.data?.code ?? '') ?? usual)(request)
    },
  }
}

function watchLine(line: string, onFinding: (what: string) => void): void {
  const { level, outage, appId: app } = logLine.parse(JSON.parse(line))
  // WeChat that fails is told as an outage, or for its app: it was made to.
  if (level >= 50 && outage === undefined && app === undefined) onFinding(`a fault: ${line}`)
  if (secretWords.test(line) || canaries.some((canary) => line.includes(canary)))
    onFinding(`a secret in the log: ${line}`)
}
