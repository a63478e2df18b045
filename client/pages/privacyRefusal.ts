/**
 * Why WeChat does not let personal data be collected, and who can change that.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/user-privacy/PrivacyAuthorize.html
 */
import type { Sentence } from 'uni-trpc-protocol/sentences'

const denied: Sentence = {
  zh: '您没有同意隐私保护指引，所以没有打开昵称填写；其他功能不受影响。',
  en: 'You did not accept the privacy notice, so the name stays as it is; all else works.',
}

const unknown: Sentence = { zh: '微信没有回应，请再试一次。', en: 'WeChat did not answer. Try again.' }

interface Failure {
  readonly errno?: unknown
  readonly errMsg?: unknown
}

/** @param failure of `wx.requirePrivacyAuthorize` for the nickname */
export function privacyRefusal(failure: unknown): Sentence {
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
