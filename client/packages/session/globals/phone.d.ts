/**
 * What a mini program has beyond ES2020, and nothing else: `document`, `window`, `fetch`, `process` and their kind
 * exist in DevTools or in a browser at most, so in the client they do not type-check.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/runtime/js-support.html
 */

declare function setTimeout<A extends unknown[]>(callback: (...args: A) => void, delayMs?: number, ...args: A): number
declare function setInterval<A extends unknown[]>(callback: (...args: A) => void, delayMs?: number, ...args: A): number
declare function clearTimeout(timer: number | undefined): void
declare function clearInterval(timer: number | undefined): void

interface Console {
  debug(...values: unknown[]): void
  error(...values: unknown[]): void
  info(...values: unknown[]): void
  log(...values: unknown[]): void
  warn(...values: unknown[]): void
}
declare const console: Console

/**
 * Only the type: @trpc/client takes a signal per call, and undeclared it would silently be `any`. Devices have no
 * AbortController, so there is no value of that name; uni-trpc-link brings one.
 */
interface AbortSignal {
  readonly aborted: boolean
  readonly reason: unknown
  onabort: ((this: AbortSignal, event: AbortEvent) => unknown) | null
  addEventListener(type: 'abort', listener: (event: AbortEvent) => void, options?: { once?: boolean }): void
  removeEventListener(type: 'abort', listener: (event: AbortEvent) => void): void
  throwIfAborted(): void
}

interface AbortEvent {
  readonly type: string
}

/** What a cause is handed over in; the engines of phones take it, the types of ES2020 lack it. */
interface ErrorOptions {
  cause?: unknown
}

/**
 * Nothing can be one. The declarations of Vue, uni-app, tRPC, Zod and our server name types that no phone has, and
 * where a name does not resolve, all that it touches becomes `any` without a word: without `Node` and `Window` every
 * `Ref` is `Ref<any>`. So these names are known, and no value has them. What Vue alone names stands in vue.d.ts.
 */
interface AbsentOnPhones {
  readonly absentOnPhones: never
}

interface Node {
  readonly absentOnPhones: never
}
interface Window {
  readonly absentOnPhones: never
}
type AbortController = AbsentOnPhones
type AsyncDisposable = AbsentOnPhones
type Blob = AbsentOnPhones
type Buffer = AbsentOnPhones
type CSSStyleDeclaration = AbsentOnPhones
type DOMException = AbsentOnPhones
type Disposable = AbsentOnPhones
type Event = AbsentOnPhones
type EventSource = AbsentOnPhones
type File = AbsentOnPhones
type FormData = AbsentOnPhones
type Headers = AbsentOnPhones
type ReadableStream<_T = unknown> = AbsentOnPhones
type ReadableStreamDefaultReader<_T = unknown> = AbsentOnPhones
type Request = AbsentOnPhones
type RequestInfo = AbsentOnPhones
type RequestInit = AbsentOnPhones
type Response = AbsentOnPhones
type URL = AbsentOnPhones
type URLSearchParams = AbsentOnPhones
type WebSocket = AbsentOnPhones
