// One wx.request or wx.uploadFile on its way: it ends once, however many reasons it gets.
import type { RequestRecord } from './networkRecords.ts'
import { failureResult, WxFailure } from './WxFailure.ts'

export type TransferApi = 'request' | 'uploadFile' | 'downloadFile'

export interface TransferAnswer {
  statusCode: number
  data: unknown
}

export interface Transfer {
  readonly api: TransferApi
  /** As the program passed them. */
  readonly options: Record<string, unknown>
  readonly record: RequestRecord
  readonly signal: AbortSignal
  isOver(): boolean
  /** Runs when the transfer is over, however it ends. */
  atEnd(cleanUp: () => void): void
  end(error: unknown): void
  /** The program's own end, which is told even of a silent transfer. */
  abort(): void
  succeed(answer: TransferAnswer): void
  /**
   * From now on nothing is told by itself, not even a timeout: iOS when the network goes in the middle of an answer.
   */
  fallSilent(): void
}

/** @param tell called once, with the result */
export function createTransfer(
  api: TransferApi,
  options: Record<string, unknown>,
  tell: (callback: 'success' | 'fail', result: object) => void,
): Transfer {
  const abort = new AbortController()
  const record: RequestRecord = { method: 'GET', url: String(options['url']), header: {}, data: options['data'] }
  const cleanUps: (() => void)[] = [() => abort.abort()]
  let over = false
  let silent = false

  function finish(callback: 'success' | 'fail', result: object & { errMsg: string }): void {
    if (over) return
    over = true
    record.errMsg = result.errMsg
    for (const cleanUp of cleanUps) cleanUp()
    tell(callback, result)
  }

  return {
    api,
    options,
    record,
    signal: abort.signal,
    isOver: () => over,
    atEnd: (cleanUp) => void cleanUps.push(cleanUp),
    end(error) {
      if (!silent) finish('fail', failureResult(api, error))
    },
    abort: () => finish('fail', failureResult(api, new WxFailure('abort'))),
    succeed(answer) {
      if (!over) record.statusCode = answer.statusCode
      finish('success', { ...answer, errMsg: `${api}:ok` })
    },
    fallSilent: () => void (silent = true),
  }
}
