// Widgets that do something by themselves when a program writes their attributes: they are watched as they stand in the
// document, whichever framework put them there.
import type { PageView, SimulatedEvent } from '../engines/Engine.ts'
import type { Box } from '../layout/createLayout.ts'
import type { SimulatedTimers } from '../realm/simulatedTimers.ts'
import { createScrollViews, isScrollView, type ScrollViews } from './scrollViews.ts'
import { createSwipers, isSwiper, type Swipers } from './swipers.ts'

export interface LivingWidgetsHost {
  box(element: Element): Box
  timers: SimulatedTimers
  moved(): void
}

export interface LivingWidgets {
  readonly scrollViews: ScrollViews
  readonly swipers: Swipers
  /** What an element's attribute would be if it followed the widget; undefined where the attribute itself says it. */
  attribute(element: Element, name: string): string | undefined
  /** What is within an element as HTML, every widget as it stands. */
  html(root: Element): string
  /** Watches everything within `root`, whose view tells the program; answers how to stop. */
  watch(root: Element, view: Pick<PageView, 'dispatch'>): () => void
}

const LIVING = 'wx-scroll-view, wx-swiper'
const OF_SCROLL_VIEWS = ['scroll-left', 'scroll-top', 'scroll-into-view', 'refresher-triggered']
const OF_SWIPERS = ['current', 'current-item-id', 'autoplay', 'interval']

export function createLivingWidgets({ box, timers, moved }: LivingWidgetsHost): LivingWidgets {
  const views = new WeakMap<Element, Pick<PageView, 'dispatch'>>()
  function dispatch(target: Element, event: SimulatedEvent): void {
    const page = target.closest('page')
    if (page !== null) views.get(page)?.dispatch(target, event)
  }
  const scrollViews = createScrollViews({ box, dispatch, moved })
  const swipers = createSwipers({ timers, dispatch })

  function came(element: Element): void {
    for (const view of [element, ...element.getElementsByTagName('wx-scroll-view')].filter(isScrollView))
      for (const name of OF_SCROLL_VIEWS) if (view.hasAttribute(name)) scrollViews.changed(view, name)
    for (const swiper of [element, ...element.getElementsByTagName('wx-swiper')].filter(isSwiper)) swipers.came(swiper)
  }

  function heard({ type, target, attributeName, oldValue, addedNodes }: MutationRecord): void {
    if (type === 'childList') return [...addedNodes].filter(isElement).forEach(came)
    if (!isElement(target) || attributeName === null || target.getAttribute(attributeName) === oldValue) return
    if (isScrollView(target)) scrollViews.changed(target, attributeName)
    else if (isSwiper(target)) swipers.changed(target, attributeName)
  }

  function state(element: Element): Record<string, string> {
    if (isScrollView(element)) return scrollViews.state(element)
    return isSwiper(element) ? swipers.state(element) : {}
  }

  return {
    scrollViews,
    swipers,
    attribute: (element, name) => state(element)[name],
    html: (root) => htmlOf(root, state),
    watch(root, view) {
      views.set(root, view)
      return observe(root, heard)
    },
  }
}

function observe(root: Element, heard: (record: MutationRecord) => void): () => void {
  const Observer = root.ownerDocument.defaultView?.MutationObserver
  const observer = Observer && new Observer((records) => records.forEach(heard))
  const attributeFilter = [...OF_SCROLL_VIEWS, ...OF_SWIPERS]
  observer?.observe(root, { subtree: true, childList: true, attributeFilter, attributeOldValue: true })
  return () => observer?.disconnect()
}

function htmlOf(root: Element, state: (element: Element) => Record<string, string>): string {
  const copy = root.cloneNode(true) as Element
  const copies = [...copy.querySelectorAll(LIVING)]
  for (const [index, element] of [...root.querySelectorAll(LIVING)].entries())
    for (const [name, value] of Object.entries(state(element))) copies[index]?.setAttribute(name, value)
  return copy.innerHTML
}

function isElement(node: Node): node is Element {
  return node.nodeType === node.ELEMENT_NODE
}
