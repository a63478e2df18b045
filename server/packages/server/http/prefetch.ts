/**
 * WeChat's call before the program starts (数据预拉取): while the package loads, its servers ask for what the first page
 * will need. https://developers.weixin.qq.com/miniprogram/dev/framework/ability/pre-fetch.html
 */
import { Refusal } from 'uni-trpc-protocol'
import type { Auth } from 'uni-trpc-auth'

/**
 * Answers `GET /prefetch?token=…` with a string: JSON of `{ time, sessionId, user }`, or nothing. `time` is the
 * server's, for phones' clocks are wrong and WeChat hands out old answers; `sessionId` keeps one person's answer from
 * another. A `code`, which WeChat sends when no token was set, is left unspent: nothing signs in before the person
 * asked.
 */
export function createPrefetchAnswer({ auth, now }: { auth: Pick<Auth, 'checkPrefetch'>; now: () => number }) {
  return async (query: URLSearchParams): Promise<string> => {
    const token = query.get('token')
    if (token === null || token === 'signed-out') return ''
    try {
      const { user, sessionId } = await auth.checkPrefetch(token)
      return JSON.stringify({ time: new Date(now()).toISOString(), sessionId, user })
    } catch (error) {
      // WeChat can do nothing with a refusal, and the program hears of it with its first request.
      if (error instanceof Refusal) return ''
      throw error
    }
  }
}
