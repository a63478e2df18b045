/** What WeChat says that only the operator can mend, as lines of the log. */
import type { Outages } from './outages.ts'
import { errcodeFamily } from './wechat/errcodeFamily.ts'
import { nextStep } from './wechat/nextStep.ts'
import type { Answer } from './wechat/observed.ts'
import type { WeChatError } from './wechat/WeChatError.ts'

/** Told by `tokenRefused`, with the app and WeChat's own words. */
const tokenPath = '/cgi-bin/stable_token'

/** One outage for each way into WeChat: a frozen secret, say, that refuses every sign-in. */
export function tellOutage(outages: Outages, { endpoint, errcode }: Answer): void {
  if (endpoint === tokenPath) return
  const what = `WeChat:${endpoint}`
  if (errcode === 0) outages.worked(what)
  if (typeof errcode !== 'number' || errcodeFamily(errcode) !== 'misconfigured') return
  const next = nextStep({ errcode, kind: 'refused', detail: '' })
  outages.failed(what, { sentence: { en: `refused (errcode ${errcode}): ${next.en}`, zh: `被拒绝（errcode ${errcode}）：${next.zh}` } })
}

export function tokenRefused(error: WeChatError): string {
  const next = nextStep(error)
  return `WeChat gives no access token: ${next.en} / 微信不给 access token：${next.zh}`
}
