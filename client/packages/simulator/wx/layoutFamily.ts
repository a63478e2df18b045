// Questions about where things are, on wx and on every component.
import type { FrameworkNode } from '../engines/frameworkNode.ts'
import type { Box, Layout } from '../layout/createLayout.ts'
import type { OpenPage } from '../program/pageLife.ts'
import type { Callable } from '../realm/realm.ts'
import { isRecord } from '../record.ts'
import type { ScrollViews } from '../widgets/scrollViews.ts'
import { createIntersectionObserver } from './intersectionObserver.ts'
import type { LayoutWorld } from './LayoutWorld.ts'
import { WINDOW } from './phone.ts'
import { createSelectorQuery } from './selectorQuery.ts'
import type { WxFamily, WxHost } from './WxHost.ts'

export interface LayoutQuestions {
  readonly family: WxFamily
  /** What `this` of a component or page can ask. */
  methods(component: object): Record<string, Callable>
  rect(element: Element | null): Box
  /** Something moved. */
  moved(): void
}

export interface LayoutSources {
  layout: Layout
  scrollViews: ScrollViews
  page(): OpenPage | undefined
  /** The framework's search in one component. */
  search(component: object, selector: string): FrameworkNode[]
}

export function createLayoutQuestions(
  host: WxHost,
  { layout, canvasNode, scrollViews, page, search }: LayoutSources & Pick<LayoutWorld, 'canvasNode'>,
): LayoutQuestions {
  const listeners = new Set<() => void>()
  const world: LayoutWorld = {
    page,
    canvasNode,
    scrollViews,
    nodes(component, selector) {
      const asked = instanceOf(component) ?? page()?.view.instance
      return asked === undefined ? [] : selector.split(',').flatMap((one) => search(asked, one.trim()))
    },
    rect(element) {
      const box = layout.box(element)
      const inner = scrollViews.around(element)
      return { ...box, left: box.left - inner.left, top: box.top - inner.top - (page()?.scrollTop ?? 0) }
    },
    onMove(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
  return {
    family: {
      createSelectorQuery: () => createSelectorQuery(host, world),
      createIntersectionObserver: (component, options) =>
        createIntersectionObserver(host, world, { component, options }),
      createMediaQueryObserver: () => createMediaQueryObserver(host),
    },
    methods: (component) => ({
      createSelectorQuery: () => createSelectorQuery(host, world, component),
      createIntersectionObserver: (options) => createIntersectionObserver(host, world, { component, options }),
      createMediaQueryObserver: () => createMediaQueryObserver(host),
    }),
    rect: world.rect,
    moved: () => [...listeners].forEach((listener) => listener()),
  }
}

// uni-app's own instances keep the mini program's beside them.
function instanceOf(component: unknown): object | undefined {
  if (!isRecord(component)) return undefined
  const scope = component['$scope']
  return isRecord(scope) ? scope : component
}

// https://developers.weixin.qq.com/miniprogram/dev/api/wxml/MediaQueryObserver.html: this window never changes its
// size.
function createMediaQueryObserver(host: WxHost): object {
  return {
    observe(asked: unknown, callback: unknown) {
      const { minWidth, maxWidth, width, minHeight, maxHeight, height, orientation } = isRecord(asked) ? asked : {}
      const fits = (value: number, [least, most, exact]: unknown[]): boolean =>
        value >= Number(least ?? 0) && value <= Number(most ?? Infinity) && value === Number(exact ?? value)
      const matches =
        fits(WINDOW.windowWidth, [minWidth, maxWidth, width]) &&
        fits(WINDOW.windowHeight, [minHeight, maxHeight, height]) &&
        orientation !== 'landscape'
      queueMicrotask(() => host.call(callback, { matches }))
    },
    disconnect: () => undefined,
  }
}
