// wx.request and its task.
// https://developers.weixin.qq.com/miniprogram/dev/api/network/request/wx.request.html
import { createListeners, type Listeners } from './listeners.ts'
import { requestMessage, type RequestMessage, responseData, responseHead } from './requestMessage.ts'
import type { SimulatedNetwork } from './simulatedNetwork.ts'
import type { Transfers } from './transfers.ts'
import type { WxFamily, WxHost } from './WxHost.ts'
import { deliverChunks } from './chunkDelivery.ts'
import type { Transfer, TransferAnswer } from './transfer.ts'
import { WxFailure } from './WxFailure.ts'

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

interface Exchange {
  message: RequestMessage
  transfer: Transfer
  headersReceived: Listeners
  chunkReceived: Listeners
}

/** Rejects with a WxFailure, without a reason: a phone does not say why a server could not be reached. */
async function exchange(network: SimulatedNetwork, asked: Exchange): Promise<TransferAnswer> {
  const {
    transfer: { options, record },
  } = asked
  try {
    if (network.offline) throw new WxFailure('')
    const response = await send(network, asked)
    const head = responseHead(response, network.capitaliseHeaders)
    asked.headersReceived.emit(head)
    const mode = typeof network.chunks === 'function' ? network.chunks(record) : network.chunks
    if (options['enableChunked'] !== true || mode === 'none') {
      return { ...head, data: responseData(await response.arrayBuffer(), options) }
    }
    await deliverChunks(response, {
      mode,
      transfer: asked.transfer,
      emit: (data) => asked.chunkReceived.emit({ data }),
    })
    return { ...head, data: '' }
  } catch {
    throw new WxFailure('')
  }
}

function send(network: SimulatedNetwork, { message, transfer: { options, signal } }: Exchange): Promise<Response> {
  return network.fetch(message.url, {
    method: message.method,
    headers: message.header,
    signal,
    redirect: options['redirect'] === 'manual' ? 'manual' : 'follow',
    ...(message.body === undefined ? {} : { body: message.body }),
  })
}
