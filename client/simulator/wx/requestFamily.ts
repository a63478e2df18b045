// wx.request with the limits a phone has: ten at a time, 60 seconds at most, listed domains only, and five seconds of
// grace in the background.
import { isRecord } from '../record.ts'
import { settle } from './asyncApi.ts'
import { createListeners } from './listeners.ts'
import type { Listeners } from './listeners.ts'
import { exchange } from './requestExchange.ts'
import { requestMessage } from './requestMessage.ts'
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

/** One request on its way; `end` and `succeed` count only once. */
interface RunningRequest {
  options: Record<string, unknown>
  record: RequestRecord
  signal: AbortSignal
  isOver(): boolean
  /** Runs when the request is over, however it ends. */
  atEnd(cleanUp: () => void): void
  end(error: unknown): void
  succeed(result: { statusCode: number; data: unknown }): void
}

export function createRequests(host: WxHost, network: SimulatedNetwork): Requests {
  const queue = createRequestQueue()
  const running = new Set<RunningRequest>()
  let suspended = false
  let closed = false
  let graceTimer: number | undefined

  function request(given: unknown): object {
    const options = isRecord(given) ? given : {}
    const one = createRunningRequest(options, (callback, result) => {
      if (!closed) settle(host, options, { callback, result })
    })
    const headersReceived = createListeners(host)
    const chunkReceived = createListeners(host)
    network.requests.push(one.record)
    running.add(one)
    one.atEnd(() => running.delete(one))

    function start(message: RequestMessage): void {
      const timer = host.timers.setTimeout(() => one.end(new WxFailure('timeout', 5)), timeoutOf(host, options))
      one.atEnd(() => host.timers.clearTimeout(timer))
      exchange(network, { ...one, message, headersReceived, chunkReceived }).then(one.succeed, one.end)
    }

    // Nothing is called back before the caller holds its task.
    queueMicrotask(() => {
      if (one.isOver()) return
      try {
        const message = prepare(host, network, one)
        if (suspended) throw new WxFailure('interrupted')
        one.atEnd(queue.enter(() => start(message)))
      } catch (error) {
        one.end(error)
      }
    })
    return requestTask(one, headersReceived, chunkReceived)
  }

  function endAll(failure: WxFailure): void {
    for (const one of [...running]) one.end(failure)
  }

  return {
    family: { request },
    enterBackground() {
      graceTimer = host.timers.setTimeout(() => {
        suspended = true
        endAll(new WxFailure('interrupted'))
      }, BACKGROUND_GRACE_MS)
    },
    enterForeground() {
      host.timers.clearTimeout(graceTimer)
      suspended = false
    },
    close() {
      closed = true
      endAll(new WxFailure('abort'))
    },
  }
}

function createRunningRequest(
  options: Record<string, unknown>, tell: (callback: 'success' | 'fail', result: object) => void,
): RunningRequest {
  const abort = new AbortController()
  const record: RequestRecord = { method: 'GET', url: String(options['url']), header: {}, data: options['data'] }
  const cleanUps: (() => void)[] = [() => abort.abort()]
  let over = false

  function finish(callback: 'success' | 'fail', result: object & { errMsg: string }): void {
    if (over) return
    over = true
    record.errMsg = result.errMsg
    for (const cleanUp of cleanUps) cleanUp()
    tell(callback, result)
  }

  return {
    options, record, signal: abort.signal,
    isOver: () => over,
    atEnd: cleanUp => void cleanUps.push(cleanUp),
    end: error => finish('fail', failureResult('request', error)),
    succeed(result) {
      if (!over) record.statusCode = result.statusCode
      finish('success', { ...result, errMsg: 'request:ok' })
    },
  }
}

function prepare(host: WxHost, network: SimulatedNetwork, { options, record }: RunningRequest): RequestMessage {
  const version = host.envVersion === 'release' ? '1' : '0'
  const message = requestMessage(options, `https://servicewechat.com/${host.appId}/${version}/page-frame.html`)
  record.method = message.method
  record.header = message.header
  if (!network.allows(message.url)) throw new WxFailure('url not in domain list', 600002)
  return message
}

function timeoutOf(host: WxHost, options: Record<string, unknown>): number {
  const own = options['timeout']
  const wanted = typeof own === 'number' && own > 0 ? own : host.program.requestTimeout
  return Math.min(wanted ?? TIMEOUT_LIMIT_MS, TIMEOUT_LIMIT_MS)
}

function requestTask(one: RunningRequest, headersReceived: Listeners, chunkReceived: Listeners): object {
  return {
    abort: () => queueMicrotask(() => one.end(new WxFailure('abort'))),
    onHeadersReceived: headersReceived.add,
    offHeadersReceived: headersReceived.remove,
    onChunkReceived: chunkReceived.add,
    offChunkReceived: chunkReceived.remove,
  }
}
