// wx.request and its task.
// https://developers.weixin.qq.com/miniprogram/dev/api/network/request/wx.request.html
import { createListeners } from './listeners.ts'
import { exchange } from './requestExchange.ts'
import { requestMessage } from './requestMessage.ts'
import type { SimulatedNetwork } from './simulatedNetwork.ts'
import type { Transfers } from './transfers.ts'
import type { WxFamily, WxHost } from './WxHost.ts'

export function requestFamily(host: WxHost, network: SimulatedNetwork, transfers: Transfers): WxFamily {
  return {
    request(given) {
      const headersReceived = createListeners(host)
      const chunkReceived = createListeners(host)
      const transfer = transfers.begin('request', given, {
        prepare({ options, record }) {
          const message = requestMessage(options, refererOf(host))
          record.method = message.method
          record.header = message.header
          return message
        },
        send: (message, one) => exchange(network, { message, transfer: one, headersReceived, chunkReceived }),
      })
      return {
        abort: () => queueMicrotask(transfer.abort),
        onHeadersReceived: headersReceived.add,
        offHeadersReceived: headersReceived.remove,
        onChunkReceived: chunkReceived.add,
        offChunkReceived: chunkReceived.remove,
      }
    },
  }
}

/** WeChat's own referer; no program can set another. */
export function refererOf(host: WxHost): string {
  const version = host.envVersion === 'release' ? '1' : '0'
  return `https://servicewechat.com/${host.appId}/${version}/page-frame.html`
}
