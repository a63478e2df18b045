// wx.request over real HTTP, with the limits a phone has: ten at a time, 60 seconds at most, listed domains only, and
// five seconds of grace in the background.
import { createListeners } from './listeners.ts'
import { settle } from './asyncApi.ts'
import { isRecord } from '../record.ts'
import { requestMessage, responseData, responseHead } from './requestMessage.ts'
import type { RequestMessage } from './requestMessage.ts'
import { createRequestQueue } from './requestQueue.ts'
import type { RequestRecord, SimulatedNetwork } from './simulatedNetwork.ts'
import { failureResult, WxFailure } from './WxFailure.ts'
import type { WxFamily, WxHost } from './WxHost.ts'

// Default and maximum alike: https://developers.weixin.qq.com/miniprogram/dev/framework/ability/network.html
const TIMEOUT_LIMIT_MS = 60_000
const BACKGROUND_GRACE_MS = 5_000

export interface Requests {
  readonly family: WxFamily
  /** The program left the foreground: what still runs after five seconds is interrupted. */
  enterBackground(): void
  enterForeground(): void
  /** Ends every request without telling anyone. */
  close(): void
}

interface Asked {
  options: Record<string, unknown>
  record: RequestRecord
  end(error: unknown): void
  succeed(result: Record<string, unknown> & { statusCode: number }): void
  signal: AbortSignal
  headersReceived: ReturnType<typeof createListeners>
  chunkReceived: ReturnType<typeof createListeners>
}

export function createRequests(host: WxHost, network: SimulatedNetwork): Requests {
  const queue = createRequestQueue()
  const running = new Set<(error: unknown) => void>()
  let suspended = false
  let graceTimer: number | undefined
  let closed = false

  function request(given: unknown): object {
    const options = isRecord(given) ? given : {}
    const record: RequestRecord = { method: 'GET', url: String(options['url']), header: {}, data: options['data'] }
    network.requests.push(record)
    const abort = new AbortController()
    let over = false
    let leave = (): void => {}
    let timer: number | undefined

    function finish(callback: 'success' | 'fail', result: object & { errMsg: string }): void {
      if (over) return
      over = true
      running.delete(end)
      host.timers.clearTimeout(timer)
      record.errMsg = result.errMsg
      abort.abort()
      leave()
      if (!closed) settle(host, options, { callback, result })
    }
    const end = (error: unknown): void => finish('fail', failureResult('request', error))
    const asked: Asked = {
      options, record, end, signal: abort.signal,
      succeed(result) {
        record.statusCode = result.statusCode
        finish('success', { ...result, errMsg: 'request:ok' })
      },
      headersReceived: createListeners(host),
      chunkReceived: createListeners(host),
    }
    running.add(end)
    // Nothing is called back before the caller holds its task.
    queueMicrotask(() => {
      if (over) return
      try {
        const message = prepare(asked)
        leave = queue.enter(() => {
          timer = host.timers.setTimeout(() => end(new WxFailure('timeout', 5)), timeoutOf(options))
          void exchange(asked, message)
        })
      } catch (error) {
        end(error)
      }
    })
    return {
      abort: () => queueMicrotask(() => end(new WxFailure('abort'))),
      onHeadersReceived: (listener: unknown) => asked.headersReceived.add(listener),
      offHeadersReceived: (listener: unknown) => asked.headersReceived.remove(listener),
      onChunkReceived: (listener: unknown) => asked.chunkReceived.add(listener),
      offChunkReceived: (listener: unknown) => asked.chunkReceived.remove(listener),
    }
  }

  function prepare({ options, record }: Asked): RequestMessage {
    const version = host.envVersion === 'release' ? '1' : '0'
    const message = requestMessage(options, `https://servicewechat.com/${host.appId}/${version}/page-frame.html`)
    record.method = message.method
    record.header = message.header
    if (!network.allows(message.url)) throw new WxFailure('url not in domain list', 600002)
    if (suspended) throw new WxFailure('interrupted')
    return message
  }

  async function exchange(asked: Asked, message: RequestMessage): Promise<void> {
    const { options, signal } = asked
    try {
      if (network.offline) throw new WxFailure('')
      const response = await network.fetch(message.url, {
        method: message.method, headers: message.header, signal,
        redirect: options['redirect'] === 'manual' ? 'manual' : 'follow',
        ...(message.body === undefined ? {} : { body: message.body }),
      })
      const head = responseHead(response, network.capitaliseHeaders)
      asked.headersReceived.emit(head)
      if (options['enableChunked'] === true) {
        await readChunks(response, asked)
        asked.succeed({ ...head, data: '' })
      } else {
        asked.succeed({ ...head, data: responseData(await response.arrayBuffer(), options) })
      }
    } catch (error) {
      // A phone does not say why a server could not be reached.
      asked.end(error instanceof WxFailure ? error : new WxFailure(''))
    }
  }

  function timeoutOf(options: Record<string, unknown>): number {
    const own = options['timeout']
    const wanted = typeof own === 'number' && own > 0 ? own : host.program.requestTimeout
    return Math.min(wanted ?? TIMEOUT_LIMIT_MS, TIMEOUT_LIMIT_MS)
  }

  return {
    family: { request },
    enterBackground() {
      graceTimer = host.timers.setTimeout(() => {
        suspended = true
        for (const end of [...running]) end(new WxFailure('interrupted'))
      }, BACKGROUND_GRACE_MS)
    },
    enterForeground() {
      host.timers.clearTimeout(graceTimer)
      suspended = false
    },
    close() {
      closed = true
      for (const end of [...running]) end(new WxFailure('abort'))
    },
  }
}

async function readChunks(response: Response, { chunkReceived }: Asked): Promise<void> {
  const reader = response.body?.getReader()
  for (;;) {
    const chunk = await reader?.read()
    if (chunk === undefined || chunk.done) return
    chunkReceived.emit({ data: new Uint8Array(chunk.value).buffer })
  }
}
