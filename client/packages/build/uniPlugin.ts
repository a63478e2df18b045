/** uni-app's vite plugin, imported only when a uni build runs: it reads the environment while it loads. */
import type { Plugin, PluginOption } from 'vite'

/** The plugin is CommonJS, so under ES modules its default export lies one `default` deeper. */
export async function uniPlugin(): Promise<PluginOption> {
  const loaded: unknown = await import('@dcloudio/vite-plugin-uni')
  const create = defaultOf(defaultOf(loaded))
  if (typeof create !== 'function') throw new TypeError('@dcloudio/vite-plugin-uni no longer exports a plugin')
  return create()
}

/**
 * A package of this repository is compiled where it lies, not where npm links it. uni-app keeps links, and a file that
 * is reached by both of its paths would be in the program twice.
 */
export function realPaths(): Plugin {
  return {
    name: 'real-paths',
    // After uni-app's own plugins, which set the opposite.
    enforce: 'post',
    config: () => ({ resolve: { preserveSymlinks: false } }),
  }
}

function defaultOf(module: unknown): unknown {
  return typeof module === 'object' && module !== null && 'default' in module ? module.default : module
}
