/** The package.json of a new project, from the template's: its scripts and dependencies without what proves the library. */
import type { Wish } from './wish.ts'

const scripts = [
  'dev', 'dev:server', 'dev:h5', 'dev:mp-weixin',
  'build', 'build:server', 'build:mp-weixin', 'build:h5', 'start',
  'admin', 'doctor', 'preview:mp', 'upload:mp', 'test',
]
const devDependencies = [
  '@dcloudio/types', '@dcloudio/uni-cli-shared', '@dcloudio/vite-plugin-uni', '@types/node', 'npm-run-all2', 'tsx',
  'typescript', 'uni-trpc-build', 'uni-trpc-simulator', 'vite', 'vitest', 'vue-tsc',
]
const overrides = ['vite', 'rollup']

export function manifestOf(template: Readonly<Record<string, unknown>>, { name }: Pick<Wish, 'name'>): Record<string, unknown> {
  return {
    name,
    version: '0.1.0',
    private: true,
    type: 'module',
    engines: template['engines'],
    scripts: { ...picked(template['scripts'], scripts), check: 'run-s check:*', 'check:server': 'tsc -b server', 'check:client': 'vue-tsc --noEmit -p client' },
    dependencies: renewable(template['dependencies']),
    devDependencies: renewable(picked(template['devDependencies'], devDependencies)),
    overrides: picked(template['overrides'], overrides),
  }
}

/** The library's packages in any version of the same line, so that `npm update` renews them; all others as they were tried. */
function renewable(dependencies: unknown): Record<string, unknown> {
  const ranged = ([name, version]: [string, unknown]) => [name, name.startsWith('uni-trpc-') ? `^${String(version)}` : version]
  return Object.fromEntries(entriesOf(dependencies).map(ranged))
}

function picked(all: unknown, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(entriesOf(all).filter(([name]) => names.includes(name)))
}

function entriesOf(all: unknown): [string, unknown][] {
  return typeof all === 'object' && all !== null ? Object.entries(all) : []
}
