// The `require` of a mini program: relative to the file that asks, .js only, each file evaluated once; a package's name
// is looked for in miniprogram_npm, beside the file and in every folder above it:
// https://developers.weixin.qq.com/miniprogram/dev/devtools/npm.html
import path from 'node:path'
import type { Callable, Realm } from '../realm/realm.ts'
import type { MiniProgramPackage } from './miniProgramPackage.ts'

// WeChat wraps every file so that these names are undefined in it, whatever the engine below has:
// https://developers.weixin.qq.com/miniprogram/dev/framework/runtime/js-support.html
const SHADOWED = ['window', 'document', 'frames', 'self', 'location', 'navigator', 'localStorage', 'history',
  'screen', 'alert', 'confirm', 'prompt', 'XMLHttpRequest', 'WebSocket']

/** Answers a function that evaluates a file of the package (path without leading slash) and gives its exports. */
export function createModuleLoader(program: MiniProgramPackage, realm: Realm): (file: string) => unknown {
  const loaded = new Map<string, { exports: unknown }>()

  function load(file: string): unknown {
    const known = loaded.get(file)
    if (known !== undefined) return known.exports
    const module = { exports: realm.evaluate('({})', 'exports.js') }
    loaded.set(file, module)
    const code = `(function (require, module, exports, ${SHADOWED.join(', ')}) {${program.read(file)}\n})`
    const run = realm.evaluate(code, path.join(program.directory, file)) as Callable
    run(realm.adopt((asked: unknown) => load(resolve(file, String(asked)))), module, module.exports)
    return module.exports
  }

  function resolve(from: string, asked: string): string {
    const found = targetsOf(from, asked)
      .flatMap(target => [target, `${target}.js`, `${target}/index.js`])
      .find(file => file.endsWith('.js') && program.has(file))
    if (found === undefined) throw new Error(`module '${asked}' is not defined, require args is '${asked}' (from ${from})`)
    return found
  }

  return load
}

function targetsOf(from: string, asked: string): string[] {
  if (asked.startsWith('/')) return [asked.slice(1)]
  const beside = path.posix.join(path.posix.dirname(from), asked)
  if (asked.startsWith('.')) return [beside]
  const folders = path.posix.dirname(from).split('/')
  const above = folders.map((_, depth) => folders.slice(0, folders.length - depth).join('/'))
  return [beside, ...[...above, '.'].map(folder => path.posix.join(folder, 'miniprogram_npm', asked))]
}
