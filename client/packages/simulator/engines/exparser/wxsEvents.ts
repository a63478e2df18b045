// Functions of WXS modules as handlers and as listeners to a property. wcc's code calls every field `nv_…`, inside of
// them as in what they are given; its own copier adds the prefix and takes it away.
import type { Callable, Realm } from '../../realm/realm.ts'
import { isRecord } from '../../record.ts'
import type { FrameworkNode } from '../frameworkNode.ts'
import type { Descriptor } from '../wxsDescriptor.ts'
import type { TreeNode } from './templates.ts'

export interface WxsCalls {
  /** Runs a handler; false stops the event. */
  handle(handler: Callable, event: Record<string, unknown>, place: WxsPlace): unknown
  changed(listener: Callable, values: [unknown, unknown], place: WxsPlace): void
}

export interface WxsPlace {
  node: FrameworkNode
  owner: FrameworkNode
  /** wcc's copier, from the node's attributes. */
  copy: Callable
}

const PREFIX = 'nv_'
const COPY_ALL = 2

/** wcc's own attribute that holds its copier, on nodes with attributes that hold a function. */
export const WXS_COPY = '$gdc'

/** The function an attribute holds in place of a name, with what it needs; undefined when it holds none. */
export function wxsAttribute({ attr = {} }: TreeNode, name: string): { run: Callable; copy: Callable } | undefined {
  const [run, copy] = [attr[name], attr[WXS_COPY]]
  return typeof run === 'function' && typeof copy === 'function'
    ? { run: run as Callable, copy: copy as Callable }
    : undefined
}

export function createWxsCalls(
  view: Pick<Realm, 'adopt'>,
  descriptorOf: (node: FrameworkNode) => Descriptor,
): WxsCalls {
  const shown = new WeakMap<Descriptor, unknown>()
  const inside = (value: unknown, copy: Callable): unknown => copy(view.adopt(value), PREFIX, COPY_ALL)

  // A descriptor as WXS sees it; there is one for each, so that nothing is copied twice.
  function show(descriptor: Descriptor, copy: Callable): unknown {
    const known = shown.get(descriptor)
    if (known !== undefined) return known
    const answer = (value: unknown): unknown => (isDescriptor(value) ? show(value, copy) : inside(value, copy))
    const methods = Object.entries(descriptor).map(([name, method]) => [
      PREFIX + name,
      (...args: unknown[]) => {
        const result = method(...args.map((arg) => (typeof arg === 'function' ? arg : copy(arg))))
        if (name === 'getState') return result
        return Array.isArray(result) ? result.map(answer) : answer(result)
      },
    ])
    const made = view.adopt(Object.fromEntries(methods))
    shown.set(descriptor, made)
    return made
  }

  return {
    handle(handler, event, { node, owner, copy }) {
      const given = inside(event, copy)
      if (isRecord(given)) given[`${PREFIX}instance`] = show(descriptorOf(node), copy)
      return handler(given, show(descriptorOf(owner), copy))
    },
    changed(listener, values, { node, owner, copy }) {
      listener(
        ...values.map((value) => inside(value, copy)),
        show(descriptorOf(owner), copy),
        show(descriptorOf(node), copy),
      )
    },
  }
}

function isDescriptor(value: unknown): value is Descriptor {
  return isRecord(value) && typeof value['selectComponent'] === 'function'
}
