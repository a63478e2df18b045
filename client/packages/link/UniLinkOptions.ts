/** What a program tells the link, and what stands for the things it leaves unsaid. */
import type { Operation } from '@trpc/client'
import type { CoercedTransformerParameters, TransformerOptions } from '@trpc/client/unstable-internals'
import type { AnyTRPCRouter, inferTRPCClientTypes } from '@trpc/server'
import { createQueue, type Queue } from './queue.ts'
import type { Read } from './reading.ts'
import type { RequestEsque, RequestOptionsEsque } from './RequestEsque.ts'
import type { ExchangeOptions } from './exchange.ts'
import type { WireOptions } from './address.ts'

/**
 * Milliseconds; WeChat's default and its maximum.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/ability/network.html
 */
const longestTimeout = 60_000
/** As many as our server's `maxBatchSize` takes. */
const usualMaxItems = 20

declare const uni: { request: RequestEsque }

export interface UniLinkBaseOptions {
  /** Where the router is served, such as `https://api.example.com/trpc`; a function is asked at each request. */
  url: string | (() => string)
  /**
   * Does the sending: `uni.request`, `wx.request` or anything shaped like them.
   * @default uni.request, looked up at each call
   */
  request?: RequestEsque
  /**
   * Awaited once for each HTTP request, with the operations it is to carry. If it rejects, they fail with that error,
   * unsent; those aborted meanwhile stay behind.
   */
  headers?: (operations: Operation[]) => Record<string, string> | Promise<Record<string, string>>
  /**
   * Called once for every HTTP answer, whatever its status, with the operations it was asked for and before any of
   * them settles. Names are in lower case.
   */
  onResponse?: (headers: Record<string, string>, operations: Operation[]) => void
  /**
   * The most operations in one request; the server's `maxBatchSize` or less.
   * @default 20; with `stream` 1, for the server stops a stream that is left only by the end of its request
   */
  maxItems?: number
  /**
   * `false` for servers with `allowBatching: false`: each operation has a request of its own, in tRPC's form for one.
   * tRPC streams to batches only.
   * @default true
   */
  batch?: boolean
  /**
   * The longest URL, in characters. Operations that would make it longer go into another request; one too long by
   * itself fails.
   * @default Infinity
   */
  maxURLLength?: number
  /** Sends queries by POST, so that no input stands in a URL. The server must set `allowMethodOverride`. */
  methodOverride?: 'POST'
  /**
   * Milliseconds for one call, the wait for its headers and its turn included. A call may bring its own as
   * `context: { timeout }`; it then shares a request only with calls of the same timeout.
   * @default 60000, WeChat's maximum
   */
  timeout?: number
  /**
   * Lets no more than ten requests run at once. Give the links of a program one queue: WeChat counts them all together.
   * @default a queue of this link's own
   */
  queue?: Queue
  /**
   * `jsonlStream()`: answers come one by one, and what is in them part by part.
   * @default none: a request's answers come together
   */
  stream?: Read
}

/** With `transformer` required exactly when the router has one, as in tRPC's own links. */
export type UniLinkOptions<TRouter extends AnyTRPCRouter> = UniLinkBaseOptions &
  TransformerOptions<inferTRPCClientTypes<TRouter>>

/** Of a link that sends calls by `request`. */
export interface SendOptions extends ExchangeOptions, WireOptions {
  request: RequestEsque
  stream: Read | undefined
  /** Milliseconds. */
  timeoutOf: (operation: Operation) => number
}

export interface ResolvedOptions extends SendOptions {
  maxItems: number
  maxURLLength: number
  serialize: (value: unknown) => unknown
}

/** Fills in what was not said. */
export function resolveOptions<TRouter extends AnyTRPCRouter>(options: UniLinkOptions<TRouter>): ResolvedOptions {
  const { url, timeout = longestTimeout, stream, batch = true, maxItems = stream ? 1 : usualMaxItems } = options
  const { headers = () => ({}), onResponse = () => {}, queue = createQueue(), methodOverride } = options
  const { maxURLLength = Infinity } = options
  // Where a router has no transformer, tRPC types the option as a sentence: such a value does not exist.
  const { transformer } = options as CoercedTransformerParameters
  return {
    ...transformOf(transformer),
    endpoint: typeof url === 'function' ? url : () => url,
    // Not a default in the line above: uni-app's build puts its `uni` into none.
    request: options.request ?? ((asked: RequestOptionsEsque) => uni.request(asked)),
    headers,
    onResponse,
    batch,
    maxItems: batch ? maxItems : 1,
    maxURLLength,
    methodOverride,
    timeoutOf: ({ context }) =>
      Math.min(typeof context.timeout === 'number' ? context.timeout : timeout, longestTimeout),
    queue,
    stream,
  }
}

type Transform = Pick<ResolvedOptions, 'serialize' | 'deserialize'>

export function transformOf(transformer: CoercedTransformerParameters['transformer']): Transform {
  if (!transformer) return { serialize: (value) => value, deserialize: (value) => value }
  const { input, output } = 'input' in transformer ? transformer : { input: transformer, output: transformer }
  return { serialize: (value) => input.serialize(value), deserialize: (value) => output.deserialize(value) }
}
