// wx.uploadFile and its task: one file and a few fields as multipart/form-data.
// https://developers.weixin.qq.com/miniprogram/dev/api/network/upload/wx.uploadFile.html
import { createListeners, type Listeners } from './listeners.ts'
import { refererOf } from './requestFamily.ts'
import { parseUrl, requestHeader, responseHead } from './requestMessage.ts'
import type { SimulatedFiles } from './simulatedFiles.ts'
import type { SimulatedNetwork } from './simulatedNetwork.ts'
import type { Transfer, TransferAnswer } from './transfer.ts'
import type { Transfers } from './transfers.ts'
import { WxFailure } from './WxFailure.ts'
import type { WxFamily, WxHost } from './WxHost.ts'
import { isRecord } from '../record.ts'

const PIECE_BYTES = 16 * 1024

interface Upload {
  message: UploadMessage
  transfer: Transfer
  headersReceived: Listeners
  progressUpdate: Listeners
}

export function uploadFamily(
  host: WxHost,
  world: { network: SimulatedNetwork; files: SimulatedFiles },
  transfers: Transfers,
): WxFamily {
  return {
    uploadFile(given) {
      const headersReceived = createListeners(host)
      const progressUpdate = createListeners(host)
      const transfer = transfers.begin('uploadFile', given, {
        prepare({ options, record }) {
          const message = uploadMessage(options, world.files, refererOf(host))
          record.method = 'POST'
          record.header = message.header
          record.data = { filePath: options['filePath'], formData: options['formData'] }
          return message
        },
        send: (message, one) => upload(world.network, { message, transfer: one, headersReceived, progressUpdate }),
      })
      return {
        abort: () => queueMicrotask(transfer.abort),
        onProgressUpdate: progressUpdate.add,
        offProgressUpdate: progressUpdate.remove,
        onHeadersReceived: headersReceived.add,
        offHeadersReceived: headersReceived.remove,
      }
    },
  }
}

/** What `success` gets has no headers and no parsed JSON; the headers come by their own event. */
async function upload(network: SimulatedNetwork, asked: Upload): Promise<TransferAnswer> {
  const { message, transfer } = asked
  try {
    if (network.offline) throw new WxFailure('')
    const form = new Response(message.form)
    const bytes = new Uint8Array(await form.arrayBuffer())
    const headers = {
      ...message.header,
      'content-type': form.headers.get('content-type') ?? '',
      'content-length': String(bytes.length),
    }
    const body = inPieces(bytes, (sent) => asked.progressUpdate.emit(progress(sent, bytes.length)))
    const init = { method: 'POST', headers, body, signal: transfer.signal, duplex: 'half' as const }
    const response = await network.fetch(message.url, init)
    const { header, cookies } = responseHead(response, network.capitaliseHeaders)
    asked.headersReceived.emit({ header, cookies })
    return { statusCode: response.status, data: await response.text() }
  } catch {
    throw new WxFailure('')
  }
}

function inPieces(bytes: Uint8Array, tell: (sent: number) => void): ReadableStream<Uint8Array> {
  let sent = 0
  return new ReadableStream({
    pull(controller) {
      if (sent === bytes.length) return controller.close()
      const piece = bytes.subarray(sent, sent + PIECE_BYTES)
      sent += piece.length
      controller.enqueue(piece)
      tell(sent)
    },
  })
}

function progress(sent: number, total: number): object {
  return { progress: Math.floor((sent / total) * 100), totalBytesSent: sent, totalBytesExpectedToSend: total }
}

const TYPES: Record<string, string> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
}

interface UploadMessage {
  url: URL
  /** Its content type does not count: the form brings its own, with its boundary. */
  header: Record<string, string>
  form: FormData
}

/** Throws a WxFailure for what WeChat refuses before it sends anything. */
function uploadMessage(options: Record<string, unknown>, files: SimulatedFiles, referer: string): UploadMessage {
  const url = parseUrl(options['url'])
  const filePath = text(options, 'filePath')
  const name = text(options, 'name')
  const content = files.read(filePath)
  if (content === undefined) throw new WxFailure('file not found')
  const form = new FormData()
  for (const [field, value] of Object.entries(isRecord(options['formData']) ? options['formData'] : {}))
    form.append(field, String(value))
  const extension = filePath.slice(filePath.lastIndexOf('.') + 1)
  const type = TYPES[extension] ?? 'application/octet-stream'
  form.append(name, new Blob([new Uint8Array(content)], { type }), filePath.slice(filePath.lastIndexOf('/') + 1))
  return { url, header: requestHeader(options['header'], referer), form }
}

function text(options: Record<string, unknown>, name: string): string {
  const value = options[name]
  if (typeof value !== 'string' || value === '')
    throw new WxFailure(`parameter error: parameter.${name} should be String`)
  return value
}
