/** The whole server for a test: real app, real SQLite file, WeChat's stand-in, and a clock that is moved by hand. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import { expect } from 'vitest'
import { createApp } from '../app.ts'
import { createAuth } from '../auth/auth.ts'
import { createLog } from '../log.ts'
import type { Context } from '../procedures/context.ts'
import { appRouter } from '../procedures/router.ts'
import { createSeal } from '../store/seal.ts'
import { openStore } from '../store/store.ts'
import { createSandbox } from '../wechat/sandbox/sandbox.ts'
import { createWeChat } from '../wechat/wechat.ts'
import { secret, testSecrets } from './secrets.ts'

export type World = Awaited<ReturnType<typeof createWorld>>

export interface WorldOptions {
  readonly apps?: ReadonlyMap<string, string>
  readonly tokenSecrets?: readonly { id: string; key: Uint8Array }[]
  readonly sessionCap?: number
  readonly touristCode?: string
}

const minute = 60_000
export const lifetimes = { token: 120 * minute, idle: 7 * 24 * 60 * minute, max: 30 * 24 * 60 * minute }

export async function createWorld(options: WorldOptions = {}) {
  const { apps = new Map([['touristappid', secret('app')]]), tokenSecrets = testSecrets.token, sessionCap = 20 } = options
  const folder = mkdtempSync(join(tmpdir(), 'uni-trpc-'))
  const lines: string[] = []
  const clock = { time: Date.parse('2026-01-01T00:00:00Z') }
  const now = () => clock.time
  const newId = () => randomBytes(18).toString('base64url')

  const databaseFile = join(folder, 'test.db')
  const store = await openStore({ url: `file:${databaseFile}`, seal: createSeal(testSecrets.data), now })
  const sandbox = createSandbox({ apps, now })
  const wechat = createWeChat({
    apps,
    base: 'http://sandbox',
    fetch: async (input, init) => sandbox.fetch(new Request(input, init)),
    sleep: async () => undefined,
  })
  const auth = createAuth({
    store, wechat, lifetimes, now, newId, tokenSecrets, sessionCap,
    appIds: [...apps.keys()],
    touristCode: options.touristCode,
  })
  const log = createLog({ write: (line: string) => void lines.push(line) })
  const app = createApp({ auth, store, log, newId, now, sandbox, webOrigins: ['https://h5.example.com'] })

  const sandboxAnswer = async (path: string): Promise<unknown> => (await app.request(`/sandbox${path}`)).json()

  const codes: string[] = []
  const secrets = [...apps.values(), ...[...tokenSecrets, ...testSecrets.data].map((named) => Buffer.from(named.key).toString('base64'))]
  const answers: string[] = []

  return {
    auth, store, clock, lines, databaseFile,
    app: {
      request: async (path: string, init?: RequestInit): Promise<Response> => {
        const response = await app.request(path, init)
        if (!path.startsWith('/sandbox')) answers.push(await response.clone().text())
        return response
      },
    },
    /** A fresh code, as the phone of this person would give it. */
    async code(person = 'alice', appId?: string): Promise<string> {
      const answer = await sandboxAnswer(`/login-code?user=${person}${appId ? `&appid=${appId}` : ''}`)
      if (typeof answer === 'object' && answer !== null && 'code' in answer) {
        const code = String(answer.code)
        codes.push(code)
        return code
      }
      throw new Error(`the sandbox gave no code: ${JSON.stringify(answer)}`)
    },
    /** Orders what WeChat answers next. */
    async fault(order: { path?: string; times?: number; errcode?: number; status?: number; body?: string; consume?: true }) {
      const body = JSON.stringify({ path: '/sns/jscode2session', times: 1, ...order })
      await app.request('/sandbox/faults', { method: 'POST', body, headers: { 'content-type': 'application/json' } })
    },
    /** The procedures without HTTP, for somebody with this context. */
    caller: (context: Partial<Context> = {}) =>
      appRouter.createCaller({
        requestId: 'test',
        caller: { failure: new Error('no caller given') },
        bearer: null,
        origin: { appId: null, device: null, address: null },
        inputInUrl: false,
        auth,
        ...context,
      }),
    /** Whatever a test did: no log holds a code, a token or a secret, and no answer a code, a session key or a secret. */
    async close() {
      const log = lines.join('')
      const told = answers.join('')
      expect(log).not.toMatch(/eyJ[\w-]+\.|session_key|openid|js_code/)
      expect(told).not.toMatch(/session_key|openid|js_code/)
      for (const canary of [...codes, ...secrets]) expect(log + told).not.toContain(canary)
      await store.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
