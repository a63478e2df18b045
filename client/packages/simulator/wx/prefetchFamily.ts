// Pre-fetch (数据预拉取): WeChat asks the program's server while the program loads, and hands the answer over.
// https://developers.weixin.qq.com/miniprogram/dev/framework/ability/pre-fetch.html
import { asyncApi } from './asyncApi.ts'
import { createListeners } from './listeners.ts'
import type { SimulatedNetwork } from './simulatedNetwork.ts'
import type { PrefetchedData } from './simulatedStorage.ts'
import { WxFailure } from './WxFailure.ts'
import type { EnterOptions, WxFamily, WxHost } from './WxHost.ts'

const BODY_LIMIT_BYTES = 256 * 1024
const TOKEN_LIMIT = 1024
const SERVER_PATIENCE_MS = 5_000

export interface PrefetchOptions {
  /** The address set in the console; without it WeChat asks nothing. */
  prefetch?:
    | {
        url: string
        /** When WeChat's answer comes, counted from the start of the program; 0: before it. @default 0 */
        delayMs?: number | undefined
      }
    | undefined
}

export interface Prefetch {
  readonly family: WxFamily
  /** WeChat's part of a cold start; resolves when the program may load. */
  begin(enter: EnterOptions): Promise<void>
}

/** @param login gives the code WeChat sends along when the program has set no token */
export function createPrefetch(
  host: WxHost,
  network: SimulatedNetwork,
  options: PrefetchOptions & { login?: (() => Promise<string>) | undefined },
): Prefetch {
  const { wechat } = host.storage
  const { prefetch, login } = options
  const received = createListeners(host)

  const credential = async (): Promise<Record<string, string> | undefined> =>
    wechat.prefetchToken !== undefined ? { token: wechat.prefetchToken } : login && { code: await login() }

  async function ask(address: string, enter: EnterOptions): Promise<PrefetchedData | undefined> {
    const who = await credential().catch(() => undefined)
    if (who === undefined || network.offline) return undefined
    const query = new URLSearchParams(enter.query).toString()
    const { path, scene } = enter
    const asked = { appid: host.appId, ...who, timestamp: String(Date.now()), path, query, scene: String(scene) }
    const fetchedData = await readAnswer(network, withQuery(address, asked))
    return fetchedData === undefined ? undefined : { fetchedData, timeStamp: Date.now(), path, query, scene }
  }

  function keep(data: PrefetchedData | undefined): void {
    if (data === undefined) return
    wechat.prefetched = data
    received.emit({ fetchType: 'pre', ...data })
  }

  return {
    family: prefetchFamily(host, received.add),
    async begin(enter) {
      if (prefetch === undefined) return
      const { delayMs = 0 } = prefetch
      const answer = ask(prefetch.url, enter)
      if (delayMs === 0) return keep(await answer)
      host.timers.setTimeout(() => void answer.then(keep), delayMs)
    },
  }
}

function prefetchFamily(host: WxHost, listen: (callback: unknown) => void): WxFamily {
  const { wechat } = host.storage
  return {
    getBackgroundFetchData: asyncApi(host, 'getBackgroundFetchData', ({ fetchType }) => {
      if (fetchType === 'pre' && wechat.prefetched !== undefined) return { ...wechat.prefetched }
      // Phones differ when there is nothing yet.
      if (host.platform === 'ios') return { fetchedData: '', timeStamp: 0, path: '', query: '', scene: 0 }
      throw new WxFailure('record not found')
    }),
    onBackgroundFetchData: (callback) => listen(callback),
    setBackgroundFetchToken: asyncApi(host, 'setBackgroundFetchToken', ({ token }) => {
      if (typeof token !== 'string') throw new WxFailure('parameter error: parameter.token should be String')
      if (token.length > TOKEN_LIMIT) throw new WxFailure('token is too long')
      wechat.prefetchToken = token
    }),
    getBackgroundFetchToken: asyncApi(host, 'getBackgroundFetchToken', () => {
      if (wechat.prefetchToken === undefined) throw new WxFailure('token not found')
      return { token: wechat.prefetchToken }
    }),
  }
}

function withQuery(address: string, query: Record<string, string>): URL {
  const url = new URL(address)
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  return url
}

/** The body as a string, or undefined when WeChat would not keep it. */
async function readAnswer(network: SimulatedNetwork, url: URL): Promise<string | undefined> {
  try {
    const response = await network.fetch(url, { signal: AbortSignal.timeout(SERVER_PATIENCE_MS) })
    const body = await response.text()
    return response.status === 200 && Buffer.byteLength(body) <= BODY_LIMIT_BYTES ? body : undefined
  } catch {
    return undefined
  }
}
