// A bare JavaScript realm: the language and nothing else, as a mini program finds it on a phone. Whatever the host
// hands in is rebuilt from the realm's own intrinsics, so that `instanceof` and `constructor` checks inside hold.
import vm from 'node:vm'
import { types } from 'node:util'

export type Callable = (...args: unknown[]) => unknown

export interface Realm {
  /** The realm's global object; what is assigned here, every script inside sees. */
  readonly global: Record<string, unknown>
  /** Runs a script inside and answers the value of its last expression. */
  evaluate(code: string, filename: string): unknown
  /**
   * Rebuilds a host value inside: plain data is copied, functions and promises are wrapped, values from inside stay.
   */
  adopt(value: unknown): unknown
}

interface Intrinsics {
  Object: { new (): object }
  Array: { new (): unknown[] }
  Error: { new (message: string): Error }
  Promise: PromiseConstructor
  Uint8Array: Uint8ArrayConstructor
  wrap(call: (self: unknown, args: unknown[]) => unknown): Callable
}

const INTRINSICS = `({ Object, Array, Error, Promise, Uint8Array,
  wrap: call => function (...args) { return call(this, args) } })`

// Node's bare context still has these two; WeChat's has neither (its own is called WXWebAssembly).
const NOT_IN_WECHAT = ['WebAssembly', 'SharedArrayBuffer']

/** Opens a realm without web globals in which eval and new Function throw, as in WeChat. */
export function createRealm(): Realm {
  const global: Record<string, unknown> = {}
  const context = vm.createContext(global, { codeGeneration: { strings: false, wasm: false } })
  const evaluate = (code: string, filename: string): unknown => new vm.Script(code, { filename }).runInContext(context)
  const intrinsics = evaluate(INTRINSICS, 'realm.js') as Intrinsics
  evaluate(NOT_IN_WECHAT.map((name) => `delete globalThis.${name}`).join(';'), 'realm.js')
  return { global, evaluate, adopt: (value) => adopt(value, intrinsics, new Map()) }
}

function adopt(value: unknown, inside: Intrinsics, seen: Map<unknown, unknown>): unknown {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return value
  if (value instanceof inside.Object) return value
  const known = seen.get(value)
  if (known !== undefined) return known
  if (typeof value === 'function') return adoptFunction(value as Callable, inside)
  if (types.isPromise(value)) return adoptPromise(value, inside)
  if (types.isAnyArrayBuffer(value)) return new inside.Uint8Array(new Uint8Array(value)).buffer
  if (isError(value)) return adoptError(value, inside, seen)
  const copy = Array.isArray(value) ? new inside.Array() : new inside.Object()
  seen.set(value, copy)
  for (const [key, item] of Object.entries(value)) Reflect.set(copy, key, adopt(item, inside, seen))
  return copy
}

function adoptFunction(host: Callable, inside: Intrinsics): Callable {
  return inside.wrap((self, args) => {
    try {
      return adopt(host.apply(self, args), inside, new Map())
    } catch (error) {
      throw adopt(error, inside, new Map())
    }
  })
}

function adoptPromise(promise: Promise<unknown>, inside: Intrinsics): Promise<unknown> {
  return new inside.Promise((resolve, reject) => {
    promise.then(
      (value) => resolve(adopt(value, inside, new Map())),
      (error: unknown) => reject(adopt(error, inside, new Map())),
    )
  })
}

// A document's own errors are no native ones, and what they say is not their own property.
function isError(value: object): value is Error {
  return types.isNativeError(value) || Object.prototype.toString.call(value) === '[object DOMException]'
}

function adoptError(error: Error, inside: Intrinsics, seen: Map<unknown, unknown>): Error {
  const copy = new inside.Error(error.message)
  if (!types.isNativeError(error)) copy.name = (error as Error).name
  seen.set(error, copy)
  for (const [key, item] of Object.entries(error)) Reflect.set(copy, key, adopt(item, inside, seen))
  return copy
}
