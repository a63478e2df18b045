/** What WeChat says that only the operator can mend, as lines of the log. */
import type { Outages } from './outages.ts'
import { errcodeFamily, nextStep, type Outcome, type WeChatError } from 'uni-trpc-auth'

/** Told by `tokenRefused`, with the app and WeChat's own words. */
const tokenPath = '/cgi-bin/stable_token'

/**
 * One outage for each app and way into WeChat: a frozen secret, say, that refuses every sign-in. A verb is judged
 * when it has ended, for a token that was refused and then renewed is no outage.
 */
export function tellOutage(outages: Outages, { appId, endpoint, error }: Outcome): void {
  if (endpoint === tokenPath) return
  const what = `WeChat:${endpoint}:${appId}`
  if (error === null) return outages.worked(what)
  if (errcodeFamily(error.errcode) !== 'misconfigured') return
  const next = nextStep(error)
  outages.failed(what, {
    sentence: {
      en: `refused (errcode ${error.errcode}): ${next.en}`,
      zh: `被拒绝（errcode ${error.errcode}）：${next.zh}`,
    },
  })
}

export function tokenRefused(error: WeChatError): string {
  const next = nextStep(error)
  return `WeChat gives no access token: ${next.en} / 微信不给 access token：${next.zh}`
}
