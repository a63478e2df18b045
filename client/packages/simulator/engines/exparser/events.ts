// bindtap, catchtap and their relatives. The handler is looked up by name on the instance when the event comes, since
// uni-app sets its handlers there at run time.
import type { Exparser, ExparserEvent, ExparserNode } from './exparser.ts'
import { noMethod } from '../noMethod.ts'
import type { Callable, Realm } from '../../realm/realm.ts'
import type { WxsCalls } from './wxsEvents.ts'

interface Binding {
  event: string
  capture: boolean
  stops: boolean
  exclusive: boolean
}

const BINDING = /^(?:\$wxs:)?(capture-)?(mut-)?(bind|catch):?(.+)$/

/** Reads an attribute name as an event binding; null when it is none. */
export function asBinding(name: string): Binding | null {
  const [, capture, exclusive, verb, event] = BINDING.exec(name) ?? []
  if (event === undefined) return null
  return { event, capture: capture !== undefined, stops: verb === 'catch', exclusive: exclusive !== undefined }
}

/** What an attribute says is to be called: a method by name, or a function of a WXS module. */
export type Handler = { name: unknown } | { run: Callable; copy: Callable }

interface EventContext {
  exparser: Exparser
  realm: Realm
  wxs: WxsCalls
  warn(message: string): void
}

/** Listens on `node` and calls the handler of the component whose template `node` stands in. */
export function bindEvent(
  { exparser, realm, wxs, warn }: EventContext,
  node: ExparserNode,
  {
    handler,
    ...binding
  }: Binding & { /** Asked at each event: an update may name another. */ handler: () => Handler | undefined },
): void {
  const listener = function (this: ExparserNode, event: ExparserEvent): unknown {
    const wanted = handler()
    if (wanted === undefined || isNothing(wanted) || (binding.exclusive && event.mutatedMarked())) return undefined
    if (binding.exclusive) event.markMutated()
    const owner = node.ownerShadowRoot?.getHostNode()
    if (owner === undefined) return undefined
    const object = eventObject(event, node)
    if ('run' in wanted)
      return wxs.handle(wanted.run, object, { node, owner, copy: wanted.copy }) === false || binding.stops
        ? false
        : undefined
    const instance = exparser.Element.getMethodCaller(owner)
    const method = instance[String(wanted.name)]
    if (typeof method === 'function') method.call(instance, realm.adopt(object))
    else warn(noMethod(owner.is, wanted.name))
    return binding.stops ? false : undefined
  }
  exparser.addListenerToElement(node, binding.event, listener, { capture: binding.capture })
}

function isNothing(handler: Handler): boolean {
  return 'name' in handler && (typeof handler.name !== 'string' || handler.name === '')
}

// A plain object with a detail of its own: uni-app replaces an inherited one.
function eventObject(event: ExparserEvent, node: ExparserNode): Record<string, unknown> {
  return {
    type: event.type,
    timeStamp: event.timeStamp,
    mark: event.mark ?? {},
    detail: event.detail,
    target: targetObject(event.target),
    currentTarget: targetObject(node),
    touches: event.touches ?? [],
    changedTouches: event.changedTouches ?? [],
  }
}

function targetObject(node: ExparserNode): Record<string, unknown> {
  return { id: node.id, offsetLeft: 0, offsetTop: 0, dataset: node.dataset ?? {} }
}
