// The template engine exparser is given for one component: wcc's trees instead of exparser's own templates.
import type { ComponentNode, Exparser, ExparserNode, TemplateInstance } from './exparser.ts'
import { patchChildren, type RenderContext, renderRoot } from './renderTree.ts'
import type { TreeNode } from './templates.ts'

/** @param render the component's template; data in, tree out */
export function createTemplateEngine(
  exparser: Exparser,
  shared: Omit<RenderContext, 'shadowRoot'> & { updated(): void },
  render: (data: unknown) => TreeNode,
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
        // A template that fails leaves what it showed before, and nothing at first; the program goes on.
        let shown: TreeNode = { tag: 'wx-page', children: [] }
        function draw(drawn: unknown): TreeNode {
          try {
            shown = render(drawn)
          } catch (error) {
            shared.report(error)
          }
          return shown
        }
        const root = renderRoot(context, draw(innerData))
        let rendering = false
        let again = false
        return {
          shadowRoot,
          ...marked(shadowRoot),
          listeners: [],
          data: exparser.dataUtils.deepCopy(data),
          updateValues(_node, newData) {
            // A child may change its parent while the parent's update reaches it; that update waits its turn.
            again = true
            if (rendering) return
            rendering = true
            try {
              while (again) {
                again = false
                patchChildren(context, root, draw(newData))
              }
            } finally {
              rendering = false
            }
            shared.updated()
          },
        }
      },
    }),
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
