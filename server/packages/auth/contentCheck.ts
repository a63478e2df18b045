/** What people write goes through WeChat's content check, where that is switched on. */
import { Refusal } from 'uni-trpc-protocol'
import type { Audit } from './Audit.ts'
import { refusalForCall } from './refuse.ts'
import type { TextScene } from './wechat/checkText.ts'
import type { WeChat } from './wechat/wechat.ts'
import { WeChatError } from './wechat/WeChatError.ts'

export interface Author {
  readonly userId: string
  readonly appId: string
  readonly openId: string
}

/**
 * Resolves where a text may be kept. A text that WeChat is not sure of may, and is written into the audit, for somebody
 * to look at.
 *
 * @throws {Refusal} INPUT_INVALID with a sentence for what is risky; WECHAT_* where WeChat cannot be asked
 */
export type CheckText = (text: string, scene: TextScene) => Promise<void>

export interface ContentCheckParts {
  readonly wechat: Pick<WeChat, 'checkText'>
  readonly audit: Audit
}

const risky = {
  zh: '这段文字可能含有违规内容，请修改后再试。',
  en: 'This text may hold something that is not allowed. Change it and try again.',
}
const unknownWriter = {
  zh: '微信暂时无法检查这段文字，请重新打开小程序后再试。',
  en: 'WeChat cannot check this text now. Open the program anew and try again.',
}
/** WeChat's: the person has not opened the program for two hours. */
const notSeen = 61010

/** Without parts nothing is checked. */
export function createCheckTextOf(parts: ContentCheckParts | null): (author: Author) => CheckText {
  if (!parts) return () => async () => undefined
  const { wechat, audit } = parts
  return ({ userId, appId, openId }) =>
    async (text, scene) => {
      const { suggest, label } = await wechat.checkText(appId, { text, scene, openId }).catch((error: unknown) => {
        if (!(error instanceof WeChatError)) throw error
        if (error.errcode !== notSeen) throw refusalForCall(error)
        throw new Refusal('WECHAT_UNREACHABLE', { cause: error, sentence: unknownWriter })
      })
      if (suggest === 'pass') return
      await audit({ event: 'content', userId, appId, detail: `${suggest}: ${scene}, label ${label}` })
      if (suggest === 'risky') throw new Refusal('INPUT_INVALID', { sentence: risky })
    }
}
