/**
 * The reasons as sentences that say what to do next, in Chinese and English.
 * For pages, commands and the server's messages; never reached from client/api.ts, for they weigh.
 */
import type { Reason, Sentence } from './refusal.ts'

export type { Sentence }

export const sentences: Record<Reason, Sentence> = {
  TOKEN_MISSING: { zh: '还没有登录，请先登录。', en: 'You are not signed in. Sign in first.' },
  TOKEN_EXPIRED: { zh: '登录已过期，请重新登录。', en: 'Your sign-in has expired. Sign in again.' },
  TOKEN_INVALID: { zh: '登录凭证无效，请重新登录。', en: 'Your token is not valid. Sign in again.' },
  SESSION_ENDED: {
    zh: '这台设备的登录已被结束，如需继续请重新登录。',
    en: 'This sign-in was ended. Sign in again to go on.',
  },
  USER_DISABLED: {
    zh: '账号已被停用，请联系客服。',
    en: 'This account is disabled. Contact the operator.',
  },
  CODE_INVALID: {
    zh: '微信给的 code 无效或已过期，请再试一次；若一直如此，请核对小程序的 AppID 与服务端是否一致。',
    en: 'WeChat’s code is invalid or too old. Try again; if it stays, the app id differs from the server’s.',
  },
  CODE_USED: {
    zh: '微信给的 code 已被使用，请再点一次。',
    en: 'WeChat’s code was used before. Tap once more.',
  },
  CODE_BLOCKED: {
    zh: '微信拦截了这次登录（高风险用户），请稍后再试或更换微信号。',
    en: 'WeChat blocked this sign-in (high-risk user). Try later or with another WeChat account.',
  },
  APP_UNKNOWN: {
    zh: '服务端不认识这个小程序，请开发者在服务端配置它的 AppID。',
    en: 'The server does not know this mini program. Its app id has to be configured there.',
  },
  INPUT_INVALID: { zh: '请求内容有误，请检查后再试。', en: 'The request is not valid. Correct it and try again.' },
  NOT_FOUND: { zh: '没有找到所请求的内容。', en: 'There is nothing of that name here.' },
  RATE_LIMITED: { zh: '操作太频繁，请稍等片刻再试。', en: 'Too many tries. Wait a moment and try again.' },
  PHONE_TAKEN: {
    zh: '这个手机号已绑定其他账号，请先在那个账号解绑。',
    en: 'This phone number belongs to another account. Unbind it there first.',
  },
  PICTURE_INVALID: {
    zh: '图片无法使用，请选择 512 KB 以内的 JPEG、PNG 或 WebP 图片。',
    en: 'The picture cannot be used. Choose a JPEG, PNG or WebP of at most 512 KB.',
  },
  WECHAT_BUSY: { zh: '微信繁忙，请稍后再试。', en: 'WeChat is busy. Try again in a moment.' },
  WECHAT_UNREACHABLE: {
    zh: '暂时连不上微信，请稍后再试。',
    en: 'WeChat cannot be reached right now. Try again in a moment.',
  },
  WECHAT_MISCONFIGURED: {
    zh: '服务端的微信配置有误，请联系开发者查看日志。',
    en: 'The server’s WeChat settings are wrong. Ask the operator to look at the log.',
  },
  STORE_BUSY: { zh: '服务器繁忙，请稍后再试。', en: 'The server is busy. Try again in a moment.' },
}

/** What people read when the server failed for a reason that is nobody's business but the operator's. */
export const faultSentence: Sentence = {
  zh: '服务器出错了，请稍后再试；若一直如此，请把请求编号告诉我们。',
  en: 'Something went wrong on the server. Try again later; if it stays, tell us the request id.',
}
