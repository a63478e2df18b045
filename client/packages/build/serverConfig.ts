/** The vite config of the production server: one ES module for Node, most of its dependencies left in node_modules. */
import { join } from 'node:path'
import type { UserConfig } from 'vite'
import { repository } from './repository.ts'

/**
 * tRPC's own build is written for browsers of 2017 and copies objects property by property, a third of a whole request;
 * its sources are in the same package.
 */
const trpcSources = join(repository, 'node_modules/@trpc/server/src')

/** Packages of hundreds of small modules: to find and load each of them took a third of the server's start. */
const bundled = ['kysely', 'zod', 'hono', '@hono/node-server', 'ofetch', 'ufo', 'destr', 'node-fetch-native']

export const serverConfig: UserConfig = {
  root: repository,
  publicDir: false,
  resolve: {
    alias: [
      { find: /^@trpc\/server$/, replacement: join(trpcSources, 'index.ts') },
      { find: /^@trpc\/server(?=\/)/, replacement: trpcSources },
    ],
  },
  ssr: { noExternal: [/^uni-trpc-/, ...bundled] },
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
