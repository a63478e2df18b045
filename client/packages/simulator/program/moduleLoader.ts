// The `require` of a mini program: relative to the file that asks or in miniprogram_npm, .js only, each file evaluated once.
import path from 'node:path'
import type { Callable, Realm } from '../realm/realm.ts'
import type { MiniProgramPackage } from './miniProgramPackage.ts'
import { modulePaths } from './modulePaths.ts'

// WeChat wraps every file so that these names are undefined in it, whatever the engine below has:
// https://developers.weixin.qq.com/miniprogram/dev/framework/runtime/js-support.html
const SHADOWED = ['window', 'document', 'frames', 'self', 'location', 'navigator', 'localStorage', 'history',
  'screen', 'alert', 'confirm', 'prompt', 'XMLHttpRequest', 'WebSocket']

export interface ModuleLoader {
  /** Evaluates a file of the package (path without leading slash) and gives its exports; throws what it throws. */
  load(file: string): unknown
  /** The file that is being evaluated, without extension; empty between files. */
  runningFile(): string
}

export function createModuleLoader(program: MiniProgramPackage, realm: Realm): ModuleLoader {
  const loaded = new Map<string, { exports: unknown }>()
  const running: string[] = []

  function load(file: string): unknown {
    const known = loaded.get(file)
    if (known !== undefined) return known.exports
    const module = { exports: realm.evaluate('({})', 'exports.js') }
    loaded.set(file, module)
    running.push(file)
    try {
      evaluate(file, module)
    } catch (error) {
      // Whoever asks again gets the same error, not half a module.
      loaded.delete(file)
      throw error
    } finally {
      running.pop()
    }
    return module.exports
  }

  function evaluate(file: string, module: { exports: unknown }): void {
    const code = `(function (require, module, exports, ${SHADOWED.join(', ')}) {${program.read(file)}\n})`
    const run = realm.evaluate(code, path.join(program.directory, file)) as Callable
    run(realm.adopt((asked: unknown) => load(resolve(file, String(asked)))), module, module.exports)
  }

  function resolve(from: string, asked: string): string {
    const found = modulePaths(asked, from)
      .flatMap(target => [target, `${target}.js`, `${target}/index.js`])
      .find(file => file.endsWith('.js') && program.has(file))
    if (found === undefined) throw new Error(`module '${asked}' is not defined, require args is '${asked}' (from ${from})`)
    return found
  }

  return { load, runningFile: () => (running.at(-1) ?? '').replace(/\.js$/, '') }
}
