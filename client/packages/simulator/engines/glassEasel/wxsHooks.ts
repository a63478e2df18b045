// Functions of WXS modules as handlers and as listeners to a property: the compiled templates call these two around
// them.
import type { Callable } from '../../realm/realm.ts'
import { isRecord } from '../../record.ts'
import type { EngineHost } from '../Engine.ts'
import type { FrameworkNode } from '../frameworkNode.ts'
import type { Descriptor } from '../wxsDescriptor.ts'
import { HEARD_ON } from './events.ts'

export interface WxsHooks {
  /** Makes a listener to a property of a WXS function. */
  $changed: Callable
  /** Calls a handler: `this`, the event, the function, and for one of WXS where it comes from. */
  $heard: Callable
  /** Makes a function that may be called in a template of anything. */
  $called: Callable
}

/** @param isMethod tells a handler of the component from a function of WXS, which may come from any expression */
export function createWxsHooks(
  descriptorOf: (node: FrameworkNode) => Descriptor,
  { realm: { adopt }, later, report, warn }: EngineHost,
  isMethod: (handler: unknown) => boolean,
): WxsHooks {
  const described = (node: unknown): unknown => adopt(descriptorOf(node as FrameworkNode))
  return {
    $called:
      (handler) =>
      (...args: unknown[]) => {
        try {
          return typeof handler === 'function' ? (handler as Callable)(...args) : undefined
        } catch (error) {
          warn(`wxs: ${String(error)}`)
          return undefined
        }
      },
    $changed:
      (listener) =>
      (...[value, old, host, node]: unknown[]) => {
        const tell = (): unknown => (listener as Callable)(value, old, described(host), described(node))
        // The first value comes before what stands behind in the template is there.
        if (old !== undefined) return tell()
        return later(() => guarded(tell, report))
      },
    $heard(...[instance, event, handler]) {
      if (isMethod(handler)) return Reflect.apply(handler as Callable, instance, [event])
      const component: unknown = isRecord(instance) ? instance['_$'] : undefined
      if (isRecord(event)) event['instance'] = described(Reflect.get(event, HEARD_ON))
      return (handler as Callable)(event, described(component))
    },
  }
}

function guarded(work: () => unknown, report: (error: unknown) => void): void {
  try {
    work()
  } catch (error) {
    report(error)
  }
}
