/**
 * The package.json of a new project, from the template's: its scripts and dependencies without what proves the library.
 */
import { readdirSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import type { Wish } from './wish.ts'

const scripts = [
  'dev',
  'dev:server',
  'dev:h5',
  'dev:mp-weixin',
  'build',
  'build:server',
  'build:mp-weixin',
  'build:h5',
  'start',
  'admin',
  'doctor',
  'preview:mp',
  'upload:mp',
  'test',
]
const devDependencies = [
  '@dcloudio/types',
  '@dcloudio/uni-cli-shared',
  '@dcloudio/vite-plugin-uni',
  '@types/node',
  'npm-run-all2',
  'tsx',
  'typescript',
  'uni-trpc-build',
  'uni-trpc-simulator',
  'vite',
  'vitest',
  'vue-tsc',
]
const overrides = ['vite', 'rollup']

export function manifestOf(
  template: Readonly<Record<string, unknown>>,
  wish: Pick<Wish, 'name' | 'folder' | 'packages'>,
): Record<string, unknown> {
  const sourceOf = sourcesOf(wish)
  return {
    name: wish.name,
    version: '0.1.0',
    private: true,
    type: 'module',
    engines: template['engines'],
    scripts: {
      ...picked(template['scripts'], scripts),
      check: 'run-s check:*',
      'check:server': 'tsc -b server',
      'check:client': 'vue-tsc --noEmit -p client',
    },
    dependencies: renewable(template['dependencies'], sourceOf),
    devDependencies: renewable(picked(template['devDependencies'], devDependencies), sourceOf),
    overrides: picked(template['overrides'], overrides),
  }
}

type SourceOf = (name: string, version: string) => string

/** The library's packages as `sourceOf` says, all others as they were tried. */
function renewable(dependencies: unknown, sourceOf: SourceOf): Record<string, unknown> {
  const found = ([name, version]: [string, unknown]) => [
    name,
    name.startsWith('uni-trpc-') ? sourceOf(name, String(version)) : version,
  ]
  return Object.fromEntries(entriesOf(dependencies).map(found))
}

/**
 * From npm in any version of the same line, so that `npm update` renews them; or from tarballs that somebody packed.
 */
function sourcesOf({ folder, packages }: Pick<Wish, 'folder' | 'packages'>): SourceOf {
  if (packages === null) return (_name, version) => `^${version}`
  const files = readdirSync(resolve(packages))
  const at = relative(resolve(folder), resolve(packages)).replaceAll('\\', '/')
  return (name, version) => {
    const file = files.find((found) => found.startsWith(`${name}-`) && found.endsWith('.tgz'))
    return file ? `file:${at}/${file}` : `^${version}`
  }
}

function picked(all: unknown, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(entriesOf(all).filter(([name]) => names.includes(name)))
}

function entriesOf(all: unknown): [string, unknown][] {
  return typeof all === 'object' && all !== null ? Object.entries(all) : []
}
