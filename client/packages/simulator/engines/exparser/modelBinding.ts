// `model:value="{{a}}"`: what changes below is written into the data above.
// https://developers.weixin.qq.com/miniprogram/dev/framework/view/two-way-bindings.html
import type { ComponentNode, Exparser, ExparserNode } from './exparser.ts'
import type { TreeNode } from './templates.ts'

const PATHS = Symbol('paths of data by attribute')

/** Remembers which data the attributes of a rendered node are bound to, and listens to the component it is. */
export function bindModels(
  exparser: Exparser,
  { node, component }: { node: ExparserNode; component: ComponentNode | null },
  tree: TreeNode,
): void {
  const bound = Object.entries(tree.rawAttr ?? {}).flatMap(([name, text]) => {
    const path = /^\{\{\s*([\w$][\w$.[\]]*)\s*\}\}$/.exec(text)?.[1]
    return name.startsWith('model:') && path !== undefined
      ? [[camelCase(name.slice('model:'.length)), path] as const]
      : []
  })
  if (bound.length === 0) return
  Reflect.set(node, PATHS, new Map(bound))
  for (const [name] of bound)
    component?.setPropertyChangeListener(name, (value) => writeBack(exparser, node, { name, value }))
}

export function writeBack(
  exparser: Exparser,
  node: ExparserNode,
  { name, value }: { name: string; value: unknown },
): void {
  const paths: unknown = Reflect.get(node, PATHS)
  const path: unknown = paths instanceof Map ? paths.get(name) : undefined
  const owner = node.ownerShadowRoot?.getHostNode()
  // A name that is not in the data is one of a wx:for, which WeChat does not write to.
  if (typeof path !== 'string' || owner === undefined || !((path.split(/[.[]/)[0] ?? '') in owner.data)) return
  const setData = exparser.Element.getMethodCaller(owner)['setData']
  if (typeof setData === 'function') setData({ [path]: value })
}

function camelCase(name: string): string {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
}
