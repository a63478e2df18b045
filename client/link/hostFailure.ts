/** Reads what a host says in `fail` and names its kind. Texts come first: they say more than the numbers do. */
import type { FailureEsque } from './RequestEsque.ts'
import { TransportError, type TransportKind } from './TransportError.ts'

/**
 * The first match decides. Android and iOS speak Chromium's language in most places, older ones their system's.
 * https://chromium.googlesource.com/chromium/src/+/master/net/base/net_error_list.h
 */
const texts: readonly (readonly [RegExp, TransportKind])[] = [
  [/domain list|合法域名/i, 'domain'],
  // Not any "abort": net::ERR_CONNECTION_ABORTED is the network's doing.
  [/fail:? abort/i, 'aborted'],
  [/interrupted|network change/i, 'interrupted'],
  [/tim(e|ed)[ _-]?out|timer expired|超时/i, 'timeout'],
  [/ssl|tls|cert|hand ?shake|secure connection|证书|安全连接/i, 'tls'],
]

/** https://developers.weixin.qq.com/miniprogram/dev/framework/usability/PublicErrno.html */
const numbers: Readonly<Record<number, TransportKind>> = { 5: 'timeout', 600002: 'domain', 600003: 'interrupted' }

/** Names the failure; one that fits nothing is `offline`, for no answer came. */
export function hostFailure({ errMsg = '', errno }: FailureEsque): TransportError {
  const words = withoutAddresses(errMsg)
  const match = texts.find(([text]) => text.test(words))
  const kind = match ? match[1] : errno === undefined ? undefined : numbers[errno]
  return new TransportError(kind ?? 'offline', words)
}

/** Some hosts repeat the URL, and the URL of a GET holds the input. */
function withoutAddresses(text: string): string {
  return text.replace(/\b(https?|wss?):\/\/\S+/gi, '…').slice(0, 200)
}
