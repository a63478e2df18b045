/** The part of `uni.uploadFile` and its task that the upload link needs; `wx.uploadFile` and a stand-in fit as well. */
import type { FailureEsque, ReceivedHeadersEsque } from './RequestEsque.ts'

export interface UploadOptionsEsque {
  url: string
  filePath: string
  /** The file's name in the form. */
  name: string
  /** The form's other fields. */
  formData: Record<string, string>
  header: Record<string, string>
  /** Milliseconds. */
  timeout: number
  /** Called for every HTTP answer, whatever its status. H5 gives the headers here, WeChat's task does before. */
  success: (answer: { data: unknown; statusCode: number; header?: unknown }) => void
  fail: (failure: FailureEsque) => void
}

export interface UploadTaskEsque {
  abort?(): void
  onProgressUpdate?(listener: (progress: UploadProgressEsque) => void): void
  onHeadersReceived?(listener: (received: ReceivedHeadersEsque) => void): void
}

export interface UploadProgressEsque {
  /** Percent. */
  progress: number
  /** Bytes. */
  totalBytesSent: number
  totalBytesExpectedToSend: number
}

/** A promise, such as Taro's task, is heard as well. */
export type UploadEsque = (options: UploadOptionsEsque) => UploadTaskEsque | PromiseLike<unknown> | undefined
