/**
 * One socket from its opening to its end: connection params first, PING and PONG both ways, and one word when it is
 * lost, however little the host says about it.
 */
import { hostFailure } from './hostFailure.ts'
import type { ConnectEsque, SocketTaskEsque } from './SocketTaskEsque.ts'
import { TransportError } from './TransportError.ts'

/** Milliseconds from the call to an open socket. */
const openTimeoutMs = 15_000

/** Calls back after so many milliseconds; the function it returns takes that back. */
export type After = (delayMs: number, callback: () => void) => () => void

export interface ConnectionOptions {
  url: () => string | Promise<string>
  /** Sent before all else, where there are any. */
  connectionParams: (() => Record<string, string> | Promise<Record<string, string>>) | undefined
  connect: ConnectEsque
  /** After so much silence a PING is sent; after so much more the socket counts as lost. Milliseconds. */
  keepAlive: { intervalMs: number; pongTimeoutMs: number }
  after: After
}

export interface ConnectionEvents {
  ready: () => void
  /** Anything came, if only a PONG. */
  heard: () => void
  /** A message, as the host gave it. */
  message: (data: unknown) => void
  /** Once, and never after `close`. A TransportError, or what `url` or `connectionParams` threw. */
  lost: (error: unknown) => void
}

export interface Connection {
  send: (text: string) => void
  /** Asks for a sign of life now. */
  probe: () => void
  close: () => void
}

/** Begins to open; every event comes later than the return. */
export function openConnection(options: ConnectionOptions, on: ConnectionEvents): Connection {
  const { after, keepAlive } = options
  let task: SocketTaskEsque | undefined
  let isOver = false

  const close = () => {
    isOver = true
    stopTimer()
    task?.close({ code: 1000, fail: () => {} })
  }
  const lose = (error: unknown) => {
    if (isOver) return
    attempt(close)
    on.lost(error)
  }
  const timeUp = () => lose(new TransportError('timeout'))
  const attempt = (act: () => void) => {
    try {
      act()
    } catch (thrown) {
      lose(new TransportError('offline', String(thrown)))
    }
  }
  const send = (data: string) =>
    attempt(() => {
      if (!isOver) task?.send({ data, fail: (said) => lose(hostFailure(said)) })
    })
  const probe = () => {
    stopTimer()
    stopTimer = after(keepAlive.pongTimeoutMs, timeUp)
    send('PING')
  }
  const hear = () => {
    stopTimer()
    stopTimer = after(keepAlive.intervalMs, probe)
    on.heard()
  }
  let stopTimer = after(openTimeoutMs, timeUp)

  prepare(options)
    .then(({ url, first }) => {
      if (isOver) return undefined
      const opened = (given: SocketTaskEsque) => {
        task = given
        listen(given, first)
      }
      return Promise.resolve(options.connect({ url, fail: (said) => lose(hostFailure(said)), complete: () => {} })).then(opened)
    })
    .catch(lose)

  const listen = (given: SocketTaskEsque, first: string | undefined) => {
    let isOpen = false
    given.onOpen(() => {
      // Some hosts do not close a socket that is still opening.
      if (isOver) return close()
      isOpen = true
      if (first !== undefined) send(first)
      if (!isOver) hear()
      if (!isOver) on.ready()
    })
    given.onMessage(({ data }) => {
      if (isOver) return
      hear()
      if (data === 'PING') send('PONG')
      else if (data !== 'PONG') on.message(data)
    })
    given.onError((said) => lose(hostFailure(said)))
    given.onClose(({ code, reason }) =>
      lose(new TransportError(isOpen ? 'interrupted' : 'offline', `socket closed: ${code ?? ''} ${reason ?? ''}`.trim())),
    )
    if (isOver) close()
  }
  return { send, probe, close }
}

async function prepare({ url, connectionParams }: ConnectionOptions): Promise<{ url: string; first?: string }> {
  const address = await url()
  if (!connectionParams) return { url: address }
  const first = JSON.stringify({ method: 'connectionParams', data: await connectionParams() })
  return { url: `${address}${address.includes('?') ? '&' : '?'}connectionParams=1`, first }
}
