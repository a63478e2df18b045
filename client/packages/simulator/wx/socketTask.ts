// One socket of a program, from its handshake to its end, over a real WebSocket.
// https://developers.weixin.qq.com/miniprogram/dev/api/network/websocket/SocketTask.html
import { types } from 'node:util'
import { WebSocket } from 'ws'
import { isRecord } from '../record.ts'
import { settle } from './asyncApi.ts'
import { createListeners, type Listeners } from './listeners.ts'
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

export function createSocketTask(host: WxHost, given: SocketTaskOptions): SocketTask {
  const on = {
    open: createListeners(host),
    message: createListeners(host),
    error: createListeners(host),
    close: createListeners(host),
  }
  const line = createLine(host, on, given)
  return {
    connect: line.connect,
    cut(how, reason) {
      if (how === 'told') line.fail(reason)
      else line.die()
    },
    close: () => line.end(),
    object: {
      onOpen: on.open.add,
      offOpen: on.open.remove,
      onMessage: on.message.add,
      offMessage: on.message.remove,
      onError: on.error.add,
      offError: on.error.remove,
      onClose: on.close.add,
      offClose: on.close.remove,
      send: verb(host, { does: line.send, ok: 'sendSocketMessage:ok', failing: 'SocketTask.send' }),
      close: verb(host, { does: line.hangUp, ok: 'closeSocket:ok', failing: 'SocketTask.close' }),
    },
  }
}

type On = Record<'open' | 'message' | 'error' | 'close', Listeners>

/** Where a socket stands. */
interface Standing {
  state: 'connecting' | 'open' | 'closing' | 'closed'
  /** It died without a word: the program still takes it for open. */
  dead: boolean
  socket?: WebSocket
  timer?: number
}

interface Line {
  connect(url: URL | undefined): void
  /** As the program asks it to. */
  send(message: Record<string, unknown>): void
  hangUp(options: Record<string, unknown>): void
  fail(reason: string, code?: number): void
  end(closed?: { code: number; reason: string }): void
  die(): void
}

function createLine(host: WxHost, on: On, { record, options, onEnd }: SocketTaskOptions): Line {
  const now: Standing = { state: 'connecting', dead: false }

  function end(closed?: { code: number; reason: string }): void {
    if (now.state === 'closed') return
    now.state = 'closed'
    host.timers.clearTimeout(now.timer)
    onEnd()
    now.socket?.terminate()
    if (closed === undefined) return
    record.closed = closed
    on.close.emit(closed)
  }

  function fail(reason: string, code = ABNORMAL): void {
    if (now.state === 'connecting') on.error.emit({ errMsg: reason })
    end({ code, reason })
  }

  return {
    connect(url) {
      if (now.state !== 'connecting') return
      if (url === undefined) return void host.timers.setTimeout(() => fail('connectSocket:fail'))
      const limit = typeof options['timeout'] === 'number' ? options['timeout'] : HANDSHAKE_LIMIT_MS
      now.timer = host.timers.setTimeout(() => fail('timeout'), limit)
      now.socket = dial(url, record, options['protocols'])
      listen(now.socket, now, { on, fail, end, opened: () => host.timers.clearTimeout(now.timer) })
    },
    send: (message) => sendOn(now, record, message),
    hangUp(asked) {
      const closed = closing(now, asked)
      if (now.state === 'connecting' || now.dead) return void host.timers.setTimeout(() => end(closed))
      now.state = 'closing'
      now.socket?.close(closed.code, closed.reason)
    },
    fail,
    end,
    die: () => die(host, now),
  }
}

function die({ timers }: WxHost, now: Standing): void {
  now.dead = true
  timers.clearTimeout(now.timer)
  now.socket?.terminate()
}

function dial(url: URL, { header }: SocketRecord, protocols: unknown): WebSocket {
  const asked = Array.isArray(protocols) ? protocols.map(String) : []
  return new WebSocket(url, asked, { headers: header, perMessageDeflate: false })
}

/** What comes of the real socket. */
function listen(
  socket: WebSocket,
  now: Standing,
  { on, fail, end, opened }: Pick<Line, 'fail' | 'end'> & { on: On; opened(): void },
): void {
  let head: Record<string, unknown> = {}
  socket.on('upgrade', (response) => void (head = { ...response.headers }))
  socket.on('open', () => {
    if (now.state !== 'connecting') return
    now.state = 'open'
    opened()
    on.open.emit({ header: head })
  })
  socket.on('message', (data, isBinary) => {
    if (now.dead || (now.state !== 'open' && now.state !== 'closing')) return
    on.message.emit({ data: isBinary && Buffer.isBuffer(data) ? new Uint8Array(data).buffer : String(data) })
  })
  socket.on('error', (error) => {
    if (!now.dead)
      fail(/unexpected server response/i.test(error.message) ? 'Invalid HTTP status.' : 'connectSocket:fail')
  })
  socket.on('close', (code, reason) => {
    if (!now.dead) end({ code, reason: String(reason) })
  })
}

function sendOn(now: Standing, record: SocketRecord, { data }: Record<string, unknown>): void {
  if (typeof data !== 'string' && !types.isAnyArrayBuffer(data))
    throw new WxFailure('parameter error: data should be String or ArrayBuffer')
  if (now.state !== 'open') throw new WxFailure('SocketTask.readyState is not OPEN')
  record.sent.push(data)
  if (!now.dead) now.socket?.send(typeof data === 'string' ? data : new Uint8Array(data))
}

/** The code and the reason a program closes with; throws where it may not. */
function closing({ state }: Standing, asked: Record<string, unknown>): { code: number; reason: string } {
  const { code = 1000, reason = '' } = asked
  if (state === 'closed' || state === 'closing') throw new WxFailure('SocketTask.readyState is CLOSED')
  if (typeof code !== 'number' || (code !== 1000 && (code < 3000 || code > 4999))) throw new WxFailure('invalid code')
  return { code, reason: String(reason) }
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
