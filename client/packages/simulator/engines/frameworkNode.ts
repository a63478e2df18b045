// What both frameworks leave on every element they make, under one name.
import { isRecord } from '../record.ts'

/** A node of either framework's tree: the element in the template, not the one in the document. */
export interface FrameworkNode {
  readonly id: string
  readonly dataset?: Record<string, unknown> | null | undefined
  /** The tree it was written in; null on the page's own component. */
  readonly ownerShadowRoot: { getHostNode(): FrameworkNode } | null
  /** Its element in the document; a virtual host has none. */
  readonly $$: Element | null
  /** Of a custom component. */
  readonly data?: Record<string, unknown>
}

/** The node `element` was made for; throws for an element no framework made. */
export function nodeOf(element: Element): FrameworkNode {
  const node = nodeAt(element)
  if (node === undefined) throw new Error(`<${element.tagName.toLowerCase()}> was not rendered by the framework`)
  return node
}

/** The same, or undefined. */
export function nodeAt(element: Element): FrameworkNode | undefined {
  const node: unknown = Reflect.get(element, '__wxElement')
  return isRecord(node) ? (node as unknown as FrameworkNode) : undefined
}

/** The component in whose template `element` stands, or null on the page's own. */
export function ownerOf(element: Element): FrameworkNode | null {
  return nodeAt(element)?.ownerShadowRoot?.getHostNode() ?? null
}
