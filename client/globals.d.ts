/**
 * What a mini program has beyond ES2020, and nothing else: `document`, `window`, `fetch`, `process` and their kind exist
 * in DevTools or in a browser at most, so in the client they do not type-check.
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
 * AbortController, so there is no value of that name; `client/link` brings one.
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

interface ErrorOptions {
  cause?: unknown
}

declare const absent: unique symbol

/**
 * What no mini program has, but the declarations of Vue, tRPC and uni-app name. A name that does not resolve is `any`
 * there without a word, and takes with it all that is joined to it: with `Node` unknown, every `Ref` is a `Ref<any>`.
 * So the names exist, as types that no value has.
 */
interface Absent {
  readonly [absent]: never
}
interface AbortController extends Absent {}
interface Blob extends Absent {}
interface CSSStyleDeclaration extends Absent {}
interface Disposable extends Absent {}
interface DOMException extends Absent {}
interface Event extends Absent {}
interface EventSource extends Absent {}
interface File extends Absent {}
interface FormData extends Absent {}
interface Headers extends Absent {}
interface Node extends Absent {}
interface ReadableStream<_Chunk = unknown> extends Absent {}
interface ReadableStreamDefaultReader<_Chunk = unknown> extends Absent {}
interface Request extends Absent {}
interface RequestInfo extends Absent {}
interface RequestInit extends Absent {}
interface Response extends Absent {}
interface URL extends Absent {}
interface URLSearchParams extends Absent {}
interface WebSocket extends Absent {}
interface Window extends Absent {}

/** The browser's elements by their tags; a mini program's components are none of them. */
interface HTMLElementTagNameMap {}
interface SVGElementTagNameMap {}
