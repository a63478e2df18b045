// glass-easel hands out events that inherit their fields; programs get objects that own them, as WeChat's do.
import type { Callable, Realm } from '../../realm/realm.ts'
import { isRecord } from '../../record.ts'
import { noMethod } from '../noMethod.ts'
import type { GlassEasel } from './glassEasel.ts'

/**
 * Replaces the framework's way of showing an event to one listener. uni-app takes an event whose `detail` is inherited
 * for one without detail and empties it.
 */
export function ownEventFields(glassEasel: GlassEasel, realm: Realm): void {
  const shadowed = function (this: Record<string, unknown>, ...[target, mark, currentTarget]: unknown[]): object {
    const event = Object.create(this) as Record<string, unknown>
    return Object.assign(
      event,
      realm.adopt({
        type: this['type'],
        timeStamp: this['timeStamp'],
        detail: this['detail'] ?? {},
        mark: mark ?? {},
        target: asTarget(target),
        currentTarget: asTarget(currentTarget),
        touches: this['touches'] ?? [],
        changedTouches: this['changedTouches'] ?? [],
      }),
      { [HEARD_ON]: currentTarget },
    )
  }
  Reflect.set(glassEasel.Event.prototype, 'wrapShadowedEvent', shadowed satisfies Callable)
}

export interface HandlerWatch {
  warn(message: string): void
  /** Gets every method that was found for an event. */
  methods: WeakSet<object>
}

/** Lets the console hear of a handler that is not there; the framework passes it over. */
export function watchHandlers({ Component }: GlassEasel, { warn, methods }: HandlerWatch): void {
  const { getMethod } = Component
  Component.getMethod = (component, name) => {
    const found = getMethod.call(Component, component, name)
    if (found === undefined && typeof name === 'string' && name !== '') warn(noMethod(component.is, name))
    if (typeof found === 'function') methods.add(found)
    return found
  }
}

/** The node whose handler is called, on the event it gets. */
export const HEARD_ON = Symbol('node')

function asTarget(node: unknown): Record<string, unknown> {
  const fields = isRecord(node) ? node : {}
  return { id: fields['id'] ?? '', dataset: fields['dataset'] ?? {}, offsetLeft: 0, offsetTop: 0 }
}
