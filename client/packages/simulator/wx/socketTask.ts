// One socket of a program, from its handshake to its end, over a real WebSocket.
// https://developers.weixin.qq.com/miniprogram/dev/api/network/websocket/SocketTask.html
import { types } from 'node:util'
import { WebSocket } from 'ws'
import { isRecord } from '../record.ts'
import { settle } from './asyncApi.ts'
import { createListeners } from './listeners.ts'
import type { SocketRecord } from './networkRecords.ts'
import type { SocketCut } from './simulatedNetwork.ts'
import { failureResult, WxFailure } from './WxFailure.ts'
import type { WxHost } from './WxHost.ts'

const HANDSHAKE_LIMIT_MS = 60_000
const ABNORMAL = 1006

export interface SocketTask {
  /** What the program holds. */
  readonly object: object
  /** Begins the handshake; without a URL nothing can be reached. */
  connect(url: URL | undefined): void
  cut(how: SocketCut, reason: string): void
  /** Ends the socket without telling anyone. */
  close(): void
}

export interface SocketTaskOptions {
  record: SocketRecord
  /** As the program passed them to wx.connectSocket. */
  options: Record<string, unknown>
  /** The program holds this socket no longer. */
  onEnd(): void
}

export function createSocketTask(host: WxHost, { record, options, onEnd }: SocketTaskOptions): SocketTask {
  const on = {
    open: createListeners(host),
    message: createListeners(host),
    error: createListeners(host),
    close: createListeners(host),
  }
  let state: 'connecting' | 'open' | 'closing' | 'closed' = 'connecting'
  // A socket that died without a word: the program still takes it for open.
  let dead = false
  let socket: WebSocket | undefined
  let timer: number | undefined

  function end(closed?: { code: number; reason: string }): void {
    if (state === 'closed') return
    state = 'closed'
    host.timers.clearTimeout(timer)
    onEnd()
    socket?.terminate()
    if (closed === undefined) return
    record.closed = closed
    on.close.emit(closed)
  }

  function fail(reason: string, code = ABNORMAL): void {
    if (state === 'connecting') on.error.emit({ errMsg: reason })
    end({ code, reason })
  }

  function connect(url: URL | undefined): void {
    if (state !== 'connecting') return
    if (url === undefined) return void host.timers.setTimeout(() => fail('connectSocket:fail'))
    const protocols = Array.isArray(options['protocols']) ? options['protocols'].map(String) : []
    const limit = typeof options['timeout'] === 'number' ? options['timeout'] : HANDSHAKE_LIMIT_MS
    timer = host.timers.setTimeout(() => fail('timeout'), limit)
    socket = new WebSocket(url, protocols, { headers: record.header, perMessageDeflate: false })
    listen(socket)
  }

  function listen(ws: WebSocket): void {
    let head: Record<string, unknown> = {}
    ws.on('upgrade', (response) => void (head = { ...response.headers }))
    ws.on('open', () => {
      if (state !== 'connecting') return
      state = 'open'
      host.timers.clearTimeout(timer)
      on.open.emit({ header: head })
    })
    ws.on('message', (data, isBinary) => {
      if (dead || (state !== 'open' && state !== 'closing')) return
      on.message.emit({ data: isBinary && Buffer.isBuffer(data) ? new Uint8Array(data).buffer : String(data) })
    })
    ws.on('error', (error) => {
      if (!dead) fail(/unexpected server response/i.test(error.message) ? 'Invalid HTTP status.' : 'connectSocket:fail')
    })
    ws.on('close', (code, reason) => {
      if (!dead) end({ code, reason: String(reason) })
    })
  }

  function send(message: Record<string, unknown>): void {
    const { data } = message
    if (typeof data !== 'string' && !types.isAnyArrayBuffer(data))
      throw new WxFailure('parameter error: data should be String or ArrayBuffer')
    if (state !== 'open') throw new WxFailure('SocketTask.readyState is not OPEN')
    record.sent.push(data)
    if (!dead) socket?.send(typeof data === 'string' ? data : new Uint8Array(data))
  }

  function closeByProgram({ code = 1000, reason = '' }: Record<string, unknown>): void {
    if (state === 'closed' || state === 'closing') throw new WxFailure('SocketTask.readyState is CLOSED')
    if (typeof code !== 'number' || (code !== 1000 && (code < 3000 || code > 4999))) throw new WxFailure('invalid code')
    const closed = { code, reason: String(reason) }
    if (state === 'connecting' || dead) return void host.timers.setTimeout(() => end(closed))
    state = 'closing'
    socket?.close(closed.code, closed.reason)
  }

  return {
    connect,
    cut(how, reason) {
      if (how === 'told') return fail(reason)
      dead = true
      host.timers.clearTimeout(timer)
      socket?.terminate()
    },
    close: () => end(),
    object: {
      onOpen: on.open.add,
      offOpen: on.open.remove,
      onMessage: on.message.add,
      offMessage: on.message.remove,
      onError: on.error.add,
      offError: on.error.remove,
      onClose: on.close.add,
      offClose: on.close.remove,
      send: verb(host, { does: send, ok: 'sendSocketMessage:ok', failing: 'SocketTask.send' }),
      close: verb(host, { does: closeByProgram, ok: 'closeSocket:ok', failing: 'SocketTask.close' }),
    },
  }
}

/** Without promises, as WeChat has them; the work is done at once, its outcome told after the call returned. */
function verb(
  host: WxHost,
  { does, ok, failing }: { does: (options: Record<string, unknown>) => void; ok: string; failing: string },
): (given: unknown) => void {
  return (given) => {
    const options = isRecord(given) ? given : {}
    try {
      does(options)
      queueMicrotask(() => settle(host, options, { callback: 'success', result: { errMsg: ok } }))
    } catch (error) {
      queueMicrotask(() => settle(host, options, { callback: 'fail', result: failureResult(failing, error) }))
    }
  }
}
