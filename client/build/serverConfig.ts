/** The vite config of the production server: one ES module for Node, its dependencies left in node_modules. */
import type { UserConfig } from 'vite'
import { repository } from './repository.ts'

export const serverConfig: UserConfig = {
  root: repository,
  publicDir: false,
  build: {
    target: 'node20',
    minify: false,
    rollupOptions: { output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' } },
  },
}
