/** What a bundle is made of, for whoever has to list it: an import that was bundled stands in no import any more. */
import type { Plugin } from 'vite'

/** Beside the bundle: the names of the npm packages whose code is in it, sorted, as a JSON array. */
export const bundledPackagesFile = 'bundled-packages.json'

export function bundledPackages(): Plugin {
  return {
    name: 'uni-trpc:bundled-packages',
    generateBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap((part) => (part.type === 'chunk' ? Object.keys(part.modules) : []))
      const names = new Set(modules.flatMap((id) => packageOf(id) ?? []))
      const source = `${JSON.stringify([...names].sort(), null, 2)}\n`
      this.emitFile({ type: 'asset', fileName: bundledPackagesFile, source })
    },
  }
}

/** The package that a module's path lies in; `null` for what is in none, such as our own sources. */
export function packageOf(id: string): string | null {
  const [, name] = /.*[/\\]node_modules[/\\]((?:@[^/\\]+[/\\])?[^/\\]+)/.exec(id) ?? []
  return name?.replace('\\', '/') ?? null
}
