// wx.uploadFile and its task: one file and a few fields as multipart/form-data.
// https://developers.weixin.qq.com/miniprogram/dev/api/network/upload/wx.uploadFile.html
import { createListeners, type Listeners } from './listeners.ts'
import { refererOf } from './requestFamily.ts'
import { responseHead } from './requestMessage.ts'
import type { SimulatedFiles } from './simulatedFiles.ts'
import type { SimulatedNetwork } from './simulatedNetwork.ts'
import type { Transfer, TransferAnswer } from './transfer.ts'
import type { Transfers } from './transfers.ts'
import { uploadMessage, type UploadMessage } from './uploadMessage.ts'
import { WxFailure } from './WxFailure.ts'
import type { WxFamily, WxHost } from './WxHost.ts'

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
