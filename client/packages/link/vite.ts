/**
 * The link's vite plugin, for mini program builds. It gives the modules of @trpc, and of packages that a program
 * names, the AbortController they take from the global scope, as an import of their own: no global is assigned and
 * other code sees the runtime as it is. And it spares weight: @trpc/client's package.json leaves unsaid that its
 * modules do nothing by themselves, so that unused ones may go. Nor can a bundler tell that no call is a subscription,
 * for tRPC's client finds its methods by name: where no module of the program has the word, what carries them out goes,
 * 0.6 kB, and a call that comes all the same throws an error that says how to keep it.
 */
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

const specifier = 'uni-trpc:abort-controller'
/** The module of Babel's helpers in @trpc/client, by what it exports. */
const helperExports = /export \{ _defineProperty as \w+, _objectSpread2 as \w+ \};/
/** The same, for runtimes that have ES2015; theirs is for older ones, and weighs 0.4 kB more. */
const shortHelpers = `
const _defineProperty = (object, key, value) => {
  delete object[key]
  object[key] = value
  return object
}
const _objectSpread2 = (target, ...sources) => Object.assign(target, ...sources)
`
/** Babel's `?.` and `??`, of a name or of what it has put under a name of its own. */
const isNullish = /(\b([\w$]+)|\)) === null \|\| (?:\2|_[\w$]+) === void 0/g
const isNotNullish = /(\b([\w$]+)|\)) !== null && (?:\2|_[\w$]+) !== void 0/g
/** Babel's `a.b?.(c)`, of a name's property. */
const optionalCall =
  /\((_[\w$]+) = (([\w$]+)\.\w+)\) === null \|\| \1 === void 0 (\? void 0 :|\|\|) \1\.call\(\3(?:, )?/g
/** Fields that tRPC's classes declare: each is set by the constructor, or is not there until somebody sets it. */
const emptyFields = /\b_define_?property\(this, "\w+", void 0\);/gi
/** Shares one call among many who listen, though tRPC's client, to whom alone the call is known, listens once. */
const sharing = '.pipe(share())'
/** What of the sharing is left to do for one: who has left hears nothing more, whatever a link may go on to say. */
const oneListener = `
const toOneListener = (source) => ({
  subscribe(observer) {
    const heard = Object.assign({}, observer)
    const { unsubscribe } = source.subscribe(heard)
    return {
      unsubscribe() {
        unsubscribe()
        heard.next = heard.error = heard.complete = null
      },
    }
  },
})
`
/** Where the client's way to subscribe begins. */
const subscriptionMethod = /\bsubscription\(path, input, opts[^()]*\) \{/
/** Nothing has this name: a build that does not decide leaves subscriptions as they are. */
const undecided = 'typeof uniTrpcSubscriptionsLeftOut'
const refusal = 'No module subscribes: uniTrpc({ subscriptions: true }) keeps it'
const refuseUnused = `if (${undecided} !== 'undefined') throw new Error('${refusal}');`
/** A typed call's name and an untyped one's: who calls either by a variable has it written somewhere, too. */
const subscribing = /\b(?:subscribe|subscription)\b/
/** What every link does to hear the next one, and how it asks what it was given. */
const ofLinks = /\bnext\(\w+\)\.subscribe\b|\btype [!=]== (['"])subscription\1/g
const trpcModule = /[\\/]@trpc[\\/](?:client|server)[\\/][^?]*\.m?js(?:\?|$)/

export interface UniTrpcOptions {
  /**
   * What is being built; only `mp-*` is touched, for browsers have an AbortController.
   * @default process.env.UNI_PLATFORM, which the uni CLI sets before it loads vite.config
   */
  platform?: string
  /**
   * Further packages which take AbortController from the global scope, by their npm names: they get the same import.
   * Without it `new AbortController()` throws, often where nobody hears of it. TanStack Query needs no naming.
   */
  abortControllerFor?: readonly string[]
  /**
   * Whether the program may subscribe. Say `true` where code that vite does not build calls `subscribe`.
   * @default whether any module of the program, outside of tRPC, has the word; a library always may
   */
  subscriptions?: boolean
}

/** What makes a program with Vue Query, or TanStack Query for any other framework, load for ever. */
const knownPackages = ['@tanstack/query-core']

/** Add it to `plugins`, beside uni's own. */
export function uniTrpc(options: UniTrpcOptions = {}): Plugin {
  const { platform = process.env.UNI_PLATFORM ?? '', abortControllerFor = [] } = options
  const otherModule = modulesOf([...knownPackages, ...abortControllerFor])
  let { subscriptions } = options
  return {
    name: 'uni-trpc',
    enforce: 'pre',
    apply: () => platform.startsWith('mp-'),
    configResolved: ({ build, plugins }) => {
      // uni-app's builder makes a program as vite makes a library.
      const isUniApp = plugins.some(({ name }) => name.startsWith('uni:'))
      if (build.lib && !isUniApp) subscriptions ??= true
    },
    resolveId: (id) => (id === specifier ? abortControllerFile() : null),
    transform(code, id) {
      if (otherModule.test(id)) return { code: withController(code), map: null }
      if (!trpcModule.test(id)) return null
      const [clause] = helperExports.exec(code) ?? []
      if (clause) return { code: shortHelpers + clause, map: null, moduleSideEffects: false }
      const short = shortChecks(code).replace(emptyFields, '')
      return { code: withController(refusable(unshared(short))), map: null, moduleSideEffects: false }
    },
    renderChunk(code) {
      if (!code.includes(undecided)) return null
      const kept = subscriptions ?? Array.from(this.getModuleIds()).some((id) => subscribes(this.getModuleInfo(id)))
      return { code: code.replaceAll(undecided, kept ? "'undefined'" : "'boolean'"), map: null }
    },
  }
}

interface KnownModule {
  id: string
  code: string | null
  /** Whether anything of it is in the program. */
  isIncluded: boolean | null
}

/** Asked once all modules are known, after which only the minifier can leave something out. */
function subscribes(module: KnownModule | null): boolean {
  if (!module?.code || module.isIncluded === false || trpcModule.test(module.id)) return false
  return subscribing.test(module.code.replace(ofLinks, ''))
}

/** Adds it on the method's first line, so that the module's own source map keeps its line numbers. */
function refusable(code: string): string {
  return code.replace(subscriptionMethod, (start) => start + refuseUnused)
}

/** Two letters for two comparisons; they differ for `document.all` alone, which no mini program has. */
function shortChecks(code: string): string {
  return code
    .replace(optionalCall, '$2 == null $4 $2(')
    .replace(isNullish, '$1 == null')
    .replace(isNotNullish, '$1 != null')
}

/** Adds at the end, so that the module's own source map keeps its line numbers. */
function unshared(code: string): string {
  return code.includes(sharing) ? code.replace(sharing, '.pipe(toOneListener)') + oneListener : code
}

/** A module that brings its own keeps it. */
const ownController = /\b(?:class|function|const|let|var)\s+AbortController\b|\bimport\b[^;'"]*\bAbortController\b/
const esModule = /^\s*(?:import|export)\b/m
const commonJs = /\b(?:module\.exports|exports\.\w|require\s*\()/

/** Adds it on the first line, so that the module's own source map keeps its line numbers. */
function withController(code: string): string {
  if (!/\bAbortController\b/.test(code) || ownController.test(code)) return code
  if (commonJs.test(code) && !esModule.test(code))
    return `var AbortController = require('${specifier}').AbortController;${code}`
  return `import { AbortController } from '${specifier}';${code}`
}

/** The modules of these packages, in whatever folders a package manager has put them. */
function modulesOf(packages: readonly string[]): RegExp {
  const names = packages.map((name) => name.replace(/\./g, '\\.').replace(/\//g, '[\\\\/]'))
  return new RegExp(`[\\\\/]node_modules[\\\\/](?:${names.join('|')})[\\\\/][^?]*\\.[cm]?js(?:\\?|$)`)
}

/** The neighbour of this file: TypeScript here, JavaScript in the package. Vite's ids have slashes only. */
function abortControllerFile(): string {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  return fileURLToPath(new URL(`./abortController.${extension}`, import.meta.url)).replace(/\\/g, '/')
}
