/** What WeChat's "no" means for the person who waits: the one table from errcode to refusal. */
import { Refusal, type Reason } from '../shared/refusal.ts'
import { WeChatError } from './wechat/WeChatError.ts'

/** https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_code2session, and codes met in the wild. */
const reasons: Readonly<Record<number, Reason>> = {
  [-1]: 'WECHAT_BUSY',
  45009: 'WECHAT_BUSY',
  45011: 'WECHAT_BUSY',
  40029: 'CODE_INVALID',
  41008: 'CODE_INVALID',
  // Somebody else's phone code.
  40003: 'CODE_INVALID',
  40163: 'CODE_USED',
  40226: 'CODE_BLOCKED',
  40001: 'WECHAT_MISCONFIGURED',
  40013: 'WECHAT_MISCONFIGURED',
  40125: 'WECHAT_MISCONFIGURED',
  40164: 'WECHAT_MISCONFIGURED',
  41002: 'WECHAT_MISCONFIGURED',
  41004: 'WECHAT_MISCONFIGURED',
  40243: 'WECHAT_MISCONFIGURED',
  89503: 'WECHAT_MISCONFIGURED',
}

/** The refusal for a failure of WeChat; anything else comes back as it is, a fault. */
export function refusalFor(error: unknown): unknown {
  if (!(error instanceof WeChatError)) return error
  const known = error.errcode === undefined ? undefined : reasons[error.errcode]
  return new Refusal(known ?? 'WECHAT_UNREACHABLE', { cause: error })
}
