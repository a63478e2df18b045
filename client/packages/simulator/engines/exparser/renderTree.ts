// Turns the trees of wcc into exparser nodes, and one tree into the next with as few changes as wx:key allows.
import { applyAttributes, changedAttributes, sameValue } from './attributes.ts'
import { asBinding, bindEvent } from './events.ts'
import type { Handler } from './events.ts'
import { bindModels } from './modelBinding.ts'
import type { ComponentNode, Exparser, ExparserNode, RegisteredComponent, ShadowRoot } from './exparser.ts'
import type { TreeNode } from './templates.ts'
import type { Callable, Realm } from '../../realm/realm.ts'
import { WXS_COPY, wxsAttribute } from './wxsEvents.ts'
import type { WxsCalls } from './wxsEvents.ts'

export interface RenderContext {
  exparser: Exparser
  realm: Realm
  /** Of the component whose template is rendered. */
  shadowRoot: ShadowRoot
  /** The custom component a tag stands for in this template, or null for a built-in one. */
  componentFor(tag: string): RegisteredComponent | null
  created(component: ComponentNode): void
  wxs: WxsCalls
  report(error: unknown): void
  warn(message: string): void
  later(callback: () => void): void
}

/** A rendered node with the tree it shows; kept by the component and compared with the next tree. */
export interface Rendered {
  tree: TreeNode | string
  node: ExparserNode
  component: ComponentNode | null
  children: Rendered[]
}

/** Renders the root's children into the context's shadow root, which is empty yet. */
export function renderRoot(context: RenderContext, tree: TreeNode): Rendered {
  const root: Rendered = { tree: { ...tree, children: [] }, node: context.shadowRoot, component: null, children: [] }
  patchChildren(context, root, tree)
  return root
}

function create(context: RenderContext, tree: TreeNode | string): Rendered {
  if (typeof tree === 'string')
    return { tree, node: context.shadowRoot.createTextNode(tree), component: null, children: [] }
  const rendered = createEmpty(context, tree)
  applyAttributes(context, rendered, changedAttributes({}, plainAttributes(tree)))
  for (const name of Object.keys(tree.attr ?? {})) {
    const binding = asBinding(name)
    if (binding !== null)
      bindEvent(context, rendered.node, { ...binding, handler: () => currentHandler(rendered, name) })
  }
  bindModels(context.exparser, rendered, tree)
  tellWxs(context, rendered, { before: undefined, after: tree })
  patchChildren(context, rendered, tree)
  if (rendered.component !== null) context.created(rendered.component)
  return rendered
}

function createEmpty(context: RenderContext, tree: TreeNode): Rendered {
  const { exparser, shadowRoot, componentFor } = context
  const empty = { ...tree, children: [] }
  if (tree.tag === 'virtual') {
    const node = shadowRoot.createVirtualNode('virtual')
    exparser.Element.setInheritSlots(node)
    return { tree: empty, node, component: null, children: [] }
  }
  const tag = tree.tag.replace(/^wx-/, '')
  if (tag === 'slot') {
    const node = shadowRoot.createVirtualNode('slot')
    exparser.Element.setSlotName(node, String(tree.attr?.['name'] ?? ''))
    return { tree: empty, node, component: null, children: [] }
  }
  const definition = shadowRoot.getHostNode().__generics[tag] ?? componentFor(tag)
  if (definition === null)
    return {
      tree: empty,
      node: owned(shadowRoot, shadowRoot.createComponent(`wx-${tag}`)),
      component: null,
      children: [],
    }
  const component = owned(
    shadowRoot,
    shadowRoot.createComponent(tag, definition, genericsOf(context, tree)),
  ) as ComponentNode
  return { tree: empty, node: component, component, children: [] }
}

// `generic:item="card"`: a tag of this template, or a generic of the component it belongs to, which exparser knows by
// name.
function genericsOf({ componentFor }: RenderContext, { generics = {} }: TreeNode): Record<string, string> {
  return Object.fromEntries(
    Object.entries(generics).map(([name, value]) => {
      const tag = value.replace(/^wx-/, '')
      return [name.replace(/^wx-/, ''), componentFor(tag)?.is ?? tag]
    }),
  )
}

// exparser looks an external class up at the class list's owner, which it sets only where classes get a prefix.
function owned(shadowRoot: ShadowRoot, node: ExparserNode): ExparserNode {
  node.classList._owner = shadowRoot.getHostNode().classList
  return node
}

function patch(context: RenderContext, rendered: Rendered, tree: TreeNode | string): void {
  if (typeof tree === 'string' || typeof rendered.tree === 'string') {
    if (rendered.tree !== tree) rendered.node.textContent = String(tree)
    rendered.tree = tree
    return
  }
  const before = rendered.tree
  const changes = changedAttributes(plainAttributes(before), plainAttributes(tree))
  rendered.tree = tree
  if (changes.length > 0) applyAttributes(context, rendered, changes)
  tellWxs(context, rendered, { before, after: tree })
  patchChildren(context, rendered, tree)
}

/** Changes what stands below `rendered` to what stands below `tree`. */
export function patchChildren(context: RenderContext, rendered: Rendered, tree: TreeNode): void {
  const before = byKey(rendered.children, (child) => child.tree)
  const after = byKey(
    tree.children.map((child) => (typeof child === 'number' ? String(child) : child)),
    (child) => child,
  )
  const children = [...after].map(([key, wanted]) => {
    const old = before.get(key)
    if (old === undefined || !alike(old.tree, wanted)) return create(context, wanted)
    patch(context, old, wanted)
    return old
  })
  place(rendered, children)
  rendered.tree = tree
}

function place(rendered: Rendered, children: Rendered[]): void {
  const kept = new Set(children)
  for (const old of rendered.children) if (!kept.has(old)) rendered.node.removeChild(old.node)
  children.forEach(({ node }, index) => {
    const standing = rendered.node.childNodes[index]
    if (standing === node) return
    if (standing === undefined) rendered.node.appendChild(node)
    else rendered.node.insertBefore(node, standing)
  })
  rendered.children = children
}

// Children without wx:key keep their place; a key that comes twice counts as another key, as WeChat warns but goes on.
function byKey<Child>(children: Child[], treeOf: (child: Child) => TreeNode | string): Map<string, Child> {
  const found = new Map<string, Child>()
  children.forEach((child, index) => {
    const tree = treeOf(child)
    const key = typeof tree === 'string' || tree.wxKey === undefined ? `place ${index}` : `key ${String(tree.wxKey)}`
    found.set(found.has(key) ? `${key} at ${index}` : key, child)
  })
  return found
}

function alike(one: TreeNode | string, other: TreeNode | string): boolean {
  if (typeof one === 'string' || typeof other === 'string') return typeof one === typeof other
  // A slot cannot be renamed once it stands.
  const sameSlot = one.tag !== 'wx-slot' || one.attr?.['name'] === other.attr?.['name']
  return one.tag === other.tag && one.wxVkey === other.wxVkey && sameSlot
}

function plainAttributes(tree: TreeNode): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(tree.attr ?? {}).filter(
      ([name]) => asBinding(name) === null && name !== WXS_COPY && !name.startsWith(WXS_CHANGE),
    ),
  )
}

function currentHandler({ tree }: Rendered, name: string): Handler | undefined {
  if (typeof tree === 'string') return undefined
  const wxs = wxsAttribute(tree, name)
  return wxs ?? { name: tree.attr?.[name] }
}

// A function that listens to a property hears of its first value, too.
const WXS_CHANGE = '$wxs:change:'

function tellWxs(
  context: RenderContext,
  { node }: Rendered,
  { before, after }: { before: TreeNode | undefined; after: TreeNode },
): void {
  for (const name of Object.keys(after.attr ?? {}).filter((one) => one.startsWith(WXS_CHANGE))) {
    const property = name.slice(WXS_CHANGE.length)
    const values: [unknown, unknown] = [after.attr?.[property], before?.attr?.[property]]
    const wxs = wxsAttribute(after, name)
    if (wxs === undefined || (before !== undefined && sameValue(...values))) continue
    const tell = (): void => tellOne(context, { wxs, values, node })
    // While a component is created it has no methods yet.
    if (before === undefined) context.later(tell)
    else tell()
  }
}

function tellOne(
  context: RenderContext,
  { wxs, values, node }: { wxs: { run: Callable; copy: Callable }; values: [unknown, unknown]; node: ExparserNode },
): void {
  try {
    context.wxs.changed(wxs.run, values, { node, owner: context.shadowRoot.getHostNode(), copy: wxs.copy })
  } catch (error) {
    context.report(error)
  }
}
