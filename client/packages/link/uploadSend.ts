/** One upload: a file and the fields of its form, as one HTTP request. */
import { addressOf } from './address.ts'
import type { Call } from './call.ts'
import { exchange, type ExchangeOptions } from './exchange.ts'
import { readWhole, type Exchange, type Reading } from './reading.ts'
import type { FileForm } from './upload.ts'
import type { UploadEsque, UploadProgressEsque, UploadTaskEsque } from './UploadEsque.ts'
import { withoutContentType } from './withoutContentType.ts'

export interface UploadOptions extends ExchangeOptions {
  endpoint: () => string
  upload: UploadEsque
}

export function sendFile(call: Call, form: FileForm, options: UploadOptions): void {
  exchange(
    {
      calls: [call],
      read: (heard) => readUpload(call, heard),
      write: (headers) => ({
        url: addressOf([call], options.endpoint()),
        filePath: form.path,
        name: form.name,
        formData: form.fields,
        // The host writes one with the form's boundary.
        header: withoutContentType(headers),
        timeout: call.timeout,
      }),
      host: options.upload,
    },
    options,
  )
}

function readUpload(call: Call, heard: Exchange): Reading {
  const { onProgress } = call.operation.context
  let received: unknown
  const reading = readWhole(heard)
  return {
    ...reading,
    attach(task: UploadTaskEsque) {
      if (isListener(onProgress)) {
        task.onProgressUpdate?.((progress) => {
          if (call.isOpen) onProgress(progress)
        })
      }
      try {
        task.onHeadersReceived?.(({ header }) => (received = header))
      } catch {
        // H5 has the method and throws "not implemented": there the answer brings its headers itself.
      }
    },
    success: (answer) => reading.success({ ...answer, header: received ?? answer.header }),
  }
}

function isListener(given: unknown): given is (progress: UploadProgressEsque) => void {
  return typeof given === 'function'
}
