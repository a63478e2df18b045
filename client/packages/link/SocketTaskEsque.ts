/** The parts of `uni.connectSocket`, its task and the host's events that the socket link needs; `wx`'s fit as well. */
import type { FailureEsque } from './RequestEsque.ts'

export interface ConnectOptionsEsque {
  url: string
  fail: (failure: FailureEsque) => void
  /** With a callback uni hands back the task instead of a promise. */
  complete: () => void
}

export interface SocketTaskEsque {
  onOpen(listener: () => void): void
  onMessage(listener: (message: { data: unknown }) => void): void
  onError(listener: (failure: FailureEsque) => void): void
  onClose(listener: (closed: { code?: number; reason?: string }) => void): void
  send(options: { data: string; fail: (failure: FailureEsque) => void }): void
  close(options: { code: number; fail: () => void }): void
}

/** A promise is awaited: `wx.cloud.connectContainer` answers with one. */
export type ConnectEsque = (options: ConnectOptionsEsque) => SocketTaskEsque | PromiseLike<SocketTaskEsque>

/** What tells that sockets may have died unnoticed, or may work again. A host without one of these is not asked. */
export interface HostEsque {
  onAppHide?(listener: () => void): void
  onAppShow?(listener: () => void): void
  onNetworkStatusChange?(listener: (status: { isConnected: boolean }) => void): void
}
