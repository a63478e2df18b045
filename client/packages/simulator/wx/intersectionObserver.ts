// wx.createIntersectionObserver: https://developers.weixin.qq.com/miniprogram/dev/api/wxml/IntersectionObserver.html
import type { FrameworkNode } from '../engines/frameworkNode.ts'
import { isRecord } from '../record.ts'
import type { Box } from '../layout/createLayout.ts'
import type { LayoutWorld } from './LayoutWorld.ts'
import { WINDOW } from './phone.ts'
import { soon } from './soon.ts'
import type { WxHost } from './WxHost.ts'

interface Watched {
  node: FrameworkNode
  ratio: number
  callback: unknown
}

interface Relative {
  /** null stands for the viewport. */
  selector: string | null
  margins: Record<string, unknown>
}

/** Looks anew whenever `world.onMove` says that something moved, and once when the observing begins. */
export function createIntersectionObserver(
  host: WxHost,
  world: LayoutWorld,
  { component, options }: { component: unknown; options: unknown },
): unknown {
  const given = isRecord(options) ? options : {}
  const thresholds = (Array.isArray(given['thresholds']) ? given['thresholds'] : [0]).map(Number)
  const initialRatio = Number(given['initialRatio'] ?? 0)
  const relatives: Relative[] = []
  let watched: Watched[] = []

  function look(): void {
    for (const one of watched) {
      const seen = intersection(world, { node: one.node, component, relatives })
      const isCrossed = crosses(thresholds, one.ratio, seen.intersectionRatio)
      one.ratio = seen.intersectionRatio
      const { id, dataset } = one.node
      if (isCrossed) host.call(one.callback, { id, dataset: dataset ?? {}, time: Date.now(), ...seen })
    }
  }
  const stopLooking = world.onMove(look)
  const relativeTo = (selector: string | null, margins: unknown): unknown =>
    relatives.push({ selector, margins: isRecord(margins) ? margins : {} }) && observer

  const observer: unknown = host.adopt({
    relativeTo: (selector: unknown, margins: unknown) => relativeTo(String(selector), margins),
    relativeToViewport: (margins: unknown) => relativeTo(null, margins),
    observe(selector: unknown, callback: unknown) {
      const found = world.nodes(component, String(selector))
      const targets = given['observeAll'] === true ? found : found.slice(0, 1)
      watched = targets.map((node) => ({ node, ratio: initialRatio, callback }))
      soon(host, look)
    },
    disconnect() {
      watched = []
      stopLooking()
    },
  })
  return observer
}

function crosses(thresholds: number[], before: number, after: number): boolean {
  return thresholds.some((threshold) => isBeyond(before, threshold) !== isBeyond(after, threshold))
}

function isBeyond(ratio: number, threshold: number): boolean {
  return threshold === 0 ? ratio > 0 : ratio >= threshold
}

function intersection(
  world: LayoutWorld,
  { node, component, relatives }: { node: FrameworkNode; component: unknown; relatives: Relative[] },
) {
  const target = world.rect(node.$$)
  const areas = (relatives.length === 0 ? [{ selector: null, margins: {} }] : relatives).map(({ selector, margins }) =>
    grown(areaOf(world, component, selector), margins),
  )
  const shared = areas.reduce(overlap, target)
  const size = target.width * target.height
  // What has no size is either inside or not.
  const ratio = size > 0 ? (shared.width * shared.height) / size : Number(areas.every((area) => touches(area, target)))
  const relative = areas[0] ?? target
  return {
    intersectionRatio: ratio,
    intersectionRect: edges(shared),
    boundingClientRect: edges(target),
    relativeRect: edges(relative),
  }
}

function areaOf(world: LayoutWorld, component: unknown, selector: string | null): Box {
  if (selector === null) return { left: 0, top: 0, width: WINDOW.windowWidth, height: WINDOW.windowHeight }
  return world.rect(world.nodes(component, selector)[0]?.$$ ?? null)
}

function grown({ left, top, width, height }: Box, margins: Record<string, unknown>): Box {
  const by = (side: string): number => Number(margins[side] ?? 0)
  return {
    left: left - by('left'),
    top: top - by('top'),
    width: width + by('left') + by('right'),
    height: height + by('top') + by('bottom'),
  }
}

function overlap(one: Box, other: Box): Box {
  const left = Math.max(one.left, other.left)
  const top = Math.max(one.top, other.top)
  const right = Math.min(one.left + one.width, other.left + other.width)
  const bottom = Math.min(one.top + one.height, other.top + other.height)
  return { left, top, width: Math.max(0, right - left), height: Math.max(0, bottom - top) }
}

function touches(area: Box, { left, top }: Box): boolean {
  return left >= area.left && left <= area.left + area.width && top >= area.top && top <= area.top + area.height
}

function edges({ left, top, width, height }: Box): Box & { right: number; bottom: number } {
  return { left, top, width, height, right: left + width, bottom: top + height }
}
