/**
 * One socket from its opening to its end: connection params first, PING and PONG both ways, and one word when it is
 * lost, however little the host says about it.
 */
import { attempt } from './call.ts'
import { hostFailure, hostRejection } from './hostFailure.ts'
import type { FailureEsque } from './RequestEsque.ts'
import type { ConnectEsque, SocketTaskEsque } from './SocketTaskEsque.ts'
import { TransportError } from './TransportError.ts'

/** Milliseconds from the call to an open socket. */
export const openTimeoutMs = 15_000

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
  onOpen: (() => void) | undefined
  onClose: (() => void) | undefined
  onError: ((error: unknown) => void) | undefined
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
  /** The connection params it was opened with, as they were sent. */
  params: () => string | undefined
  send: (text: string) => void
  /** Asks for a sign of life now. */
  probe: () => void
  close: () => void
}

/** Begins to open; every event comes later than the return. */
export function openConnection(options: ConnectionOptions, on: ConnectionEvents): Connection {
  const { after, keepAlive } = options
  let task: SocketTaskEsque | undefined
  let address = ''
  let params: string | undefined
  let isOpen = false
  let isOver = false

  const close = () => {
    const wasOpen = isOpen && !isOver
    isOver = true
    stopTimer()
    attempt(() => task?.close({ code: 1000, fail: () => {} }))
    if (wasOpen) tell(options.onClose)
  }
  const lose = (error: unknown) => {
    if (isOver) return
    close()
    tell(() => options.onError?.(error))
    on.lost(error)
  }
  const failed = (said: FailureEsque) => lose(hostFailure(said, address))
  const timeUp = () => lose(new TransportError('timeout'))
  const send = (data: string) =>
    attempt(
      () => {
        if (!isOver) task?.send({ data, fail: failed })
      },
      (thrown) => lose(new TransportError('offline', String(thrown))),
    )
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

  const connect = async (): Promise<void> => {
    const { url, first } = await prepare(options)
    if (isOver) return
    address = url
    params = first
    const given = await options.connect({ url, fail: failed, complete: () => {} })
    task = given
    listen(given)
  }
  const listen = (given: SocketTaskEsque) => {
    given.onOpen(() => {
      // Some hosts do not close a socket that is still opening.
      if (isOver) return close()
      isOpen = true
      tell(options.onOpen)
      if (params !== undefined) send(params)
      if (!isOver) hear()
      if (!isOver) on.ready()
    })
    given.onMessage(({ data }) => {
      if (isOver) return
      hear()
      if (data === 'PING') send('PONG')
      else if (data !== 'PONG') on.message(data)
    })
    given.onError(failed)
    given.onClose(({ code, reason }) =>
      lose(
        new TransportError(isOpen ? 'interrupted' : 'offline', `socket closed: ${code ?? ''} ${reason ?? ''}`.trim()),
      ),
    )
    if (isOver) close()
  }
  connect().catch((thrown: unknown) => lose(hostRejection(thrown, address)))
  return { params: () => params, send, probe, close }
}

/** Whatever the program does when it is told, the socket goes on. */
function tell(listener: (() => void) | undefined): void {
  attempt(
    () => listener?.(),
    (thrown) =>
      setTimeout(() => {
        throw thrown
      }, 0),
  )
}

async function prepare(options: ConnectionOptions): Promise<{ url: string; first: string | undefined }> {
  const address = await options.url()
  const first = await paramsOf(options)
  return {
    url: first === undefined ? address : `${address}${address.includes('?') ? '&' : '?'}connectionParams=1`,
    first,
  }
}

/** The message that says who connects; undefined where nobody does. */
export async function paramsOf({ connectionParams }: ConnectionOptions): Promise<string | undefined> {
  return connectionParams && JSON.stringify({ method: 'connectionParams', data: await connectionParams() })
}
