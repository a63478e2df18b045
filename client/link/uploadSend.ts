/** One upload: asks for its headers, waits for its turn, sends the file, and sees to it that the call settles. */
import { headersOf, outcomesOf } from './answer.ts'
import { failure, settle, type Call } from './call.ts'
import { hostFailure } from './hostFailure.ts'
import { createRequestLife } from './requestLife.ts'
import type { FailureEsque } from './RequestEsque.ts'
import type { SendOptions } from './sendBatch.ts'
import { TransportError } from './TransportError.ts'
import type { FileForm } from './upload.ts'
import type { UploadEsque, UploadOptionsEsque, UploadProgressEsque, UploadTaskEsque } from './UploadEsque.ts'

/** Milliseconds after its time in which a host may still say that time is up. Some never do. */
const hostGrace = 5_000

export interface UploadOptions
  extends Pick<SendOptions, 'endpoint' | 'headers' | 'onResponse' | 'timeoutOf' | 'deserialize' | 'queue'> {
  upload: UploadEsque
}

type Headers = Record<string, string>

/** A call that ends while the headers or its turn are awaited is not sent. */
export function sendFile(call: Call, form: FileForm, options: UploadOptions): void {
  const fail = (thrown: unknown) => settle(call, failure(thrown))
  Promise.resolve([call.operation])
    .then(options.headers)
    .then((headers) => {
      options.queue((done) => {
        try {
          if (call.open()) transmit({ call, done, asked: askedOf({ call, form, headers }, options) }, options)
          else done()
        } catch (thrown) {
          done()
          fail(thrown)
        }
      })
    })
    .catch(fail)
}

type Asked = Omit<UploadOptionsEsque, 'success' | 'fail'>

interface Sending {
  call: Call
  done: () => void
  asked: Asked
}

function transmit({ call, done, asked }: Sending, { upload, onResponse, deserialize }: UploadOptions): void {
  const { end, watch } = createRequestLife(done)
  let received: Headers | undefined
  const fail = (thrown: unknown) => settle(call, failure(thrown))
  const abort = () => end(() => task?.abort?.())
  const giveUp = () => {
    abort()
    fail(new TransportError('timeout'))
  }
  const task = upload({
    ...asked,
    success: ({ data, statusCode, header }) =>
      end(() => {
        try {
          onResponse(received ?? headersOf(header), [call.operation])
          settle(call, outcomesOf({ data, statusCode, header }, deserialize)(0))
        } catch (thrown) {
          fail(thrown)
        }
      }),
    fail: (said: FailureEsque) => end(() => fail(hostFailure(said))),
  })
  watch(asked.timeout + hostGrace, giveUp)
  call.onGone = abort
  listen(task, { call, onHeaders: (headers) => (received = headers) })
}

interface Listening {
  call: Call
  onHeaders: (headers: Headers) => void
}

function listen(task: UploadTaskEsque | undefined, { call, onHeaders }: Listening): void {
  const { onProgress } = call.operation.context
  if (isListener(onProgress)) {
    task?.onProgressUpdate?.((progress) => {
      if (call.open()) onProgress(progress)
    })
  }
  try {
    task?.onHeadersReceived?.(({ header }) => onHeaders(headersOf(header)))
  } catch {
    // H5 has the method and throws "not implemented": there the answer brings its headers itself.
  }
}

function isListener(given: unknown): given is (progress: UploadProgressEsque) => void {
  return typeof given === 'function'
}

interface Asking {
  call: Call
  form: FileForm
  headers: Headers
}

/** No batch, and no content type: the host writes one with the form's boundary. */
function askedOf({ call, form, headers }: Asking, { endpoint, timeoutOf }: UploadOptions): Asked {
  const [base = '', query] = endpoint().split('?', 2)
  return {
    url: `${base.replace(/\/$/, '')}/${encodeURI(call.operation.path)}${query ? `?${query}` : ''}`,
    filePath: form.path,
    name: form.name,
    formData: form.fields,
    header: headers,
    timeout: timeoutOf(call),
  }
}
