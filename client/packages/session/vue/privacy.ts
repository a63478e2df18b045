/**
 * WeChat's privacy agreement: whether it lets personal data be collected and, where it does not, who can change that.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/user-privacy/PrivacyAuthorize.html
 */
import type { Sentence } from 'uni-trpc-protocol/sentences'
import { weChat } from './weChat.ts'

const denied: Sentence = {
  zh: '您没有同意隐私保护指引，所以没有打开昵称填写；其他功能不受影响。',
  en: 'You did not accept the privacy notice, so the name stays as it is; all else works.',
}

const unknown: Sentence = { zh: '微信没有回应，请再试一次。', en: 'WeChat did not answer. Try again.' }

interface Failure {
  readonly errno?: unknown
  readonly errMsg?: unknown
}

/**
 * Of all that collects personal data only the nickname's input cannot raise WeChat's own pop-up, so this raises it.
 *
 * @param allowed called at once where there is no such agreement
 * @param refused called with the reason
 */
export function askToName(allowed: () => void, refused: (why: Sentence) => void): void {
  const { requirePrivacyAuthorize } = weChat()
  if (!requirePrivacyAuthorize) return allowed()
  requirePrivacyAuthorize({ success: allowed, fail: (failure) => refused(privacyRefusal(failure)) })
}

/** @param readHere called where WeChat has no such page, or cannot open it */
export function openPrivacyNotice(readHere: () => void): void {
  const { openPrivacyContract } = weChat()
  if (openPrivacyContract) openPrivacyContract({ fail: readHere })
  else readHere()
}

function privacyRefusal(failure: unknown): Sentence {
  const told: Failure = typeof failure === 'object' && failure !== null ? failure : {}
  if (isUndeclared(told)) return undeclared('昵称', 'name')
  return told.errno === 104 || /den(y|ied)|disagree|cancel|not authorized/i.test(String(told.errMsg)) ? denied : unknown
}

/** The operator has not named this kind of data in the console. */
export function isUndeclared({ errno, errMsg }: Failure): boolean {
  return errno === 112 || /not declared in the privacy/i.test(String(errMsg))
}

/** @param zh what is not declared; @param en the same in English */
export function undeclared(zh: string, en: string): Sentence {
  return {
    zh: `小程序的隐私保护指引没有声明${zh}，请开发者在小程序后台补充。`,
    en: `The privacy agreement does not name the ${en}. The operator has to add it in the console.`,
  }
}
