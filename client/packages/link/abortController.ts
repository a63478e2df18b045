/**
 * AbortController and its signal for runtimes without them: WeChat's mini programs have neither, and @trpc/client makes
 * one at every call. `vite.ts` imports it into the modules that need it; nothing is put on the global object.
 * https://dom.spec.whatwg.org/#interface-abortcontroller
 */

interface AbortEventEsque {
  readonly type: string
}

/**
 * In methods' notation, so that a signal of ours passes for the DOM's, whose events have more to them than anyone
 * reads.
 */
interface AbortListenerObject {
  handleEvent(event: AbortEventEsque): void
}

type AbortListener = AbortListenerObject['handleEvent'] | AbortListenerObject

export class AbortSignal {
  aborted = false
  reason: unknown = undefined
  onabort: ((event: AbortEventEsque) => void) | null = null
  private readonly listeners = new Set<AbortListener>()

  /** An abort comes once in a signal's life, so the option `once` changes nothing. */
  addEventListener(type: string, listener: AbortListener | null, _options?: unknown): void {
    if (type === 'abort' && listener) this.listeners.add(listener)
  }

  removeEventListener(type: string, listener: AbortListener | null): void {
    if (type === 'abort' && listener) this.listeners.delete(listener)
  }

  dispatchEvent(event: AbortEventEsque): boolean {
    if (event.type === 'abort') {
      if (this.onabort) report(this.onabort, event)
      // A listener removed by one before it is not called any more.
      for (const listener of [...this.listeners]) if (this.listeners.has(listener)) report(listener, event)
    }
    return true
  }

  throwIfAborted(): void {
    if (this.aborted) throw this.reason
  }
}

export class AbortController {
  readonly signal = new AbortSignal()

  /** `reason` is what the signal then holds; by default an Error named AbortError. */
  abort(reason: unknown = Object.assign(new Error('This operation was aborted'), { name: 'AbortError' })): void {
    const { signal } = this
    if (signal.aborted) return
    signal.aborted = true
    signal.reason = reason
    signal.dispatchEvent({ type: 'abort' })
  }
}

/** As with real events, one listener that throws does not keep the others from hearing. */
function report(listener: AbortListener, event: AbortEventEsque): void {
  try {
    if (typeof listener === 'function') listener(event)
    else listener.handleEvent(event)
  } catch (thrown) {
    setTimeout(() => {
      throw thrown
    }, 0)
  }
}
