/**
 * Vite plugin: a package of this repository is compiled where it lies, not where npm links it. uni-app keeps links, and
 * a file that is reached by both of its paths would be in the program twice.
 */
import type { Plugin } from 'vite'

export function realPaths(): Plugin {
  return {
    name: 'real-paths',
    // After uni-app's own plugins, which set the opposite.
    enforce: 'post',
    config: () => ({ resolve: { preserveSymlinks: false } }),
  }
}
