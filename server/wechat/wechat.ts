/** WeChat, as the rest of the server sees it. */
import { setTimeout as delay } from 'node:timers/promises'
import { createExchangeCode, type Identity } from './exchangeCode.ts'
import { createRequest } from './request.ts'

const officialBase = 'https://api.weixin.qq.com'
/** CloudRun gives a whole request 15 seconds: https://developers.weixin.qq.com/miniprogram/dev/wxcloudrun/ */
const defaultDeadlineMs = 5000

export interface WeChat {
  knows(appId: string): boolean
  /**
   * Trades a code of `wx.login` for who it is. A code is good for one try, whatever comes of it.
   *
   * @throws {WeChatError} within the deadline
   * @throws {TypeError} for an app id that is not configured
   */
  exchangeCode(appId: string, code: string): Promise<Identity>
}

export interface WeChatOptions {
  /** App id -> secret. */
  readonly apps: ReadonlyMap<string, string>
  /** Origin, maybe with a path. @default https://api.weixin.qq.com */
  readonly base?: string | undefined
  readonly fetch?: typeof globalThis.fetch | undefined
  /** Milliseconds for one verb: connecting, waiting, receiving and trying again. @default 5000 */
  readonly deadlineMs?: number | undefined
  readonly sleep?: ((ms: number) => Promise<unknown>) | undefined
  /** From 0 to 1, for the jitter. */
  readonly random?: (() => number) | undefined
  /** Milliseconds that never jump. */
  readonly clock?: (() => number) | undefined
}

export function createWeChat({
  apps,
  base = officialBase,
  fetch = globalThis.fetch,
  deadlineMs = defaultDeadlineMs,
  sleep = delay,
  random = Math.random,
  clock = () => performance.now(),
}: WeChatOptions): WeChat {
  const request = createRequest({ base, fetch })
  const exchangeCode = createExchangeCode(request, { deadlineMs, sleep, random, clock })

  return {
    knows: (appId) => apps.has(appId),
    async exchangeCode(appId, code) {
      const secret = apps.get(appId)
      if (secret === undefined) throw new TypeError('No secret is configured for this app id')
      return exchangeCode({ appId, secret, code })
    },
  }
}
