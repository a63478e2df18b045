// Scroll views: how far each is scrolled, and what it tells. Its attributes say only what the program wished last: on a
// phone a wish that is the same as the one before moves nothing, wherever a finger has been since.
// https://developers.weixin.qq.com/miniprogram/dev/component/scroll-view.html
import type { SimulatedEvent } from '../engines/Engine.ts'
import { nodeAt } from '../engines/frameworkNode.ts'
import { type Box, lengthOf } from '../layout/createLayout.ts'
import { isOn, numberOf } from './widgetState.ts'

/** CSS pixels. */
export interface Offset {
  left: number
  top: number
}

export interface ScrollViewHost {
  /** Where an element is on its page before anyone scrolls. */
  box(element: Element): Box
  dispatch(target: Element, event: SimulatedEvent): void
  /** Something on the page is somewhere else now. */
  moved(): void
}

export interface ScrollViews {
  /** Of one scroll view. */
  offset(view: Element): Offset
  /** Of all scroll views around an element together. */
  around(element: Element | null): Offset
  /** The size of a view's content as far as it is known, and of the view itself at least. */
  extent(view: Element): { width: number; height: number }
  /** Scrolls as far as the content goes, along the axes the view lets one, and tells of it. */
  scroll(view: Element, to: Partial<Offset>): void
  /** Brings an element of the view's content to the view's corner. */
  intoView(view: Element, element: Element | null): void
  /** Scrolls to the end; the view tells `scrolltolower` also where no sizes are known. */
  toEnd(view: Element): void
  /** Pulls the view's refresher as far as it refreshes. */
  pull(view: Element): void
  /** What the view's attributes would be if they followed it. */
  state(view: Element): Record<string, string>
  /** An attribute was written by the program, or stands there when the view comes. */
  changed(view: Element, attribute: string): void
}

interface Axis {
  start: 'left' | 'top'
  size: 'width' | 'height'
  attribute: string
  /** What lets one scroll along it. */
  flag: string
  end: string
}

const AXES: readonly Axis[] = [
  { start: 'left', size: 'width', attribute: 'scroll-left', flag: 'scroll-x', end: 'right' },
  { start: 'top', size: 'height', attribute: 'scroll-top', flag: 'scroll-y', end: 'bottom' },
]
const NOWHERE: Offset = { left: 0, top: 0 }
// "距顶部/左边多远时，触发 scrolltoupper 事件", and the same for the end.
const THRESHOLD = 50
const REFRESHER_THRESHOLD = 45

export const isScrollView = (element: Element): boolean => element.tagName === 'WX-SCROLL-VIEW'

export function createScrollViews(host: ScrollViewHost): ScrollViews {
  const tell: Tell = (view, type, detail) => host.dispatch(view, { type, detail, bubbles: false })
  const { offset, scroll } = createScrolling(host, tell)
  const refresher = createRefresher(tell)

  function intoView(view: Element, element: Element | null): void {
    if (element === null) return
    const [place, corner, past] = [host.box(element), host.box(view), numberOf(view, 'scroll-into-view-offset', 0)]
    scroll(view, { left: place.left - corner.left + past, top: place.top - corner.top + past })
  }

  return {
    offset,
    around: (element) => sumAround(offset, element),
    state: (view) => Object.fromEntries(axesOf(view).map((one) => [one.attribute, String(offset(view)[one.start])])),
    extent: (view) => contentSize(host, view),
    scroll,
    intoView,
    toEnd(view) {
      const axis = axesOf(view).at(-1)
      if (axis === undefined) return
      const end = limitOf(host, view, axis)
      if (end > offset(view)[axis.start] && end !== Infinity) scroll(view, { [axis.start]: end })
      else tell(view, 'scrolltolower', { direction: axis.end })
    },
    pull: refresher.pull,
    changed(view, attribute) {
      const axis = AXES.find((one) => one.attribute === attribute)
      const wanted = lengthOf(view.getAttribute(attribute))
      if (axis !== undefined && wanted !== undefined) scroll(view, { [axis.start]: wanted })
      if (attribute === 'scroll-into-view') intoView(view, withId(view, view.getAttribute(attribute)))
      if (attribute === 'refresher-triggered') refresher.changed(view)
    },
  }
}

type Tell = (view: Element, type: string, detail: Record<string, unknown>) => void
type Places = Pick<ScrollViewHost, 'box'>

/** How far each view is scrolled, and the events of going there. */
function createScrolling(host: ScrollViewHost, tell: Tell): Pick<ScrollViews, 'offset' | 'scroll'> {
  const offsets = new WeakMap<Element, Offset>()
  const offset = (view: Element): Offset => offsets.get(view) ?? NOWHERE

  function scroll(view: Element, to: Partial<Offset>): void {
    const before = offset(view)
    const after = { ...before }
    for (const axis of axesOf(view)) {
      const wanted = to[axis.start] ?? before[axis.start]
      after[axis.start] = Math.min(Math.max(0, wanted), limitOf(host, view, axis))
    }
    offsets.set(view, after)
    if (before.left === after.left && before.top === after.top) return
    host.moved()
    const { width, height } = contentSize(host, view)
    tell(view, 'scroll', {
      scrollLeft: after.left,
      scrollTop: after.top,
      scrollWidth: width,
      scrollHeight: height,
      deltaX: before.left - after.left,
      deltaY: before.top - after.top,
    })
    for (const axis of AXES) tellOfEnds(view, axis, after[axis.start] - before[axis.start])
  }

  // A view that comes near one of its ends says so, each time it comes nearer.
  function tellOfEnds(view: Element, axis: Axis, by: number): void {
    const at = offset(view)[axis.start]
    if (by < 0 && at <= numberOf(view, 'upper-threshold', THRESHOLD))
      tell(view, 'scrolltoupper', { direction: axis.start })
    if (by > 0 && at + numberOf(view, 'lower-threshold', THRESHOLD) >= limitOf(host, view, axis))
      tell(view, 'scrolltolower', { direction: axis.end })
  }

  return { offset, scroll }
}

/** What a person pulls down, and a program lets go by `refresher-triggered`. */
function createRefresher(tell: Tell): { pull(view: Element): void; changed(view: Element): void } {
  const refreshing = new WeakSet<Element>()
  function refresh(view: Element): void {
    if (refreshing.has(view)) return
    refreshing.add(view)
    const dy = numberOf(view, 'refresher-threshold', REFRESHER_THRESHOLD)
    tell(view, 'refresherpulling', { dy })
    tell(view, 'refresherrefresh', { dy })
  }
  return {
    pull(view) {
      if (!isOn(view, 'refresher-enabled'))
        throw new Error('The scroll-view has no refresher-enabled: nobody can pull it')
      refresh(view)
    },
    changed(view) {
      if (isOn(view, 'refresher-triggered')) refresh(view)
      else if (refreshing.delete(view)) tell(view, 'refresherrestore', { dy: 0 })
    },
  }
}

function axesOf(view: Element): Axis[] {
  return AXES.filter(({ flag }) => isOn(view, flag))
}

function contentSize({ box }: Places, view: Element): { width: number; height: number } {
  const outer = box(view)
  const size = { width: outer.width, height: outer.height }
  for (const element of view.querySelectorAll('*')) {
    const inner = box(element)
    for (const { start, size: side } of AXES)
      if (inner[side] > 0) size[side] = Math.max(size[side], inner[start] + inner[side] - outer[start])
  }
  return size
}

/** How far the view can go; without sizes it goes anywhere. */
function limitOf(places: Places, view: Element, { size }: Axis): number {
  const own = places.box(view)[size]
  return own > 0 ? contentSize(places, view)[size] - own : Infinity
}

function sumAround(offset: (view: Element) => Offset, element: Element | null): Offset {
  const sum = { ...NOWHERE }
  for (let one = element?.parentElement ?? null; one !== null; one = one.parentElement) {
    sum.left += offset(one).left
    sum.top += offset(one).top
  }
  return sum
}

function withId(view: Element, id: string | null): Element | null {
  return [...view.querySelectorAll('*')].find((element) => nodeAt(element)?.id === id) ?? null
}
