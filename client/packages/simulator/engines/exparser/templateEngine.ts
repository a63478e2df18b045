// The template engine exparser is given for one component: wcc's trees instead of exparser's own templates.
import type { ComponentNode, Exparser, ExparserNode, TemplateInstance } from './exparser.ts'
import { patchChildren, type RenderContext, renderRoot } from './renderTree.ts'
import type { TreeNode } from './templates.ts'

type Shared = Omit<RenderContext, 'shadowRoot'> & { updated(): void }
type Render = (data: unknown) => TreeNode

/** @param render the component's template; data in, tree out */
export function createTemplateEngine(
  exparser: Exparser,
  shared: Shared,
  render: Render,
): {
  create(
    behavior: unknown,
    data: unknown,
    innerData: unknown,
  ): { createInstance(node: ComponentNode): TemplateInstance }
} {
  return {
    create: (_behavior, data, innerData) => ({
      createInstance(node) {
        const shadowRoot = exparser.ShadowRoot.create(node)
        const context = { ...shared, shadowRoot }
        const draw = drawer(shared, render)
        const root = renderRoot(context, draw(innerData))
        const update = inTurn((newData) => patchChildren(context, root, draw(newData)), shared.updated)
        return {
          shadowRoot,
          ...marked(shadowRoot),
          listeners: [],
          data: exparser.dataUtils.deepCopy(data),
          updateValues: (_node, newData) => update(newData),
        }
      },
    }),
  }
}

// A template that fails leaves what it showed before, and nothing at first; the program goes on.
function drawer(shared: Shared, render: Render): Render {
  let shown: TreeNode = { tag: 'wx-page', children: [] }
  return (data) => {
    try {
      shown = render(data)
    } catch (error) {
      shared.report(error)
    }
    return shown
  }
}

// A child may change its parent while the parent's update reaches it; that update waits its turn.
function inTurn(update: (data: unknown) => void, updated: () => void): (data: unknown) => void {
  let isRendering = false
  let again = false
  return (data) => {
    again = true
    if (isRendering) return
    isRendering = true
    try {
      while (again) {
        again = false
        update(data)
      }
    } finally {
      isRendering = false
    }
    updated()
  }
}

// exparser keeps these itself from the first change on, but wants to be told how they begin.
function marked(shadowRoot: ExparserNode): Pick<TemplateInstance, 'idMap' | 'slots'> {
  const idMap: Record<string, ExparserNode> = {}
  const slots: Record<string, ExparserNode> = {}
  function visit(node: ExparserNode): void {
    for (const child of node.childNodes) {
      if (child.id) idMap[child.id] ??= child
      if (child.__slotName !== undefined) slots[child.__slotName] ??= child
      if (child.childNodes !== undefined) visit(child)
    }
  }
  visit(shadowRoot)
  return { idMap, slots }
}
