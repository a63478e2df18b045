// One HTTP exchange of wx.request, from the message to what `success` gets.
import type { Listeners } from './listeners.ts'
import { responseData, responseHead } from './requestMessage.ts'
import type { RequestMessage } from './requestMessage.ts'
import type { SimulatedNetwork } from './simulatedNetwork.ts'
import { WxFailure } from './WxFailure.ts'

export interface Exchange {
  message: RequestMessage
  /** As the program passed them to wx.request. */
  options: Record<string, unknown>
  signal: AbortSignal
  headersReceived: Listeners
  chunkReceived: Listeners
}

/** Rejects with a WxFailure, without a reason: a phone does not say why a server could not be reached. */
export async function exchange(network: SimulatedNetwork, asked: Exchange): Promise<{ statusCode: number; data: unknown }> {
  try {
    if (network.offline) throw new WxFailure('')
    const response = await send(network, asked)
    const head = responseHead(response, network.capitaliseHeaders)
    asked.headersReceived.emit(head)
    if (asked.options['enableChunked'] !== true) return { ...head, data: responseData(await response.arrayBuffer(), asked.options) }
    await readChunks(response, asked.chunkReceived)
    return { ...head, data: '' }
  } catch {
    throw new WxFailure('')
  }
}

function send(network: SimulatedNetwork, { message, options, signal }: Exchange): Promise<Response> {
  return network.fetch(message.url, {
    method: message.method,
    headers: message.header,
    signal,
    redirect: options['redirect'] === 'manual' ? 'manual' : 'follow',
    ...(message.body === undefined ? {} : { body: message.body }),
  })
}

async function readChunks(response: Response, chunkReceived: Listeners): Promise<void> {
  const reader = response.body?.getReader()
  for (;;) {
    const chunk = await reader?.read()
    if (chunk === undefined || chunk.done) return
    chunkReceived.emit({ data: new Uint8Array(chunk.value).buffer })
  }
}
