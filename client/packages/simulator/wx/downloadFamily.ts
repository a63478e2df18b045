// wx.downloadFile and its task. https://developers.weixin.qq.com/miniprogram/dev/api/network/download/wx.downloadFile.html
import path from 'node:path'
import { createListeners } from './listeners.ts'
import { refererOf } from './requestFamily.ts'
import { parseUrl, requestHeader, responseHead } from './requestMessage.ts'
import type { SimulatedFiles } from './simulatedFiles.ts'
import type { SimulatedNetwork } from './simulatedNetwork.ts'
import type { Transfers } from './transfers.ts'
import { WxFailure } from './WxFailure.ts'
import type { WxFamily, WxHost } from './WxHost.ts'

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
        async send({ url, header }, { signal, options }) {
          const response = network.offline
            ? undefined
            : await network.fetch(url, { headers: header, signal }).catch(() => undefined)
          if (response === undefined) throw new WxFailure('')
          headersReceived.emit({ header: responseHead(response, network.capitaliseHeaders).header })
          const bytes = new Uint8Array(await response.arrayBuffer())
          progressUpdate.emit({
            progress: 100,
            totalBytesWritten: bytes.length,
            totalBytesExpectedToWrite: bytes.length,
          })
          const wanted = options['filePath']
          if (typeof wanted === 'string') files.write(wanted, bytes)
          const place =
            typeof wanted === 'string'
              ? { filePath: wanted }
              : { tempFilePath: files.add(bytes, path.extname(url.pathname).slice(1) || 'unknown') }
          return { statusCode: response.status, data: undefined, dataLength: bytes.length, ...place }
        },
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
