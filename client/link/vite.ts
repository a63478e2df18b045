/**
 * The link's vite plugin. In mini program builds it gives @trpc's modules the AbortController they take from the global
 * scope: as an import of their own, so no global is assigned and other code sees the runtime as it is.
 */
import { fileURLToPath } from 'node:url'
import { normalizePath, type Plugin } from 'vite'

const specifier = 'uni-trpc:abort-controller'
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
  const file = normalizePath(fileURLToPath(new URL('./abortController.ts', import.meta.url)))
  return {
    name: 'uni-trpc',
    enforce: 'pre',
    apply: () => platform.startsWith('mp-'),
    resolveId: (id) => (id === specifier ? file : null),
    transform(code, id) {
      if (!trpcModule.test(id) || !/\bAbortController\b/.test(code)) return null
      // On the first line, so that the module's own source map keeps its line numbers.
      return { code: `import { AbortController } from '${specifier}';${code}`, map: null }
    },
  }
}
