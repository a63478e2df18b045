/** Any failure as a sentence that a person can act on, in the system's language. */
import { refusalOf, refusals, sentenceOf, type Reason } from 'uni-trpc-protocol'
import { faultSentence, sentences, type Sentence } from 'uni-trpc-protocol/sentences'
import { kindOf, TransportError, type TransportKind } from 'uni-trpc-link'
import { LoginError } from '../loginCode.ts'
import type { Language } from './language.ts'

const transportSentences: Record<TransportKind, Sentence> = {
  offline: {
    zh: '连不上服务器，请检查网络后再试。',
    en: 'The server cannot be reached. Check the network and try again.',
  },
  timeout: { zh: '服务器没有及时回应，请稍后再试。', en: 'The server took too long. Try again in a moment.' },
  aborted: { zh: '已取消。', en: 'Cancelled.' },
  interrupted: { zh: '小程序进入后台，请求被中断，请再试一次。', en: 'Interrupted in the background. Try again.' },
  domain: {
    zh: '服务器域名未配置：请在小程序后台「开发管理 → 服务器域名」加入 request、uploadFile 和 socket 合法域名。',
    en: 'The domain is not listed: add it in the console under 开发管理 → 服务器域名, for request, uploadFile and socket.',
  },
  tls: { zh: '安全连接失败，请检查服务器证书。', en: 'The secure connection failed. Check the server’s certificate.' },
  unsent: {
    zh: '手机没能发出这个请求，请重新选择文件后再试。',
    en: 'The phone could not send this. Choose the file again, and try once more.',
  },
  tooLarge: { zh: '内容太大，服务器不接收，请减小后再试。', en: 'That is more than the server takes. Send less.' },
  unavailable: {
    zh: '服务器暂时不可用，请稍后再试。',
    en: 'The server is not available at the moment. Try again a little later.',
  },
  unsupported: {
    zh: '内容超出了当前网络通道的限制，请减少后再试。',
    en: 'That is more than this connection carries. Send less.',
  },
  unreadable: {
    zh: '收到的不是服务器的回答，请检查网络是否需要登录。',
    en: 'That was not our server. Does the network want a sign-in?',
  },
}

const refusedOnTheWay: Sentence = {
  zh: '请求在到达服务器之前被拒绝，请稍后再试；若一直如此，请告诉我们。',
  en: 'The request was refused before it reached our server. Try again later, and tell us if that goes on.',
}

const loginSentence: Sentence = {
  zh: '微信没有给出登录码，请检查网络后再试。',
  en: 'WeChat gave no login code. Check the network and try again.',
}

/** The sentence with what a person would name to the operator: the refusal's number, or the request id of a fault. */
export function explain(error: unknown, language: Language): string {
  const reason = refusalOf(error)
  if (reason) return `${(sentenceOf(error) ?? sentences[reason])[language]} (${refusals[reason].number})`
  const kind = kindOf(error)
  if (kind === 'unreadable' && !maybePortal(causeOf(error))) return refusedOnTheWay[language]
  if (kind) return transportSentences[kind][language]
  if (causeOf(error) instanceof LoginError) return loginSentence[language]
  const requestId = requestIdOf(error)
  return faultSentence[language] + (requestId ? ` (${requestId})` : '')
}

/** A network that wants a sign-in answers with its page as if all were well, or leads there. */
function maybePortal(cause: unknown): boolean {
  return !(cause instanceof TransportError && cause.answer && cause.answer.status >= 400)
}

/** Failures of the moment, where the very same call may succeed a little later. */
const passingKinds: readonly (TransportKind | null)[] = [
  'offline',
  'timeout',
  'interrupted',
  'unavailable',
  'unreadable',
]
const passingReasons: readonly (Reason | null)[] = ['RATE_LIMITED', 'WECHAT_BUSY', 'WECHAT_UNREACHABLE', 'STORE_BUSY']

/** Whether it makes sense to offer the person another try. */
export function isPassing(error: unknown): boolean {
  const reason = refusalOf(error)
  const kind = kindOf(error)
  if (reason) return passingReasons.includes(reason)
  return kind === null || passingKinds.includes(kind)
}

/** Whether only signing in helps. */
export function needsSignIn(error: unknown): boolean {
  const reason = refusalOf(error)
  return reason !== null && refusals[reason].code === 'UNAUTHORIZED'
}

/** A failure before the request comes wrapped by tRPC when a call caused it, and bare when the page did. */
function causeOf(error: unknown): unknown {
  return error instanceof Error && 'cause' in error && error.cause ? error.cause : error
}

function requestIdOf(error: unknown): string | null {
  const data = error instanceof Error && 'data' in error ? error.data : null
  if (typeof data !== 'object' || data === null || !('requestId' in data)) return null
  return typeof data.requestId === 'string' ? data.requestId : null
}
