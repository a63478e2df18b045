/** A phone for tests of the session: the real link and session, in front of the real app as a function. */
import type { AppRouter } from '../../../../server/procedures/router.ts'
import type { World } from './world.ts'
import type { RequestEsque, RequestOptionsEsque } from 'uni-trpc-link/testing'
import { createUniClient } from '../createUniClient.ts'
import type { SessionStorage } from '../keptSession.ts'
import { createPrefetch, type PrefetchHost } from '../prefetch.ts'

export interface PhoneOptions {
  readonly person?: string
  readonly start?: 'ask' | 'launch'
  /** The same storage again is the same program started again. */
  readonly storage?: SessionStorage
  readonly maxItems?: number
  readonly onChange?: () => void
  /** WeChat's side of the pre-fetch; without it the program has none. */
  readonly weChat?: PrefetchHost
  /** Stands in for `uni.login`. */
  readonly login?: () => Promise<string>
}

export function createPhone(world: World, options: PhoneOptions = {}) {
  const { person = 'alice', storage = createMemoryStorage(), maxItems = 20 } = options
  const sent: RequestOptionsEsque[] = []
  const network = { isOffline: false, hold: Promise.resolve() }
  let logins = 0

  const request: RequestEsque = (asked) => {
    sent.push(asked)
    void answer(asked)
    return { abort: () => asked.fail({ errMsg: 'request:fail abort' }) }
  }
  async function answer(asked: RequestOptionsEsque): Promise<void> {
    await network.hold
    if (network.isOffline) return asked.fail({ errMsg: 'request:fail' })
    const { url, method, header, data } = asked
    const headers = { 'content-type': 'application/json', ...header }
    const response = await world.app.request(url, { method, headers, ...(data !== undefined && { body: data }) })
    asked.success({
      data: await response.text(),
      statusCode: response.status,
      header: Object.fromEntries(response.headers),
    })
  }

  const login = () => {
    logins += 1
    return options.login ? options.login() : world.code(person)
  }
  const { start = 'ask', onChange = () => {}, weChat } = options
  const { api, session, prefetch, requests } = createUniClient<AppRouter>({
    url: 'https://api.example.com/trpc',
    request,
    maxItems,
    login,
    storage,
    now: () => world.clock.time,
    start,
    onChange,
    ...(weChat && { prefetch: (session) => createPrefetch<AppRouter>(session, weChat) }),
  })

  return {
    api,
    session,
    prefetch,
    requests,
    storage,
    sent,
    network,
    logins: () => logins,
    signIn: async () => api.auth.login.mutate({ code: await world.code(person) }),
  }
}

export function createMemoryStorage(): SessionStorage {
  let text = 'null'
  return {
    read: (): unknown => JSON.parse(text),
    write: (kept) => (text = JSON.stringify(kept)),
  }
}
