// wx.downloadFile and its task.
// https://developers.weixin.qq.com/miniprogram/dev/api/network/download/wx.downloadFile.html
import path from 'node:path'
import { createListeners, type Listeners } from './listeners.ts'
import { refererOf } from './requestFamily.ts'
import { parseUrl, requestHeader, responseHead } from './requestMessage.ts'
import type { SimulatedFiles } from './simulatedFiles.ts'
import type { SimulatedNetwork } from './simulatedNetwork.ts'
import type { Transfer, TransferAnswer } from './transfer.ts'
import type { Transfers } from './transfers.ts'
import { WxFailure } from './WxFailure.ts'
import type { WxFamily, WxHost } from './WxHost.ts'

interface Download {
  url: URL
  header: Record<string, string>
  transfer: Transfer
  headersReceived: Listeners
  progressUpdate: Listeners
}

export function downloadFamily(
  host: WxHost,
  { network, files }: { network: SimulatedNetwork; files: SimulatedFiles },
  transfers: Transfers,
): WxFamily {
  return {
    downloadFile(given) {
      const headersReceived = createListeners(host)
      const progressUpdate = createListeners(host)
      const transfer = transfers.begin('downloadFile', given, {
        prepare: ({ options, record }) => ({
          url: parseUrl(options['url']),
          header: (record.header = requestHeader(options['header'], refererOf(host))),
        }),
        send: (message, one) =>
          download({ network, files }, { ...message, transfer: one, headersReceived, progressUpdate }),
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

/** What `success` gets has a temporary path, or the one the program asked for. */
async function download(
  { network, files }: { network: SimulatedNetwork; files: SimulatedFiles },
  { url, header, transfer: { signal, options }, headersReceived, progressUpdate }: Download,
): Promise<TransferAnswer & Record<string, unknown>> {
  const response = network.offline
    ? undefined
    : await network.fetch(url, { headers: header, signal }).catch(() => undefined)
  if (response === undefined) throw new WxFailure('')
  headersReceived.emit({ header: responseHead(response, network.capitaliseHeaders).header })
  const bytes = new Uint8Array(await response.arrayBuffer())
  progressUpdate.emit({ progress: 100, totalBytesWritten: bytes.length, totalBytesExpectedToWrite: bytes.length })
  const answer = { statusCode: response.status, data: undefined, dataLength: bytes.length }
  const wanted = options['filePath']
  if (typeof wanted !== 'string')
    return { ...answer, tempFilePath: files.add(bytes, path.extname(url.pathname).slice(1) || 'unknown') }
  files.write(wanted, bytes)
  return { ...answer, filePath: wanted }
}
