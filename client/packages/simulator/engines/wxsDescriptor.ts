// What a WXS function gets of an element or component:
// https://developers.weixin.qq.com/miniprogram/dev/framework/view/interactive-animation.html
import type { Callable } from '../realm/realm.ts'
import { isRecord } from '../record.ts'
import type { EngineHost } from './Engine.ts'
import type { FrameworkNode } from './frameworkNode.ts'

export interface DescriptorHost extends Pick<EngineHost, 'later' | 'rectOf' | 'report'> {
  search(node: FrameworkNode, selector: string): FrameworkNode[]
  /** `this` of the component's methods, or undefined on a built-in node. */
  callerOf(node: FrameworkNode): Record<string, unknown> | undefined
  triggerEvent(node: FrameworkNode, name: string, detail: unknown): void
  /** An empty object of the realm in which WXS runs. */
  emptyObject(): object
  /** Rebuilds what WXS hands over where the program runs. */
  adopt(value: unknown): unknown
}

/** ComponentDescriptor: the same one for a node each time, with its state. */
export type Descriptor = Record<string, Callable>

const RPX = 375 / 750

export function createDescriptors(host: DescriptorHost): (node: FrameworkNode) => Descriptor {
  const known = new WeakMap<FrameworkNode, Descriptor>()
  function descriptorOf(node: FrameworkNode): Descriptor {
    const found = known.get(node) ?? describe(host, node, descriptorOf)
    known.set(node, found)
    return found
  }
  return descriptorOf
}

function describe(
  host: DescriptorHost,
  node: FrameworkNode,
  descriptorOf: (node: FrameworkNode) => Descriptor,
): Descriptor {
  const state = host.emptyObject()
  const guarded = (callback: unknown) => (): void => {
    try {
      if (typeof callback === 'function') callback()
    } catch (error) {
      host.report(error)
    }
  }
  return {
    selectComponent(selector) {
      const [found] = host.search(node, String(selector))
      return found === undefined ? null : descriptorOf(found)
    },
    selectAllComponents: (selector) => host.search(node, String(selector)).map(descriptorOf),
    ...looks(node),
    getDataset: () => node.dataset ?? {},
    callMethod(name, args) {
      const caller = host.callerOf(node)
      const method = caller?.[String(name)]
      if (typeof method === 'function') guarded(() => method.call(caller, host.adopt(args)))()
    },
    requestAnimationFrame: (callback) => host.later(guarded(callback)),
    setTimeout: (callback) => host.later(guarded(callback)),
    clearTimeout: () => undefined,
    getState: () => state,
    triggerEvent: (name, detail) => host.triggerEvent(node, String(name), host.adopt(detail)),
    getBoundingClientRect() {
      const { left, top, width, height } = host.rectOf(node.$$)
      return { left, top, width, height, right: left + width, bottom: top + height }
    },
  }
}

/** Classes and styles of its element. */
function looks(node: FrameworkNode): Descriptor {
  const classes = (name: unknown): string[] => String(name).split(/\s+/).filter(Boolean)
  return {
    setStyle: (style) => setStyle(node.$$, style),
    addClass: (name) => node.$$?.classList.add(...classes(name)),
    removeClass: (name) => node.$$?.classList.remove(...classes(name)),
    hasClass: (name) => node.$$?.classList.contains(String(name)) ?? false,
    getComputedStyle: (names) => styles(node.$$, names),
  }
}

// It outdoes what the template says, for as long as the template does not say anything new.
function setStyle(element: Element | null, style: unknown): void {
  if (element === null) return
  const given = isRecord(style)
    ? Object.entries(style)
        .map(([name, value]) => `${name}: ${String(value)}`)
        .join('; ')
    : String(style)
  const inPixels = given.replace(/(-?[\d.]+)rpx/g, (_, number: string) => `${Number(number) * RPX}px`)
  const names = new Set(inPixels.split(';').map((one) => one.split(':')[0]?.trim()))
  const kept = (element.getAttribute('style') ?? '')
    .split(';')
    .filter((one) => one.trim() !== '' && !names.has(one.split(':')[0]?.trim()))
  element.setAttribute('style', [...kept.map((one) => one.trim()), inPixels].join('; '))
}

function styles(element: Element | null, names: unknown): Record<string, string> {
  const said = new Map(
    (element?.getAttribute('style') ?? '').split(';').map((one) => {
      const [name = '', ...value] = one.split(':')
      return [name.trim(), value.join(':').trim()]
    }),
  )
  return Object.fromEntries(
    (Array.isArray(names) ? names : []).map((name) => [String(name), said.get(String(name)) ?? '']),
  )
}
