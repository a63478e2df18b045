// A page as a test sees and touches it.
import type { OpenPage } from './program/pageLife.ts'
import { type Actions, createActions } from './createActions.ts'
import type { PageHandleHost } from './PageHandleHost.ts'
import { createQueries, select } from './queries/createQueries.ts'
import type { ElementHandle, Queries } from './queries/ElementHandle.ts'
import { elementTree } from './queries/elementTree.ts'
import { isShown, shownText } from './widgets/shownText.ts'

export interface PageHandle extends Queries {
  /** As app.json lists it. */
  readonly route: string
  readonly query: Record<string, string>
  readonly title: string
  /**
   * The text of the first element that matches (of the whole page without a selector), white space collapsed; what is
   * hidden says nothing.
   */
  text(selector?: string): string
  /** One element, or the first that matches a selector, to look and act inside of. */
  within(place: string | ElementHandle): ElementHandle
  /** The same of every element that matches. */
  texts(selector: string): string[]
  exists(selector: string): boolean
  /** Whether any element that matches is there and not `hidden`, nor inside anything hidden. */
  isShown(selector: string): boolean
  count(selector: string): number
  /** A widget's attribute as it stands now (`value`, `placeholder`, `scroll-top`, `current`), or null. */
  attribute(selector: string, name: string): string | null
  html(): string
  /**
   * Taps, and lets the widget there do its own: a button sends its form, a switch turns, a picker opens. A disabled
   * widget does nothing; on what is hidden it throws. Resolves when what it caused at once is on the page.
   */
  tap(selector: string, index?: number): Promise<void>
  /** Presses and holds: `longpress` comes instead of a tap. */
  longPress(selector: string): Promise<void>
  /** Drags with one finger, so many pixels. */
  drag(selector: string, by: { x?: number; y?: number }): Promise<void>
  /**
   * Brings a switch, slider, picker, picker-view, checkbox, radio or swiper to a value, with the events that brings.
   */
  choose(selector: string, value: unknown): Promise<void>
  /** Types into an input or textarea, as long as its maxlength allows. */
  input(selector: string, text: string): Promise<void>
  /** Pulls the page down, as far as its `enablePullDownRefresh` lets one; throws where it does not. */
  pullDown(): Promise<void>
  /** Scrolls to where `onReachBottom` is called. */
  reachBottom(): Promise<void>
  /** Scrolls the page, so many pixels from its top. */
  scroll(top: number): Promise<void>
  /**
   * Any other event: `getphonenumber` of a button, `longpress` and `touchmove` of a finger, which bubble and take their
   * `touches` from the detail.
   */
  trigger(selector: string, type: string, detail?: Record<string, unknown>): Promise<void>
}

export function createPageHandle(page: OpenPage, host: PageHandleHost): PageHandle {
  const { element } = page
  const actions = createActions(page, host)
  const place: Place = { page, host, actions }
  const one = (selector: string, index?: number): Element => elementAt(page, selector, index)
  const all = (selector: string): Element[] => select(element, selector)
  return {
    ...queriesIn(place, element, page.path),
    ...pageActions(page, host),
    route: page.path,
    query: page.query,
    get title() {
      // https://developers.weixin.qq.com/miniprogram/dev/component/navigation-bar.html
      return element.querySelector('wx-page-meta > wx-navigation-bar[title]')?.getAttribute('title') ?? page.title
    },
    within: (inside) => (typeof inside === 'string' ? elementHandle(place, one(inside), inside) : inside),
    text: (selector) => shownText(selector === undefined ? element : one(selector)),
    texts: (selector) => all(selector).map(shownText),
    exists: (selector) => all(selector).length > 0,
    isShown: (selector) => all(selector).some(isShown),
    count: (selector) => all(selector).length,
    attribute: (selector, name) => attribute(host, one(selector), name),
    html: () => host.widgets.html(element),
    tap: async (selector, index) => actions.tap(one(selector, index), selector),
    longPress: async (selector) => actions.longPress(one(selector), selector),
    drag: async (selector, by) => actions.drag(one(selector), by),
    choose: async (selector, value) => actions.choose(one(selector), value),
    input: async (selector, text) => actions.input(one(selector), text),
    trigger: async (selector, type, detail = {}) => actions.trigger(one(selector), type, detail),
  }
}

interface Place {
  page: OpenPage
  host: PageHandleHost
  actions: Actions
}

/** What a person does to the page as a whole. */
function pageActions(page: OpenPage, host: PageHandleHost): Pick<PageHandle, 'pullDown' | 'reachBottom' | 'scroll'> {
  return {
    async pullDown() {
      if (!host.canPullDown(page)) throw new Error(`${page.path} has no enablePullDownRefresh: nobody can pull it down`)
      host.tell('onPullDownRefresh')
      await host.settle()
    },
    async reachBottom() {
      host.tell('onReachBottom')
      await host.settle()
    },
    async scroll(top) {
      host.scroll(top)
      await host.settle()
    },
  }
}

function elementAt({ element, path }: OpenPage, selector: string, index = 0): Element {
  const found = select(element, selector)[index]
  if (found !== undefined) return found
  const which = index === 0 ? selector : `${selector} number ${index}`
  throw new Error(`No ${which} on ${path}, which shows: ${shownText(element)}\n${elementTree(element)}`)
}

function queriesIn(place: Place, root: Element, called: string): Queries {
  const handle = (found: Element): ElementHandle => elementHandle(place, found, called)
  return createQueries({ root, place: called, handle, wait: place.host.wait })
}

/** @param called what an error calls the element */
function elementHandle(place: Place, target: Element, called: string): ElementHandle {
  const { actions, host } = place
  return {
    ...queriesIn(place, target, called),
    text: () => shownText(target),
    attribute: (name) => attribute(host, target, name),
    isShown: () => isShown(target),
    tap: () => actions.tap(target, called),
    longPress: () => actions.longPress(target, called),
    drag: (by) => actions.drag(target, by),
    input: (text) => actions.input(target, text),
    choose: (value) => actions.choose(target, value),
    scroll: (to) => actions.scroll(target, to),
    reachEnd: () => actions.reachEnd(target),
    pullDown: () => actions.pullDown(target),
    trigger: (type, detail = {}) => actions.trigger(target, type, detail),
  }
}

function attribute({ widgets }: PageHandleHost, target: Element, name: string): string | null {
  return widgets.attribute(target, name) ?? target.getAttribute(name)
}
