// The package's templates, compiled by wcc and run in a realm of their own, as WeChat's view layer is: data reaches
// them as JSON, and what they leave in the global scope stays out of the program's.
import { createRealm } from '../../realm/realm.ts'
import type { Callable, Realm } from '../../realm/realm.ts'
import type { MiniProgramPackage } from '../../program/miniProgramPackage.ts'
import { usedFiles } from '../../program/usedFiles.ts'
import { compileAccepted, createCompiler } from '../../wechatCompiler.ts'
import { isRecord } from '../../record.ts'

/** A node as wcc's generated code builds it; `virtual` ones stand for wx:if, wx:for, block and template. */
export interface TreeNode {
  tag: string
  attr?: Record<string, unknown>
  /** Tag by name of a generic, both with `wx-`. */
  generics?: Record<string, string>
  /** Attributes with `model:`, as they are written. */
  rawAttr?: Record<string, string>
  children: (TreeNode | string | number)[]
  /** The value of wx:key. */
  wxKey?: unknown
  /** Which branch of a wx:if this is. */
  wxVkey?: number
}

/** Renders a component's template (path without extension) with `data`. */
export type RenderTemplate = (component: string, data: unknown) => TreeNode

// What a WXS function throws while it renders counts as nothing; without this the generated code would not even say so.
const SWALLOWS = 'if(g.debugInfo)'
const TELLS = `console.error(e);${SWALLOWS}`

export interface CompiledTemplates {
  render: RenderTemplate
  /** Where templates and WXS run. */
  readonly view: Realm
  /** What wcc says of files it does not take: file → complaint. */
  readonly faults: ReadonlyMap<string, string>
}

/** @param warn gets what the generated code finds odd while it renders */
export function compileTemplates(program: MiniProgramPackage, warn: (message: string) => void): CompiledTemplates {
  const compiler = createCompiler()
  const { output, refusals } = compileAccepted(usedFiles(program.directory, '.wxml', '.wxs'), (files) =>
    compiler('wcc', ['-d', '-cc', customTags(program, files), ...files, '-gn', '$gwx'], program.directory),
  )
  const nameless = refusals.find(({ file }) => file === '')
  if (nameless !== undefined) throw new Error(`wcc refuses the templates: ${nameless.complaint}`)
  const view = createRealm()
  // At this version the generated code keeps the virtual nodes, which carry wx:key and the branch of wx:if.
  view.global['window'] = { __webview_engine_version__: 0.02 }
  view.global['console'] = view.adopt({
    log: () => {},
    warn: (message: unknown) => warn(String(message)),
    error: (error: unknown) => warn(`${moduleOf(error) ?? rendering}: ${String(error)}`),
  })
  const generate = view.evaluate(
    `${output.replace(SWALLOWS, TELLS)}\n;typeof $gwx === 'function' ? $gwx : () => undefined`,
    'templates.js',
  ) as Callable
  const parse = view.evaluate('JSON.parse', 'templates.js') as Callable
  const generators = new Map<string, Callable>()
  let rendering = 'wxs'

  function render(component: string, data: unknown): TreeNode {
    const generator = generators.get(component) ?? generate(`${component}.wxml`)
    if (typeof generator !== 'function') throw new Error(`There is no template ${component}.wxml`)
    generators.set(component, generator as Callable)
    rendering = `${component}.wxml`
    const tree = (generator as Callable)(parse(JSON.stringify(data)))
    if (!isTreeNode(tree)) throw new Error(`The template ${component}.wxml renders nothing`)
    return tree
  }
  return { render, view, faults: new Map(refusals.map(({ file, complaint }) => [file, complaint])) }
}

// The generated code writes a module's name below the stack of what it throws while it loads.
function moduleOf(error: unknown): string | undefined {
  return isRecord(error) ? /\n\s+at ([\w./-]+\.wx\w+)[^\n]*$/.exec(String(error['stack']))?.[1] : undefined
}

// wcc wants to know the custom tags in one argument: how many templates, then each with its tags. An argument has a
// limit of 128 KiB, so only tags a template contains are told.
function customTags(program: MiniProgramPackage, files: string[]): string {
  const custom = files
    .filter((file) => file.endsWith('.wxml'))
    .map((template) => [template, usedTags(program, template)] as const)
    .filter(([, tags]) => tags.length > 0)
  return [custom.length, ...custom.flatMap(([template, tags]) => [template, tags.length, ...tags])].join(' ')
}

function usedTags(program: MiniProgramPackage, template: string): string[] {
  const content = program.read(template)
  const written = new Set([...content.matchAll(/<([\w-]+)/g)].map(([, tag]) => tag))
  return Object.keys(program.using(template.slice(0, -'.wxml'.length))).filter((tag) => written.has(tag))
}

function isTreeNode(value: unknown): value is TreeNode {
  return isRecord(value) && typeof value['tag'] === 'string' && Array.isArray(value['children'])
}
