/** Reads what a host says when it fails and names its kind. Texts come first: they say more than the numbers do. */
import { isRecord } from './answer.ts'
import type { FailureEsque } from './RequestEsque.ts'
import { TransportError, type TransportKind } from './TransportError.ts'

/**
 * The first match decides. Android and iOS speak Chromium's language in most places, older ones their system's.
 * https://chromium.googlesource.com/chromium/src/+/master/net/base/net_error_list.h
 */
const texts: readonly (readonly [RegExp, TransportKind])[] = [
  [/in domain|合法域名/i, 'domain'],
  // Before the others, for the parameter, file or URL that is wrong may be called timeout.
  [/param|参数|(\b|_|temp)(file|url)|文件|enoent|invalid (method|header)/i, 'unsent'],
  [/interrupted|network change/i, 'interrupted'],
  // Aborts of ours are not heard any more. H5 says this when its time is up; net::ERR_CONNECTION_ABORTED is another.
  [/fail:? abort|tim(e|ed)[ _-]?out|timer expired|超时/i, 'timeout'],
  [/ssl|tls|cert|hand ?shake|secure connection|证书|安全连接/i, 'tls'],
]

/** https://developers.weixin.qq.com/miniprogram/dev/framework/usability/PublicErrno.html */
const numbers: Readonly<Record<number, TransportKind>> = { 5: 'timeout', 600002: 'domain', 600003: 'interrupted' }

/** Names the failure of a request to `url`; one that fits nothing is `offline`, for no answer came. */
export function hostFailure({ errMsg, errno }: FailureEsque, url = ''): TransportError {
  const words = withoutAddresses(typeof errMsg === 'string' ? errMsg : '', url)
  const match = texts.find(([text]) => text.test(words))
  return new TransportError(match ? match[1] : (numbers[errno ?? 0] ?? 'offline'), words)
}

/** What a host's promise was rejected with. What an interceptor threw, and no host said, stays what it is. */
export function hostRejection(thrown: unknown, url?: string): unknown {
  const errMsg = String(isRecord(thrown) ? thrown.errMsg || thrown.message : thrown)
  return /^\w+:fail/.test(errMsg) ? hostFailure(Object.assign({}, thrown, { errMsg }), url) : thrown
}

/** Some hosts repeat the address: its words are nobody's, and the URL of a GET holds the input. */
function withoutAddresses(text: string, url: string): string {
  const [, host = '//'] = /\/\/([^/:?#]{4,})/.exec(url) ?? []
  const isAddress = (word: string) => /^["/]|\/\//.test(word) || word.includes(host)
  return text.replace(/"[^"]*"|[^\s"'()]+/g, (word) => (isAddress(word) ? '…' : word)).slice(0, 200)
}
