// bindtap, catchtap and their relatives. The handler is looked up by name on the instance when the event comes, since
// uni-app sets its handlers there at run time.
import type { Exparser, ExparserEvent, ExparserNode } from './exparser.ts'
import type { Realm } from '../../realm/realm.ts'

interface Binding {
  event: string
  capture: boolean
  stops: boolean
  exclusive: boolean
}

const BINDING = /^(capture-)?(mut-)?(bind|catch):?(.+)$/

/** Reads an attribute name as an event binding; null when it is none. */
export function asBinding(name: string): Binding | null {
  const [, capture, exclusive, verb, event] = BINDING.exec(name) ?? []
  if (event === undefined) return null
  return { event, capture: capture !== undefined, stops: verb === 'catch', exclusive: exclusive !== undefined }
}

/** Listens on `node` and calls the handler of the component whose template `node` stands in. */
export function bindEvent(
  { exparser, realm }: { exparser: Exparser; realm: Realm },
  node: ExparserNode,
  { handlerName, ...binding }: Binding & { /** Asked at each event: an update may name another. */ handlerName: () => unknown },
): void {
  const listener = function (this: ExparserNode, event: ExparserEvent): unknown {
    const name = handlerName()
    if (typeof name !== 'string' || name === '' || (binding.exclusive && event.mutatedMarked())) return undefined
    if (binding.exclusive) event.markMutated()
    const owner = node.ownerShadowRoot
    if (owner === null) return undefined
    const instance = exparser.Element.getMethodCaller(owner.getHostNode())
    const handler = instance[name]
    if (typeof handler === 'function') handler.call(instance, realm.adopt(eventObject(event, node)))
    return binding.stops ? false : undefined
  }
  exparser.addListenerToElement(node, binding.event, listener, { capture: binding.capture })
}

// A plain object with a detail of its own: uni-app replaces an inherited one.
function eventObject(event: ExparserEvent, node: ExparserNode): Record<string, unknown> {
  return {
    type: event.type, timeStamp: event.timeStamp, mark: event.mark ?? {}, detail: event.detail,
    target: targetObject(event.target), currentTarget: targetObject(node),
    touches: event.touches ?? [], changedTouches: event.changedTouches ?? [],
  }
}

function targetObject(node: ExparserNode): Record<string, unknown> {
  return { id: node.id, offsetLeft: 0, offsetTop: 0, dataset: node.dataset ?? {} }
}
