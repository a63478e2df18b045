/**
 * For programs that are not built with vite: `import 'uni-trpc-link/abort'`, once and before the first call, gives the
 * program an AbortController where it has none. With vite the plugin does so without touching anything global.
 */
import { AbortController, type AbortSignal } from './abortController.ts'

declare const global: object

const realm: object = typeof globalThis === 'object' ? globalThis : global

if (!('AbortController' in realm)) Reflect.set(realm, 'AbortController', AbortController)

export { AbortController, type AbortSignal }
