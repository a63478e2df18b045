/** The part of `uni.request` and `wx.request` the link needs, so that either of them, Taro's or a stand-in fits. */

export interface RequestOptionsEsque {
  url: string
  method: 'GET' | 'POST'
  header: Record<string, string>
  /** The body of a POST, already JSON. */
  data?: string
  /** Milliseconds. */
  timeout: number
  /** Called for every HTTP answer, whatever its status. */
  success: (answer: AnswerEsque) => void
  fail: (failure: FailureEsque) => void
}

export interface AnswerEsque {
  data: unknown
  statusCode: number
  /** Names come in any case, and differ between phones. */
  header: unknown
}

export interface FailureEsque {
  errMsg?: string
  /**
   * WeChat's, from base library 2.24.0 on.
   * https://developers.weixin.qq.com/miniprogram/dev/framework/usability/PublicErrno.html
   */
  errno?: number
}

/** A task may lack `abort`: behind `uni.addInterceptor` a promise comes back instead. */
export interface RequestTaskEsque {
  abort?: () => void
}

export type RequestEsque = (options: RequestOptionsEsque) => RequestTaskEsque | undefined
