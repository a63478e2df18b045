// The `require` of a mini program: relative to the file that asks or in miniprogram_npm, each file evaluated once.
import path from 'node:path'
import type { Callable, Realm } from '../realm/realm.ts'
import type { MiniProgramPackage } from './miniProgramPackage.ts'
import { modulePaths } from './modulePaths.ts'
import { transformSync } from 'esbuild'

// WeChat wraps every file so that these names are undefined in it, whatever the engine below has:
// https://developers.weixin.qq.com/miniprogram/dev/framework/runtime/js-support.html
const SHADOWED = [
  'window',
  'document',
  'frames',
  'self',
  'location',
  'navigator',
  'localStorage',
  'history',
  'screen',
  'alert',
  'confirm',
  'prompt',
  'XMLHttpRequest',
  'WebSocket',
]

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
    const names = ['require', 'module', 'exports', ...SHADOWED].join(', ')
    const code = `(function (${names}) {${compileScript(file, program.read(file))}\n})`
    const run = realm.evaluate(code, path.join(program.directory, file)) as Callable
    const find = (asked: unknown): unknown => load(resolveModule(program, file, String(asked)))
    run(requireOver(realm, find), module, module.exports)
  }

  return { load, runningFile: () => (running.at(-1) ?? '').replace(/\.[jt]s$/, '') }
}

// https://developers.weixin.qq.com/miniprogram/dev/reference/api/require.html: with callbacks, and `require.async`, for
// modules of other subpackages, which are all here.
function requireOver(realm: Realm, find: (asked: unknown) => unknown): unknown {
  const later = async (asked: unknown): Promise<unknown> => {
    await Promise.resolve()
    return find(asked)
  }
  const require = realm.adopt((asked: unknown, success: unknown, fail: unknown) => {
    if (typeof success !== 'function') return find(asked)
    later(asked).then(
      success as Callable,
      (error: unknown) => void (typeof fail === 'function' && (fail as Callable)(error)),
    )
    return undefined
  }) as Callable
  Reflect.set(require, 'async', realm.adopt(later))
  return require
}

function resolveModule(program: MiniProgramPackage, from: string, asked: string): string {
  const found = modulePaths(program.withoutAlias(asked), from)
    .flatMap((target) => [target, `${target}.js`, `${target}.ts`, `${target}/index.js`, `${target}/index.ts`])
    .find((file) => /\.[jt]s$/.test(file) && program.has(file))
  if (found === undefined)
    throw new Error(`module '${asked}' is not defined, require args is '${asked}' (from ${from})`)
  return found
}

// Minified code puts them anywhere; what only looks like it, in a string, is compiled for nothing.
const MODULE_SYNTAX =
  /(^|[;}\s)])(import\s*[\w{*"']|export\s*[{*]|export\s+(default|const|let|var|function|class|async)\b)/

// As DevTools compiles sources while it opens them: JavaScript with `require` and `module.exports`, which is left as it
// is where it has them already.
function compileScript(file: string, code: string): string {
  const isTypeScript = file.endsWith('.ts')
  if (!isTypeScript && !MODULE_SYNTAX.test(code)) return code
  return transformSync(code, { loader: isTypeScript ? 'ts' : 'js', format: 'cjs', target: 'es2020', sourcefile: file })
    .code
}
