// The package's templates, compiled by glass-easel's own compiler.
import { Script } from 'node:vm'
import { TmplGroup } from 'glass-easel-template-compiler'
import { usedFiles } from '../../program/usedFiles.ts'
import type { Callable, Realm } from '../../realm/realm.ts'
import { isRecord } from '../../record.ts'
import type { EngineHost } from '../Engine.ts'
import type { WxsHooks } from './wxsHooks.ts'
import { withKinds, withoutReservedNames, WXS_GLOBALS } from './wxsLanguage.ts'

export interface CompiledTemplates {
  /** Generated objects by template path (without extension). */
  readonly objects: Record<string, unknown>
  /** What the compiler says of files it does not take: file → complaint. */
  readonly faults: ReadonlyMap<string, string>
}

type Sources = Map<string, string>

// What a module does while it is loaded is its own affair: WeChat writes it to the console and goes on without the
// module.
const LOADS = 'module.loader.call(null, require, module.exports, module);'
const LOADS_OR_TELLS = `try { ${LOADS} } catch (error) { console.error(filename + ': ' + error) }`

// What a WXS function throws while it renders counts as nothing, as on WeChat.
const CALLS = "var P=function(a){return typeof a==='function'?a:()=>{}}"

/** Compiles every wxml and wxs of the package; a file that does not compile is left out and named. */
export function compileTemplates({ program, realm, console }: EngineHost, hooks: WxsHooks): CompiledTemplates {
  const faults = new Map<string, string>()
  const scripts = new Map(usedFiles(program.directory, '.wxs').map((file) => [file, program.read(file)]))
  const templates = new Map(usedFiles(program.directory, '.wxml').map((file) => [file, program.read(file)]))
  for (const [file, code] of scripts) {
    const renamed = withoutReservedNames(code)
    const complaint = syntaxComplaint(code)
    if (complaint === undefined) continue
    const stands = syntaxComplaint(renamed) === undefined
    if (!stands) faults.set(file, `${file}: ${complaint}`)
    scripts.set(file, stands ? renamed : '')
  }
  const evaluate = evaluator(realm, console, hooks)
  try {
    return { objects: evaluate(generated(scripts, templates, faults)), faults }
  } catch {
    // One of them does not even load; each by itself tells which.
    const load = (file: string, content: string): unknown =>
      evaluate(generated(scripts, new Map([[file, content]]), new Map()))
    for (const file of templates.keys()) leaveOutWhatFails(file, load, { templates, faults })
    return { objects: evaluate(generated(scripts, templates, faults)), faults }
  }
}

function leaveOutWhatFails(
  file: string,
  load: (file: string, content: string) => unknown,
  { templates, faults }: { templates: Sources; faults: Map<string, string> },
): void {
  const content = templates.get(file) ?? ''
  const complaint = complaintOf(() => load(file, content))
  if (complaint === undefined) return
  const renamed = content.replace(
    /(<wxs\b[^>]*>)([^]*?)(?=<\/wxs>)/g,
    (_, tag: string, code: string) => tag + withoutReservedNames(code),
  )
  const stands = complaintOf(() => load(file, renamed)) === undefined
  if (!stands) faults.set(file, `${file}: ${complaint}`)
  templates.set(file, stands ? renamed : '')
}

function complaintOf(work: () => unknown): string | undefined {
  try {
    return void work()
  } catch (error) {
    return error instanceof Error ? error.message : String(isRecord(error) ? error['message'] : error)
  }
}

function evaluator(realm: Realm, console: unknown, hooks: WxsHooks): (code: string) => Record<string, unknown> {
  const wxs = realm.evaluate(WXS_GLOBALS, 'wxs.js')
  return (code) => {
    const given = 'console, { getDate, getRegExp, $kindOf }, { $changed, $heard, $called }'
    const wrapped = `(function (${given}) { return ${withKinds(adjusted(code))} })`
    const objects = (realm.evaluate(wrapped, 'templates.js') as Callable)(console, wxs, realm.adopt(hooks))
    return isRecord(objects) ? objects : {}
  }
}

// The compiler's own code leaves these functions to whoever embeds it.
function adjusted(code: string): string {
  return code
    .replace(LOADS, LOADS_OR_TELLS)
    .replace(CALLS, 'var P=$called')
    .replace('A:function(a){return a},B:', 'A:$changed,C:$heard,B:')
}

function generated(scripts: Sources, templates: Sources, faults: Map<string, string>): string {
  const group = new TmplGroup()
  try {
    for (const [file, code] of scripts) {
      const name = withoutExtension(file)
      group.addScript(name, code)
      // A template's `src` loses its extension in the compiler, what a script requires keeps it.
      group.addScript(file, `module.exports = require('/${name}')`)
    }
    for (const [file, content] of templates) {
      const [complaint] = fatal(group.addTmpl(withoutExtension(file), content))
      if (complaint === undefined) continue
      faults.set(file, `${file}: ${complaint}`)
      group.addTmpl(withoutExtension(file), '')
    }
    return group.getTmplGenObjectGroups()
  } finally {
    group.free()
  }
}

// The compiler goes on after everything but this, and so does WeChat.
function fatal(found: unknown): string[] {
  const list: unknown[] = Array.isArray(found) ? found : []
  return list
    .filter(isRecord)
    .filter((one) => one['level'] === 'Fatal')
    .map((one) => `${String(one['message'])} at ${Number(one['startLine']) + 1}:${Number(one['startColumn']) + 1}`)
}

function syntaxComplaint(code: string): string | undefined {
  return complaintOf(() => new Script(`(function (require, exports, module) {${code}\n})`))
}

function withoutExtension(file: string): string {
  return file.replace(/\.[^.]+$/, '')
}
