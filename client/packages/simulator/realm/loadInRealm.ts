// Loads a CommonJS package of WeChat's into a realm: like WeChat itself, the framework lives beside the program, and
// what only it may see (document, window) comes as parameters instead of globals.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Callable, Realm } from './realm.ts'

const resolveHere = createRequire(import.meta.url)

/**
 * Evaluates a package's main file inside `realm` and answers what it exports.
 * @param given names the file may use besides module, exports and its own globals; `require` too, if it needs one
 */
export function loadInRealm(realm: Realm, packageName: string, given: Record<string, unknown>): unknown {
  const file = resolveHere.resolve(packageName)
  const names = ['module', 'exports', ...Object.keys(given)]
  const wrapper = realm.evaluate(`(function (${names.join(', ')}) {${readFileSync(file, 'utf8')}\n})`, file) as Callable
  const module = { exports: realm.evaluate('({})', 'exports.js') }
  wrapper(module, module.exports, ...Object.values(given))
  return module.exports
}
