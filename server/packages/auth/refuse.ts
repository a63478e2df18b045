/** What WeChat's "no" means for the person who waits. */
import { Refusal, type Reason } from 'uni-trpc-protocol'
import { errcodeFamily, type ErrcodeFamily } from './wechat/errcodeFamily.ts'
import { WeChatError } from './wechat/WeChatError.ts'

const reasons: Readonly<Record<ErrcodeFamily, Reason>> = {
  busy: 'WECHAT_BUSY',
  misconfigured: 'WECHAT_MISCONFIGURED',
  codeInvalid: 'CODE_INVALID',
  codeUsed: 'CODE_USED',
  codeBlocked: 'CODE_BLOCKED',
}

/** The same for a product's own question, where an errcode that speaks of sign-in codes means other things. */
export function refusalForCall(error: WeChatError): Refusal {
  const family = errcodeFamily(error.errcode)
  const isOurs = family === 'busy' || family === 'misconfigured'
  return new Refusal(isOurs ? reasons[family] : 'WECHAT_UNREACHABLE', { cause: error })
}

/** The refusal for a failure of WeChat; anything else comes back as it is, a fault. */
export function refusalFor(error: unknown): unknown {
  if (!(error instanceof WeChatError)) return error
  const family = errcodeFamily(error.errcode)
  return new Refusal(family === null ? 'WECHAT_UNREACHABLE' : reasons[family], { cause: error })
}
