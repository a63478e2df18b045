/** The vite config of the production server: one ES module for Node, most of its dependencies left in node_modules. */
import { dirname, join } from 'node:path'
import type { Plugin, UserConfig } from 'vite'
import { bundledPackages } from './bundledPackages.ts'
import { repository } from './repository.ts'
import { ofSmallModules } from './smallModules.ts'

/**
 * tRPC's own build is written for browsers of 2017 and copies objects property by property, a third of a whole request;
 * its sources are in the same package.
 */
const trpcSources = join(repository, 'node_modules/@trpc/server/src')

/** For Node, ofetch brings a fetch of its own along, which every Node that we run on has. */
const ofetchAlone: Plugin = {
  name: 'uni-trpc:ofetch-alone',
  enforce: 'pre',
  async resolveId(id, importer) {
    const found = id === 'ofetch' ? await this.resolve(id, importer, { skipSelf: true }) : null
    return found && join(dirname(found.id), 'index.mjs')
  },
}

export const serverConfig: UserConfig = {
  root: repository,
  publicDir: false,
  plugins: [ofetchAlone, bundledPackages()],
  resolve: {
    alias: [
      { find: /^@trpc\/server$/, replacement: join(trpcSources, 'index.ts') },
      { find: /^@trpc\/server(?=\/)/, replacement: trpcSources },
    ],
  },
  ssr: { noExternal: [/^uni-trpc-/, ofSmallModules] },
  build: {
    target: 'node20',
    minify: false,
    rollupOptions: {
      // zod's comments that rollup cannot use, one after the other.
      onwarn: (warning, tell) => (warning.code === 'INVALID_ANNOTATION' ? undefined : tell(warning)),
      output: { format: 'es', entryFileNames: '[name].js', inlineDynamicImports: true },
    },
  },
}
