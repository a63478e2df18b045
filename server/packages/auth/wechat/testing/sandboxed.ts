/** WeChat's client against the sandbox in this process, with clocks moved by hand and every request written down. */
import type { AccessToken, TokenVault } from '../heldTokens.ts'
import { createSandbox } from '../../sandbox/sandbox.ts'
import { createWeChat, type WeChat, type WeChatOptions } from '../wechat.ts'

const apps = new Map([
  ['wxone', 'CANARY-secret-one'],
  ['wxtwo', 'CANARY-secret-two'],
])
const origin = 'http://sandbox.test'

/** What the server asked: the path, with ` forced` where it asked for a token by force, and the token it used. */
export interface Asked {
  readonly what: string
  readonly token: string | null
}

/** What the next calls of a path suffer. */
export interface Fault {
  readonly path: string
  readonly times?: number
  readonly errcode?: number
  readonly status?: number
  readonly body?: string
  readonly contentType?: string
  readonly consume?: true
}

export interface Sandboxed {
  readonly clock: { at: number }
  readonly asked: Asked[]
  /** How often the servers asked for this. */
  hits(what: string): number
  /** A server process; all of them talk to the same WeChat. */
  node(options?: Partial<WeChatOptions>): WeChat
  /** What stands between a server and WeChat. */
  readonly fetch: typeof globalThis.fetch
  /** Asks as the phone or as another program with the same secret would, unnoticed. */
  json(path: string, body?: object): Promise<Record<string, unknown>>
  loginCode(user: string, appId?: string): Promise<string>
  phoneCode(user: string, phone?: string, appId?: string): Promise<string>
  fault(order: Fault): Promise<void>
  heal(): Promise<void>
}

export function createSandboxed(): Sandboxed {
  const clock = { at: 1_700_000_000_000 }
  const asked: Asked[] = []
  const sandbox = createSandbox({ apps, now: () => clock.at, sleep: async () => undefined })
  const send = async (path: string, init?: RequestInit): Promise<Response> =>
    sandbox.fetch(new Request(`${origin}${path}`, init))
  const json: Sandboxed['json'] = async (path, body) =>
    (await send(path, body && { method: 'POST', body: JSON.stringify(body) })).json()
  const codeOf = async (path: string): Promise<string> => String((await json(path))['code'])

  const fetch: typeof globalThis.fetch = async (input, init) => {
    const { pathname, searchParams } = new URL(String(input))
    const forced = String(init?.body ?? '').includes('"force_refresh":true') ? ' forced' : ''
    asked.push({ what: `${pathname}${forced}`, token: searchParams.get('access_token') })
    return sandbox.fetch(new Request(input, init))
  }

  return {
    clock,
    asked,
    fetch,
    json,
    hits: (what) => asked.filter((one) => one.what === what).length,
    node: (options = {}) =>
      createWeChat({
        ...{ apps, base: origin, fetch, sleep: async () => undefined },
        ...{ now: () => clock.at, clock: () => clock.at, ...options },
      }),
    loginCode: (user, appId = 'wxone') => codeOf(`/login-code?user=${user}&appid=${appId}`),
    phoneCode: (user, phone = '13800138000', appId = 'wxone') =>
      codeOf(`/phone-code?user=${user}&phone=${phone}&appid=${appId}`),
    fault: async (order) => void (await json('/faults', order)),
    heal: async () => void (await send('/faults', { method: 'DELETE' })),
  }
}

/** As the store does it: an older fetch does not overwrite a newer one. */
export function createTestVault(): TokenVault & { readonly reads: string[] } {
  const tokens = new Map<string, AccessToken>()
  const reads: string[] = []
  return {
    reads,
    async read(appId) {
      reads.push(appId)
      return tokens.get(appId) ?? null
    },
    async save({ appId, ...token }) {
      const known = tokens.get(appId)
      if (known && known.fetchedAt > token.fetchedAt) return known
      tokens.set(appId, token)
      return token
    },
  }
}

/** A person who has signed in to `wxone`. */
export async function signedIn(here: Sandboxed, user = 'alice') {
  const wechat = here.node()
  const { openId, sessionKey } = await wechat.exchangeCode('wxone', await here.loginCode(user))
  return { here, wechat, openId, sessionKey }
}
