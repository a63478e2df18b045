// One HTTP exchange of wx.request, from the message to what `success` gets.
import { deliverChunks } from './chunkDelivery.ts'
import type { Listeners } from './listeners.ts'
import { type RequestMessage, responseData, responseHead } from './requestMessage.ts'
import type { SimulatedNetwork } from './simulatedNetwork.ts'
import type { Transfer, TransferAnswer } from './transfer.ts'
import { WxFailure } from './WxFailure.ts'

export interface Exchange {
  message: RequestMessage
  transfer: Transfer
  headersReceived: Listeners
  chunkReceived: Listeners
}

/** Rejects with a WxFailure, without a reason: a phone does not say why a server could not be reached. */
export async function exchange(network: SimulatedNetwork, asked: Exchange): Promise<TransferAnswer> {
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
