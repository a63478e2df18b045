/**
 * A stand-in for `wx.connectSocket` over the package ws, and for the phone around it: background, network, and sockets
 * that die with and without a word.
 * https://developers.weixin.qq.com/miniprogram/dev/api/network/websocket/wx.connectSocket.html
 */
import { WebSocket } from 'ws'
import type { FailureEsque } from '../RequestEsque.ts'
import type { ConnectEsque, ConnectOptionsEsque, HostEsque, SocketTaskEsque } from '../SocketTaskEsque.ts'

/** `told`: the program hears of it; `silent`: it does not, and what it sends goes nowhere. */
export type Cut = 'told' | 'silent'

export interface NodeSocket {
  connect: ConnectEsque
  host: Required<HostEsque>
  /** The addresses asked for, in order; failed attempts, too. */
  asked: string[]
  /** What the program sent, in order, over all sockets. */
  sent: string[]
  /** How many sockets the program holds that it has not closed and not seen closing. */
  held: () => number
  hide: () => void
  show: () => void
  /** Without network every attempt fails, and sockets stay silent. */
  setNetwork: (isConnected: boolean) => void
  cut: (how: Cut) => void
}

interface Phone {
  isConnected: boolean
  sent: string[]
  sockets: Set<PhoneSocket>
}

interface PhoneSocket {
  cut: (how: Cut) => void
}

/** Each call makes a phone of its own. */
export function createNodeSocket({ domains }: { domains?: string[] } = {}): NodeSocket {
  const phone: Phone = { isConnected: true, sent: [], sockets: new Set() }
  const asked: string[] = []
  const hides: (() => void)[] = []
  const shows: (() => void)[] = []
  const networks: ((status: { isConnected: boolean }) => void)[] = []
  const cut = (how: Cut) => [...phone.sockets].forEach((socket) => socket.cut(how))
  return {
    connect(options) {
      asked.push(options.url)
      const refused = domains && !domains.includes(new URL(options.url).host)
      return openTask(
        options,
        phone,
        refused ? { errMsg: 'connectSocket:fail url not in domain list', errno: 600002 } : null,
      )
    },
    host: {
      onAppHide: (listener) => void hides.push(listener),
      onAppShow: (listener) => void shows.push(listener),
      onNetworkStatusChange: (listener) => void networks.push(listener),
    },
    asked,
    sent: phone.sent,
    held: () => phone.sockets.size,
    hide: () => hides.forEach((tell) => tell()),
    show: () => shows.forEach((tell) => tell()),
    setNetwork(isConnected) {
      phone.isConnected = isConnected
      if (!isConnected) cut('silent')
      networks.forEach((tell) => tell({ isConnected }))
    },
    cut,
  }
}

function openTask(options: ConnectOptionsEsque, phone: Phone, refusal: FailureEsque | null): SocketTaskEsque {
  const listeners = createListeners()
  if (refusal || !phone.isConnected) {
    setImmediate(() => options.fail(refusal ?? { errMsg: 'connectSocket:fail', errno: 600001 }))
    return taskOf(listeners, { send: () => 'not connected', close: () => {} })
  }
  const ws = new WebSocket(options.url)
  let isDeaf = false
  const forget = () => {
    isDeaf = true
    phone.sockets.delete(socket)
  }
  const socket: PhoneSocket = {
    cut(how) {
      const told = isDeaf ? [] : listeners.close
      // The program still holds a socket that died without a word.
      if (how === 'told') forget()
      isDeaf = true
      ws.terminate()
      if (how === 'told') told.forEach((tell) => tell({ code: 1006, reason: 'interrupted' }))
    },
  }
  phone.sockets.add(socket)
  ws.on('open', () => !isDeaf && listeners.open.forEach((tell) => tell()))
  ws.on('message', (data, isBinary) => {
    const given = isBinary && Buffer.isBuffer(data) ? new Uint8Array(data).buffer : String(data)
    if (!isDeaf) listeners.message.forEach((tell) => tell({ data: given }))
  })
  ws.on('error', (error) => !isDeaf && listeners.error.forEach((tell) => tell({ errMsg: error.message })))
  ws.on('close', (code, reason) => {
    if (isDeaf) return
    forget()
    listeners.close.forEach((tell) => tell({ code, reason: String(reason) }))
  })
  return taskOf(listeners, {
    send(data) {
      if (isDeaf) return null
      if (ws.readyState !== ws.OPEN) return 'SocketTask.readyState is not OPEN'
      phone.sent.push(data)
      ws.send(data)
      return null
    },
    close(code) {
      forget()
      if (ws.readyState === ws.CONNECTING) ws.terminate()
      else ws.close(code)
    },
  })
}

function createListeners() {
  return {
    open: [] as (() => void)[],
    message: [] as ((message: { data: unknown }) => void)[],
    error: [] as ((failure: FailureEsque) => void)[],
    close: [] as ((closed: { code: number; reason: string }) => void)[],
  }
}

/** `send` answers what went wrong. */
function taskOf(
  listeners: ReturnType<typeof createListeners>,
  { send, close }: { send: (data: string) => string | null; close: (code: number) => void },
): SocketTaskEsque {
  return {
    onOpen: (listener) => void listeners.open.push(listener),
    onMessage: (listener) => void listeners.message.push(listener),
    onError: (listener) => void listeners.error.push(listener),
    onClose: (listener) => void listeners.close.push(listener),
    send({ data, fail }) {
      const wrong = send(data)
      if (wrong !== null) setImmediate(() => fail({ errMsg: `sendSocketMessage:fail ${wrong}` }))
    },
    close: ({ code }) => close(code),
  }
}
