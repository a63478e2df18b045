/** What a program gains in weight by each thing the link exports: built, minified and gzipped as for a phone. */
import { gzipSync } from 'node:zlib'
import { build, type Plugin } from 'vite'
import { uniTrpc } from 'uni-trpc-link/vite'
import { phoneBuild } from './phoneBuild.ts'
import { clientDir } from './repository.ts'

export interface Weighed {
  name: string
  minified: number
  gzipped: number
  /** Gzipped bytes beyond the entry this one builds on; the same as `gzipped` where there is none. */
  added: number
  /** The most that `added` may be. */
  budget?: number
}

interface Entry {
  name: string
  code: string
  on?: string
  budget?: number
  /** Without the link's vite plugin: as it comes from npm. */
  plain?: true
}

const client = `export { createTRPCClient } from '@trpc/client';`
const link = `${client}export { uniLink } from './packages/link/uniLink.ts';`
const linkName = 'createTRPCClient + uniLink'
/** The plugin leaves out how to subscribe, unless a module has the word. */
const subscribingName = 'createTRPCClient + uniLink, in a program that subscribes'
const subscribing = `${link}export const subscribe = 0;`
const makeClient = `export { createUniClient } from './packages/session/createUniClient.ts';`
const clientName = 'createUniClient with nothing optional'

export const entries: Entry[] = [
  {
    name: 'createTRPCClient + httpBatchLink, as from npm',
    code: `${client}export { httpBatchLink } from '@trpc/client'`,
    plain: true,
  },
  {
    name: 'createTRPCClient + httpBatchStreamLink, as from npm',
    code: `${client}export { httpBatchStreamLink } from '@trpc/client'`,
    plain: true,
  },
  { name: 'createTRPCClient, as from npm', code: client, plain: true },
  { name: 'createTRPCClient + AbortController, with the plugin', code: client, budget: 1900 },
  { name: linkName, code: link, budget: 5000 },
  { name: subscribingName, code: subscribing, budget: 5600 },
  {
    name: 'jsonlStream',
    code: `${link}export { jsonlStream } from './packages/link/jsonlStream.ts'`,
    on: linkName,
    budget: 1850,
  },
  {
    name: 'retryQueries',
    code: `${link}export { retryQueries } from './packages/link/retryQueries.ts'`,
    on: linkName,
    budget: 570,
  },
  {
    name: 'wxRequest',
    code: `${link}export { wxRequest } from './packages/link/adapters.ts'`,
    on: linkName,
    budget: 40,
  },
  {
    name: 'taroRequest',
    code: `${link}export { taroRequest } from './packages/link/adapters.ts'`,
    on: linkName,
    budget: 60,
  },
  {
    name: 'callContainer',
    code: `${link}export { callContainer } from './packages/link/adapters.ts'`,
    on: linkName,
    budget: 320,
  },
  {
    name: 'uniSocketLink',
    code: `${subscribing}export { uniSocketLink } from './packages/link/socketLink.ts'`,
    on: subscribingName,
    budget: 2550,
  },
  {
    name: 'uniEventsLink',
    code: `${subscribing}export { uniEventsLink } from './packages/link/eventsLink.ts'`,
    on: subscribingName,
    budget: 2100,
  },
  {
    name: 'uniBytesLink',
    code: `${link}export { uniBytesLink } from './packages/link/bytesLink.ts'`,
    on: linkName,
    budget: 280,
  },
  {
    name: 'uniUploadLink, upload',
    code: `${link}export { uniUploadLink } from './packages/link/uploadLink.ts'
      export { upload } from './packages/link/upload.ts'`,
    on: linkName,
    budget: 480,
  },
  {
    name: 'createSession',
    code: `${link}export { createSession } from './packages/session/session.ts'`,
    on: linkName,
    budget: 2260,
  },
  {
    name: 'createPrefetch',
    code: `${link}export { createPrefetch } from './packages/session/prefetch.ts'`,
    on: linkName,
    budget: 700,
  },
  { name: clientName, code: makeClient, on: linkName, budget: 2570 },
  {
    name: 'createUniClient with streamLink',
    code: `${makeClient}export { streamLink } from './packages/session/streamLink.ts'`,
    on: clientName,
    budget: 1900,
  },
  { name: 'client/api.ts: all of these that our own program uses', code: `export * from './api.ts'`, budget: 14_250 },
]

/** Builds every entry, one after the other. */
export async function weighAll(): Promise<Weighed[]> {
  const weighed: Weighed[] = []
  for (const { name, code, on, budget, plain } of entries) {
    const built = await builtCode(code, plain ? 'h5' : 'mp-weixin')
    const gzipped = gzipSync(built, { level: 9 }).length
    const below = weighed.find((other) => other.name === on)?.gzipped ?? 0
    weighed.push({
      name,
      minified: built.length,
      gzipped,
      added: gzipped - below,
      ...(budget !== undefined && { budget }),
    })
  }
  return weighed
}

/**
 * The one module that `code`, written in a file of `folder`, becomes, minified as for a phone. Vue is in every program.
 */
export async function builtCode(code: string, platform: string, folder = clientDir): Promise<string> {
  const id = `${folder}/weighed.ts`
  const entry: Plugin = {
    name: 'weighed-entry',
    enforce: 'pre',
    resolveId: (source) => (source === 'weighed' ? id : null),
    load: (loaded) => (loaded === id ? code : null),
  }
  const result = await build({
    root: folder,
    configFile: false,
    logLevel: 'silent',
    plugins: [entry, uniTrpc({ platform })],
    define: { 'import.meta.env.VITE_SANDBOX': 'false', 'import.meta.env.VITE_API_URL': '"https://api.example.com"' },
    build: {
      write: false,
      ...phoneBuild,
      modulePreload: false,
      rollupOptions: {
        input: 'weighed',
        external: ['vue'],
        preserveEntrySignatures: 'strict',
        output: { format: 'es' },
      },
    },
  })
  if (Array.isArray(result) || !('output' in result)) throw new Error('one output was expected')
  return result.output[0].code
}
