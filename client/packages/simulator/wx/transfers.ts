// What wx.request and wx.uploadFile share: ten at a time together, 60 seconds at most, listed domains only, and what
// becomes of them when the network or the program goes away.
// https://developers.weixin.qq.com/miniprogram/dev/framework/ability/network.html
import { isRecord } from '../record.ts'
import { settle } from './asyncApi.ts'
import type { Background } from './background.ts'
import type { SimulatedNetwork } from './simulatedNetwork.ts'
import { createTransfer, type Transfer, type TransferAnswer, type TransferApi } from './transfer.ts'
import { WxFailure } from './WxFailure.ts'
import type { WxHost } from './WxHost.ts'

// Default and maximum alike.
const TIMEOUT_LIMIT_MS = 60_000

export interface TransferWork<TMessage extends { url: URL }> {
  /** From the options to what is sent; throws a WxFailure for what WeChat refuses before it sends anything. */
  prepare(transfer: Transfer): TMessage
  send(message: TMessage, transfer: Transfer): Promise<TransferAnswer>
}

export interface Transfers {
  begin<TMessage extends { url: URL }>(api: TransferApi, given: unknown, work: TransferWork<TMessage>): Transfer
  /** Ends every transfer without telling anyone. */
  close(): void
}

export function createTransfers(host: WxHost, network: SimulatedNetwork, background: Background): Transfers {
  const sendOut = createWay(host, network, background)
  const running = new Set<Transfer>()
  let closed = false
  endWithTheirWay(running, network, background)

  function begin<TMessage extends { url: URL }>(
    api: TransferApi,
    given: unknown,
    work: TransferWork<TMessage>,
  ): Transfer {
    const options = isRecord(given) ? given : {}
    const transfer = createTransfer(api, options, (callback, result) => {
      if (!closed) settle(host, options, { callback, result })
    })
    network.requests.push(transfer.record)
    running.add(transfer)
    transfer.atEnd(() => running.delete(transfer))

    // Nothing is called back before the caller holds its task.
    queueMicrotask(() => {
      if (!transfer.isOver()) sendOut(transfer, work)
    })
    return transfer
  }

  return {
    begin,
    close() {
      closed = true
      for (const transfer of [...running]) transfer.abort()
    },
  }
}

/** The way out of the phone: what is not refused waits for its place in the queue, and then has its time. */
function createWay(host: WxHost, network: SimulatedNetwork, background: Background) {
  const queue = createRequestQueue()

  return <TMessage extends { url: URL }>(transfer: Transfer, work: TransferWork<TMessage>): void => {
    try {
      const message = work.prepare(transfer)
      refuse(message.url, network, background)
      transfer.atEnd(queue.enter(() => send(host, transfer, () => work.send(message, transfer))))
    } catch (error) {
      transfer.end(error)
    }
  }
}

/** Ends all that is on its way when the program goes to the background for long, or the network away. */
function endWithTheirWay(running: ReadonlySet<Transfer>, network: SimulatedNetwork, background: Background): void {
  function endAll(failure: WxFailure): void {
    for (const transfer of [...running]) transfer.end(failure)
  }
  background.onSuspend(() => endAll(new WxFailure('interrupted')))
  network.onChange((offline) => {
    if (offline) endAll(new WxFailure(''))
  })
}

function send(host: WxHost, transfer: Transfer, ask: () => Promise<TransferAnswer>): void {
  const limit = timeoutOf(host, transfer.options)
  const timer = host.timers.setTimeout(() => transfer.end(new WxFailure('timeout', 5)), limit)
  transfer.atEnd(() => host.timers.clearTimeout(timer))
  ask().then(transfer.succeed, transfer.end)
}

/** Throws for an address that is not asked now. */
function refuse(url: URL, network: SimulatedNetwork, background: Background): void {
  if (!network.allows(url)) throw new WxFailure('url not in domain list', 600002)
  if (background.isSuspended) throw new WxFailure('interrupted')
  if (!network.reaches(url)) throw new WxFailure(`${url.origin} is not among the simulator's hosts`)
}

function timeoutOf(host: WxHost, options: Record<string, unknown>): number {
  const own = options['timeout']
  const wanted = typeof own === 'number' && own > 0 ? own : host.program.requestTimeout
  return Math.min(wanted ?? TIMEOUT_LIMIT_MS, TIMEOUT_LIMIT_MS)
}

interface RequestQueue {
  /** Starts `start` now or when a place is free. Call the answer once: it gives the place (or the wait) up. */
  enter(start: () => void): () => void
}

function createRequestQueue(limit = 10): RequestQueue {
  const waiting = new Set<() => void>()
  let running = 0

  function startNext(): void {
    const [next] = waiting
    if (next === undefined || running >= limit) return
    waiting.delete(next)
    running += 1
    next()
  }

  return {
    enter(start) {
      waiting.add(start)
      startNext()
      return () => {
        if (waiting.delete(start)) return
        running -= 1
        startNext()
      }
    },
  }
}
