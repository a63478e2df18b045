// wx.createSelectorQuery: https://developers.weixin.qq.com/miniprogram/dev/api/wxml/SelectorQuery.html
import type { FrameworkNode } from '../engines/frameworkNode.ts'
import type { OpenPage } from '../program/pageLife.ts'
import { isRecord } from '../record.ts'
import { isScrollView } from '../widgets/scrollViews.ts'
import type { LayoutWorld } from './LayoutWorld.ts'
import { WINDOW } from './phone.ts'
import { soon } from './soon.ts'
import type { WxHost } from './WxHost.ts'

interface Question {
  component: unknown
  /** null asks for the viewport. */
  selector: string | null
  single: boolean
  fields: Record<string, unknown>
  callback: unknown
}

const RECT = { id: true, dataset: true, rect: true, size: true }
const SCROLL = { id: true, dataset: true, scrollOffset: true }

/** @param start whose nodes are asked for until `in` says otherwise; undefined stands for the page on top */
export function createSelectorQuery(host: WxHost, world: LayoutWorld, start?: unknown): unknown {
  const questions: Question[] = []
  let component = start

  function nodesRef(selector: string | null, single: boolean): object {
    const scope = component
    const ask = (fields: Record<string, unknown>, callback: unknown): unknown => {
      questions.push({ component: scope, selector, single, fields, callback })
      return query
    }
    return {
      boundingClientRect: (callback: unknown) => ask(RECT, callback),
      scrollOffset: (callback: unknown) => ask(SCROLL, callback),
      fields: (fields: unknown, callback: unknown) => ask(isRecord(fields) ? fields : {}, callback),
      context: (callback: unknown) => ask({ context: true }, callback),
      node: (callback: unknown) => ask({ node: true }, callback),
    }
  }

  const query: unknown = host.adopt({
    in(one: unknown) {
      component = one
      return query
    },
    select: (selector: unknown) => nodesRef(String(selector), true),
    selectAll: (selector: unknown) => nodesRef(String(selector), false),
    selectViewport: () => nodesRef(null, true),
    exec(callback: unknown) {
      // What was set before is on the page by then.
      soon(host, () => {
        const answers = questions.map((question) => host.adopt(answer(host, world, question)))
        questions.forEach((question, index) => host.call(question.callback, answers[index]))
        host.call(callback, answers)
      })
      return query
    },
  })
  return query
}

function answer(host: WxHost, world: LayoutWorld, { component, selector, single, fields }: Question): unknown {
  const page = world.page()
  if (selector === null) return page === undefined ? null : describeViewport(page, fields)
  const nodes = world.nodes(component, selector)
  const described = (single ? nodes.slice(0, 1) : nodes).map((node) =>
    describe(host, world, { component, node, fields }),
  )
  return single ? (described[0] ?? null) : described
}

function describeViewport({ scrollTop }: OpenPage, fields: Record<string, unknown>): object {
  const { windowWidth: width, windowHeight: height } = WINDOW
  return {
    ...(fields['id'] === true ? { id: '' } : {}),
    ...(fields['dataset'] === true ? { dataset: {} } : {}),
    ...(fields['rect'] === true ? { left: 0, top: 0, right: width, bottom: height } : {}),
    ...(fields['size'] === true ? { width, height } : {}),
    ...(fields['scrollOffset'] === true ? { scrollLeft: 0, scrollTop, scrollWidth: width, scrollHeight: height } : {}),
  }
}

function describe(
  host: WxHost,
  world: LayoutWorld,
  { component, node, fields }: { component: unknown; node: FrameworkNode; fields: Record<string, unknown> },
): object {
  const { left, top, width, height } = world.rect(node.$$)
  const element = node.$$
  return {
    ...(fields['id'] === true ? { id: node.id } : {}),
    ...(fields['dataset'] === true ? { dataset: node.dataset ?? {} } : {}),
    ...(fields['mark'] === true ? { mark: {} } : {}),
    ...(fields['rect'] === true ? { left, top, right: left + width, bottom: top + height } : {}),
    ...(fields['size'] === true ? { width, height } : {}),
    ...(fields['scrollOffset'] === true && element ? scrollOf(world, element) : {}),
    ...named(fields['properties'], (name) => propertyOf(node, name)),
    ...named(
      fields['computedStyle'],
      (name) => ({ width: `${width}px`, height: `${height}px` })[name] ?? styleOf(element, name),
    ),
    ...(fields['node'] === true ? { node: contextOf(world, component, element) } : {}),
    ...(fields['context'] === true ? { context: {} } : {}),
  }
}

function named(names: unknown, valueOf: (name: string) => unknown): Record<string, unknown> {
  return Array.isArray(names) ? Object.fromEntries(names.map((name) => [String(name), valueOf(String(name))])) : {}
}

function scrollOf({ scrollViews }: LayoutWorld, element: Element): object {
  const { left, top } = scrollViews.offset(element)
  const { width, height } = scrollViews.extent(element)
  return { scrollLeft: left, scrollTop: top, scrollWidth: width, scrollHeight: height }
}

/** What a widget lets a program do to it: a canvas is drawn on, a scroll view scrolled. */
function contextOf(world: LayoutWorld, component: unknown, element: Element | null): unknown {
  if (element?.tagName === 'WX-CANVAS') return world.canvasNode(element)
  return element !== null && isScrollView(element) ? scrollViewContext(world, { component, view: element }) : {}
}

// https://developers.weixin.qq.com/miniprogram/dev/api/ui/scroll/ScrollViewContext.html
function scrollViewContext(
  { scrollViews, nodes }: LayoutWorld,
  { component, view }: { component: unknown; view: Element },
): object {
  return {
    scrollEnabled: true,
    scrollTo(options: unknown) {
      const { left, top } = isRecord(options) ? options : {}
      scrollViews.scroll(view, {
        ...(left === undefined ? {} : { left: Number(left) }),
        ...(top === undefined ? {} : { top: Number(top) }),
      })
    },
    scrollIntoView(selector: unknown) {
      const [found] = nodes(component, String(selector))
      if (found) scrollViews.intoView(view, found.$$)
    },
  }
}

function propertyOf(node: FrameworkNode, name: string): unknown {
  if (isRecord(node.data) && node.$$?.tagName.startsWith('WX-') !== true) return node.data[name]
  const attribute = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  const value = node.$$?.getAttribute(attribute) ?? null
  return value === '' ? true : value
}

function styleOf(element: Element | null, name: string): string {
  const property = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  return (
    new RegExp(`(?:^|;)\\s*${property}\\s*:\\s*([^;]+)`).exec(element?.getAttribute('style') ?? '')?.[1]?.trim() ?? ''
  )
}
