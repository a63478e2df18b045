/**
 * Runs before `npm run dev`, on any Node and without a package: says in one sentence what this machine or folder lacks.
 * JavaScript, and of an old kind, because nothing that reads TypeScript may be there yet.
 */
import { existsSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

const least = [20, 19]
export const needed = [
  'package.json',
  'vite.config.ts',
  'tsconfig.json',
  'client/index.html',
  'client/main.ts',
  'client/App.vue',
  'client/api.ts',
  'client/manifest.json',
  'client/pages.json',
  'server/main.ts',
  'server/product.ts',
  'server/procedures/router.ts',
  'shared/schemas.ts',
]

/** The sentence, or null; `version` is e.g. `20.19.0`, `exists` is asked about paths from the repository's root. */
export function problemOf(version, exists) {
  const [major, minor] = version.split('.').map(Number)
  if (major < least[0] || (major === least[0] && minor < least[1])) {
    return `Node ${version} is too old: install ${least.join('.')} or newer from nodejs.org / Node 版本过旧，请安装 ${least.join('.')} 或更新版本`
  }
  const missing = needed.find((path) => !exists(path))
  if (missing) return `${missing} is missing: bring it back with git checkout -- ${missing} / 缺少文件 ${missing}`
  if (!exists('node_modules/tsx/package.json'))
    return 'The packages are not installed: run npm ci first / 依赖尚未安装，请先运行 npm ci'
  return null
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const problem = problemOf(process.versions.node, (path) => existsSync(path))
  if (problem) {
    process.stderr.write(`\n${problem}\n\n`)
    process.exitCode = 1
  }
}
