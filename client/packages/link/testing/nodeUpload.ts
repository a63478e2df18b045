/**
 * A stand-in for `wx.uploadFile` over fetch, for tests: the files of a phone, multipart, a task with progress, headers
 * and abort.
 * https://developers.weixin.qq.com/miniprogram/dev/api/network/upload/wx.uploadFile.html
 */
import type { UploadEsque, UploadOptionsEsque, UploadProgressEsque, UploadTaskEsque } from '../UploadEsque.ts'

export interface NodeUploadOptions {
  /** The phone's files by path. */
  files: Record<string, string>
  /** As on H5: headers with the answer, and a task that throws when asked for them. */
  isH5?: boolean
}

export interface NodeUpload {
  upload: UploadEsque
  /** What was asked for, in order. */
  asked: UploadOptionsEsque[]
  aborts: () => number
}

export function createNodeUpload({ files, isH5 = false }: NodeUploadOptions): NodeUpload {
  const asked: UploadOptionsEsque[] = []
  let aborts = 0
  return {
    asked,
    aborts: () => aborts,
    upload(options) {
      asked.push(options)
      const controller = new AbortController()
      const onProgress: ((progress: UploadProgressEsque) => void)[] = []
      const onHeaders: ((received: { header: unknown }) => void)[] = []
      void send(options, files[options.filePath], controller.signal).then(
        ({ response, data, bytes }) => {
          for (const sent of [Math.floor(bytes / 2), bytes]) {
            const progress = {
              progress: Math.round((sent / bytes) * 100),
              totalBytesSent: sent,
              totalBytesExpectedToSend: bytes,
            }
            onProgress.forEach((tell) => tell(progress))
          }
          const header = Object.fromEntries([...response.headers].map(([name, value]) => [name.toUpperCase(), value]))
          if (!isH5) onHeaders.forEach((tell) => tell({ header }))
          options.success({ data, statusCode: response.status, ...(isH5 && { header }) })
        },
        () => options.fail({ errMsg: controller.signal.aborted ? 'uploadFile:fail abort' : 'uploadFile:fail' }),
      )
      const task: UploadTaskEsque = {
        abort() {
          aborts += 1
          controller.abort()
        },
        onProgressUpdate: (listener) => void onProgress.push(listener),
        onHeadersReceived(listener) {
          if (isH5) throw new Error('Method not implemented.')
          onHeaders.push(listener)
        },
      }
      return task
    },
  }
}

async function send(
  { url, name, formData, header, filePath }: UploadOptionsEsque,
  content: string | undefined,
  signal: AbortSignal,
) {
  if (content === undefined) throw new Error('no such file')
  const form = new FormData()
  for (const [field, value] of Object.entries(formData)) form.append(field, value)
  form.append(name, new Blob([content]), filePath.split('/').at(-1))
  const response = await fetch(url, { method: 'POST', body: form, headers: header, signal })
  return { response, data: await response.text(), bytes: content.length }
}
