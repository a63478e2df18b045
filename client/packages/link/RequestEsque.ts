/** The part of `uni.request` and `wx.request` the link needs, so that either of them, Taro's or a stand-in fits. */

export interface RequestOptionsEsque {
  url: string
  method: 'GET' | 'POST'
  header: Record<string, string>
  /** The body of a POST: JSON already, or bytes. */
  data?: string | ArrayBuffer | undefined
  /** Milliseconds. */
  timeout: number
  /** Asks for the answer in chunks, as they come; a host that cannot ignores it. */
  enableChunked?: boolean
  /** Called for every HTTP answer, whatever its status. */
  success: (answer: AnswerEsque) => void
  fail: (failure: FailureEsque) => void
}

export interface AnswerEsque {
  data: unknown
  statusCode: number
  /** Names come in any case, and differ between phones. */
  header?: unknown
}

export interface FailureEsque {
  errMsg?: string
  /**
   * WeChat's, from base library 2.24.0 on.
   * https://developers.weixin.qq.com/miniprogram/dev/framework/usability/PublicErrno.html
   */
  errno?: number
}

/** What comes before the body; DevTools leaves the status out. */
export interface ReceivedHeadersEsque {
  header?: unknown
  statusCode?: number
}

/** A part of the body: an ArrayBuffer on phones, a Uint8Array on H5. */
export interface ReceivedChunkEsque {
  data: unknown
}

/** A task may lack any of these. */
export interface RequestTaskEsque {
  abort?: () => void
  onHeadersReceived?: (listener: (received: ReceivedHeadersEsque) => void) => void
  onChunkReceived?: (listener: (received: ReceivedChunkEsque) => void) => void
}

/** Behind an interceptor a promise may come back instead: of the task, or of the answer. */
export type RequestEsque = (options: RequestOptionsEsque) => RequestTaskEsque | PromiseLike<unknown> | undefined
