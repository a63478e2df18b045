// What one template attribute means for a rendered node: class, style, dataset, slot, a property of a component, or a
// plain attribute of a built-in widget.
import type { ComponentNode, Exparser, ExparserNode } from './exparser.ts'
import type { Realm } from '../../realm/realm.ts'

export interface Change {
  name: string
  /** undefined takes the attribute away. */
  value: unknown
}

/** Which attributes differ, those that are gone included. */
export function changedAttributes(before: Record<string, unknown>, after: Record<string, unknown>): Change[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...names]
    .filter((name) => !sameValue(before[name], after[name]))
    .map((name) => ({ name, value: after[name] }))
}

/** Applies changes to a node; the properties of a component change together, in one update. */
export function applyAttributes(
  { exparser, realm }: { exparser: Exparser; realm: Realm },
  { node, component }: { node: ExparserNode; component: ComponentNode | null },
  changes: Change[],
): void {
  const properties =
    component === null
      ? []
      : changes.filter(({ name }) => exparser.Component.hasPublicProperty(component, camelCase(name)))
  for (const change of changes)
    if (!properties.includes(change) || ALSO_OF_THE_NODE.includes(change.name)) applyOne(node, change, component)
  if (component === null || properties.length === 0) return
  const proxy = exparser.Component.getDataProxy(component)
  for (const { name, value } of properties) proxy.scheduleReplace([camelCase(name)], realm.adopt(value))
  proxy.doUpdates(true)
}

// A component may have properties of these names; the node keeps its own all the same.
const ALSO_OF_THE_NODE = ['id', 'slot', 'hidden']

function applyOne(node: ExparserNode, { name, value }: Change, component: ComponentNode | null): void {
  const text = value === undefined || value === null ? '' : String(value)
  if (name === 'class') {
    node.class = text
    if (component?.hasExternalClass('class') === true) component.setExternalClass('class', text)
  } else if (name === 'style') node.setNodeStyle(text)
  else if (name === 'id') node.id = text
  else if (name === 'slot') node.slot = text
  else if (name.startsWith('data-'))
    node.dataset = { ...node.dataset, [camelCase(name.slice('data-'.length).toLowerCase())]: value }
  else if (name.startsWith('mark:')) node.setMark(name.slice('mark:'.length), value)
  else if (component === null) setPlainAttribute(node, dashed(name), value)
  else if (name === 'hidden') component.$$?.toggleAttribute('hidden', Boolean(value))
  else setExternalClass(component, name, text)
}

// A component may declare `my-class` or `myClass`; wcc writes the latter for both.
function setExternalClass(component: ComponentNode, name: string, value: string): void {
  const declared = [name, dashed(name)].find((one) => component.hasExternalClass(one))
  if (declared !== undefined) component.setExternalClass(declared, value)
}

// What WeChat's widgets do not know they pass over, and a document takes only names of this kind.
const ATTRIBUTE = /^[a-z_:][\w:.-]*$/i

function setPlainAttribute(node: ExparserNode, name: string, value: unknown): void {
  if (!ATTRIBUTE.test(name)) return
  if (value === undefined || value === null || value === false) node.removeAttribute(name)
  else node.setAttribute(name, value === true ? '' : typeof value === 'object' ? JSON.stringify(value) : value)
}

export function sameValue(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || one === null) return Object.is(one, other)
  return JSON.stringify(one) === JSON.stringify(other)
}

function camelCase(name: string): string {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

// wcc turns `open-type` into `openType`.
function dashed(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}
