// The package's templates, compiled by wcc and run in a realm of their own, as WeChat's view layer is: data reaches
// them as JSON, and what they leave in the global scope stays out of the program's.
import { createRealm } from '../../realm/realm.ts'
import type { Callable } from '../../realm/realm.ts'
import { filesUnder } from '../../program/miniProgramPackage.ts'
import type { MiniProgramPackage } from '../../program/miniProgramPackage.ts'
import { createCompiler } from '../../wechatCompiler.ts'
import { isRecord } from '../../record.ts'

/** A node as wcc's generated code builds it; `virtual` ones stand for wx:if, wx:for, block and template. */
export interface TreeNode {
  tag: string
  attr?: Record<string, unknown>
  children: (TreeNode | string | number)[]
  /** The value of wx:key. */
  wxKey?: unknown
  /** Which branch of a wx:if this is. */
  wxVkey?: number
}

/** Renders a component's template (path without extension) with `data`. */
export type RenderTemplate = (component: string, data: unknown) => TreeNode

export function compileTemplates(program: MiniProgramPackage, warn: (message: string) => void): RenderTemplate {
  const templates = filesUnder(program.directory, '.wxml')
  const run = createCompiler()('wcc', wccArguments(program, templates), program.directory)
  if (!run.accepted) throw new Error(`wcc refuses the templates: ${run.complaint}`)
  const view = createRealm()
  // At this version the generated code keeps the virtual nodes, which carry wx:key and the branch of wx:if.
  view.global['window'] = { __webview_engine_version__: 0.02 }
  view.global['console'] = view.adopt({ log: () => {}, warn: (message: unknown) => warn(String(message)) })
  const generate = view.evaluate(`${run.output}\n;$gwx`, 'templates.js') as Callable
  const parse = view.evaluate('JSON.parse', 'templates.js') as Callable
  const generators = new Map<string, Callable>()

  return (component, data) => {
    const generator = generators.get(component) ?? generate(`${component}.wxml`)
    if (typeof generator !== 'function') throw new Error(`There is no template ${component}.wxml`)
    generators.set(component, generator as Callable)
    const tree = (generator as Callable)(parse(JSON.stringify(data)))
    if (!isTreeNode(tree)) throw new Error(`The template ${component}.wxml renders nothing`)
    return tree
  }
}

// wcc wants to know the custom tags of every template in one argument: how many templates, then each with its tags.
function wccArguments(program: MiniProgramPackage, templates: string[]): string[] {
  const custom = templates
    .map(template => [template, Object.keys(program.using(template.slice(0, -'.wxml'.length)))] as const)
    .filter(([, tags]) => tags.length > 0)
  const described = [custom.length, ...custom.flatMap(([template, tags]) => [template, tags.length, ...tags])].join(' ')
  return ['-d', '-cc', described, ...templates, ...filesUnder(program.directory, '.wxs'), '-gn', '$gwx']
}

function isTreeNode(value: unknown): value is TreeNode {
  return isRecord(value) && typeof value['tag'] === 'string' && Array.isArray(value['children'])
}
