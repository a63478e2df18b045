/**
 * The link's vite plugin, for mini program builds. It gives @trpc's modules the AbortController they take from the global
 * scope, as an import of their own: no global is assigned and other code sees the runtime as it is. And it spares weight:
 * @trpc/client's package.json leaves unsaid that its modules do nothing by themselves, so that unused ones may go.
 */
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

const specifier = 'uni-trpc:abort-controller'
/** The module of Babel's helpers in @trpc/client, by what it exports. */
const helperExports = /export \{ _defineProperty as \w+, _objectSpread2 as \w+ \};/
/** The same, for runtimes that have ES2015; theirs is for older ones, and weighs 0.4 kB more. */
const shortHelpers = `
const _defineProperty = (object, key, value) =>
  Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true })
const _objectSpread2 = (target, ...sources) => Object.assign(target, ...sources)
`
const trpcModule = /[\\/]@trpc[\\/](?:client|server)[\\/][^?]*\.m?js(?:\?|$)/

export interface UniTrpcOptions {
  /**
   * What is being built; only `mp-*` is touched, for browsers have an AbortController.
   * @default process.env.UNI_PLATFORM, which the uni CLI sets before it loads vite.config
   */
  platform?: string
}

/** Add it to `plugins`, beside uni's own. */
export function uniTrpc({ platform = process.env.UNI_PLATFORM ?? '' }: UniTrpcOptions = {}): Plugin {
  return {
    name: 'uni-trpc',
    enforce: 'pre',
    apply: () => platform.startsWith('mp-'),
    resolveId: (id) => (id === specifier ? abortControllerFile() : null),
    transform(code, id) {
      if (!trpcModule.test(id)) return null
      const [clause] = helperExports.exec(code) ?? []
      if (clause) return { code: shortHelpers + clause, map: null, moduleSideEffects: false }
      // On the first line, so that the module's own source map keeps its line numbers.
      const needed = /\bAbortController\b/.test(code) ? `import { AbortController } from '${specifier}';` : ''
      return { code: needed + code, map: null, moduleSideEffects: false }
    },
  }
}

/** The neighbour of this file: TypeScript here, JavaScript in the package. Vite's ids have slashes only. */
function abortControllerFile(): string {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  return fileURLToPath(new URL(`./abortController.${extension}`, import.meta.url)).replace(/\\/g, '/')
}
