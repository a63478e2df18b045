/** WeChat's API in the name of one app. */
import type { OwnCall, OwnQuestion } from './ownCall.ts'
import type { WeChatFile } from './request.ts'
import type { WeChat } from './wechat.ts'

/** Both reject with a WeChatError; a procedure that lets it pass refuses with WECHAT_*. */
export interface AppWeChat {
  /** Asks any path of WeChat's API; the access token is added, and the answer is what `schema` says. */
  call<T>(call: OwnCall<T>): Promise<T>
  /** The same, for a path that answers a file, such as a picture. */
  download(question: OwnQuestion): Promise<WeChatFile>
}

export function createWeChatOf(wechat: WeChat) {
  return (appId: string): AppWeChat => ({
    call: (call) => wechat.call(appId, call),
    download: (question) => wechat.download(appId, question),
  })
}
