/** What a program tells the socket link, and what stands for the things it leaves unsaid. */
import type { CoercedTransformerParameters, TransformerOptions } from '@trpc/client/unstable-internals'
import type { AnyTRPCRouter, inferTRPCClientTypes } from '@trpc/server'
import { afterTimeout } from './pause.ts'
import type { After, ConnectionOptions } from './socketConnection.ts'
import type { ConnectEsque, HostEsque } from './SocketTaskEsque.ts'
import { transformOf } from './UniLinkOptions.ts'

declare const uni: HostEsque & { connectSocket: ConnectEsque }

export interface SocketLinkBaseOptions {
  /** Where the router is served, such as `wss://api.example.com/trpc`; a function is asked at each connection. */
  url: string | (() => string | Promise<string>)
  /**
   * Opens a socket: `uni.connectSocket`, `wx.connectSocket` or anything shaped like them.
   * @default uni.connectSocket, looked up at each call
   */
  connect?: ConnectEsque
  /**
   * Asked before each connection, and sent as its first message: the place for a token. If it rejects, the
   * subscriptions fail with that error, unless it is a failure of the network. Asked at each subscription, too: who
   * has become somebody else is given a new socket.
   */
  connectionParams?: () => Record<string, string> | Promise<Record<string, string>>
  /**
   * Tells of the background and of the network; native programs give `wx`.
   * @default uni
   */
  host?: HostEsque
  /**
   * After `intervalMs` of silence a PING is sent; after `pongTimeoutMs` more the socket counts as lost.
   * @default 15 s and 5 s
   */
  keepAlive?: { intervalMs: number; pongTimeoutMs: number }
  /** A socket has opened. */
  onOpen?: () => void
  /** A socket that was open is no more, whoever closed it. */
  onClose?: () => void
  /** A socket could not be opened or was lost; mostly another is tried. */
  onError?: (error: unknown) => void
  /**
   * Milliseconds for which the socket stays open after the last subscription, for the next page's; Infinity keeps it.
   * @default 2000
   */
  lingerMs?: number
  /**
   * Milliseconds before the next attempt; 0 is the first after a loss.
   * @default 0, then 1 s·2^n up to 30 s, of which a random half is taken off
   */
  retryDelayMs?: (attempt: number) => number
  /** From 0 to 1. @default Math.random */
  random?: () => number
  /** @default setTimeout and clearTimeout */
  after?: After
}

/** With `transformer` required exactly when the router has one, as in tRPC's own links. */
export type UniSocketLinkOptions<TRouter extends AnyTRPCRouter> = SocketLinkBaseOptions &
  TransformerOptions<inferTRPCClientTypes<TRouter>>

export interface ResolvedSocketOptions extends ConnectionOptions, ReturnType<typeof transformOf> {
  host: HostEsque
  lingerMs: number
  retryDelayMs: (attempt: number) => number
}

/** Fills in what was not said. */
export function resolveSocketOptions<TRouter extends AnyTRPCRouter>(
  options: UniSocketLinkOptions<TRouter>,
): ResolvedSocketOptions {
  const { url, random = Math.random } = options
  // Where a router has no transformer, tRPC types the option as a sentence: such a value does not exist.
  const { transformer } = options as CoercedTransformerParameters
  return {
    url: typeof url === 'function' ? url : () => url,
    connect: options.connect ?? ((asked) => uni.connectSocket(asked)),
    connectionParams: options.connectionParams,
    host: options.host ?? (typeof uni === 'undefined' ? {} : uni),
    keepAlive: options.keepAlive ?? { intervalMs: 15_000, pongTimeoutMs: 5_000 },
    lingerMs: options.lingerMs ?? 2_000,
    onOpen: options.onOpen,
    onClose: options.onClose,
    onError: options.onError,
    retryDelayMs: options.retryDelayMs ?? ((attempt) => backOff(attempt) * (0.5 + random() / 2)),
    after: options.after ?? afterTimeout,
    ...transformOf(transformer),
  }
}

function backOff(attempt: number): number {
  return attempt === 0 ? 0 : Math.min(1000 * 2 ** attempt, 30_000)
}
