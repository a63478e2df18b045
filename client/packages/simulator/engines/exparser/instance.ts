// What the program sees as `this` in a component or page: exparser's node with WeChat's public methods on top.
// https://developers.weixin.qq.com/miniprogram/dev/reference/api/Component.html
import type { ComponentNode, Exparser, ExparserNode } from './exparser.ts'
import type { Callable } from '../../realm/realm.ts'
import type { EngineHost } from '../Engine.ts'

/** Makes `node`'s instance and registers it, so that lifetimes, methods and events get it as `this`. */
export function createInstance(
  exparser: Exparser,
  { realm, report, instanceFields }: EngineHost,
  node: ComponentNode,
): Record<string, unknown> {
  const instance = Object.create(node) as Record<string, unknown>
  const methods: Record<string, Callable> = {
    setData(data, callback) {
      node.setData(data)
      if (typeof callback === 'function')
        Promise.resolve()
          .then(() => callback.call(instance))
          .catch(report)
    },
    groupSetData: (callback) => (callback as Callable).call(instance),
    triggerEvent: (name, detail, options) => node.triggerEvent(String(name), detail, options ?? {}),
    selectComponent: (selector) => selected(exparser, instance, node.shadowRoot.querySelector(String(selector))),
    selectAllComponents: (selector) =>
      node.shadowRoot
        .querySelectorAll(String(selector))
        .map((found) => selected(exparser, instance, found))
        .filter((found) => found !== null),
    selectOwnerComponent: () => selected(exparser, instance, node.ownerShadowRoot?.getHostNode() ?? null),
    getRelationNodes: (name) =>
      (node.getRelationNodes(String(name)) ?? []).map((found) => exparser.Element.getMethodCaller(found)),
  }
  for (const [name, field] of Object.entries({ ...instanceFields(instance), ...methods }))
    instance[name] = realm.adopt(field)
  node.dataset ??= {}
  Object.defineProperty(instance, 'properties', { get: () => node.data, configurable: true })
  exparser.Element.setMethodCaller(node, instance)
  return instance
}

// A component with the behaviour wx://component-export decides itself what others get of it.
function selected(exparser: Exparser, asking: object, node: ExparserNode | null): unknown {
  if (node === null) return null
  const instance: object = exparser.Element.getMethodCaller(node)
  // A built-in node speaks for itself, and is no component.
  if (instance === node) return null
  const exporting = isComponent(node) ? exparser.Component.getMethod(node, '__export__') : undefined
  return typeof exporting === 'function' ? (exporting.call(instance, asking) ?? instance) : instance
}

function isComponent(node: ExparserNode): node is ComponentNode {
  return 'shadowRoot' in node
}
