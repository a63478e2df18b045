// A page as a test sees and touches it.
import type { OpenPage } from './program/pageStack.ts'
import type { SimulatedEvent } from './engines/Engine.ts'
import { createHand, type HandHost } from './widgets/createHand.ts'
import { isShown, shownText } from './widgets/shownText.ts'
import { isOn } from './widgets/widgetState.ts'

// "最大输入长度，设置为 -1 的时候不限制最大长度", default 140:
// https://developers.weixin.qq.com/miniprogram/dev/component/input.html
const DEFAULT_MAX_LENGTH = 140

// Events of a finger, which bubble: https://developers.weixin.qq.com/miniprogram/dev/framework/view/wxml/event.html
const TOUCHES = ['tap', 'longpress', 'longtap', 'touchstart', 'touchmove', 'touchend', 'touchcancel', 'touchforcechange']
const FINGER = { identifier: 0, pageX: 0, pageY: 0, clientX: 0, clientY: 0, force: 1 }

export interface PageHandle {
  /** As app.json lists it. */
  readonly route: string
  readonly query: Record<string, string>
  readonly title: string
  /**
   * The text of the first element that matches (of the whole page without a selector), white space collapsed; what is
   * hidden says nothing.
   */
  text(selector?: string): string
  /** The same of every element that matches. */
  texts(selector: string): string[]
  exists(selector: string): boolean
  /** Whether any element that matches is there and not `hidden`, nor inside anything hidden. */
  isShown(selector: string): boolean
  count(selector: string): number
  /** A widget's attribute (`value`, `placeholder`, `src`), or null. */
  attribute(selector: string, name: string): string | null
  html(): string
  /**
   * Taps, and lets the widget there do its own: a button sends its form, a switch turns, a picker opens. A disabled
   * widget does nothing; on what is hidden it throws. Resolves when what it caused at once is on the page.
   */
  tap(selector: string, index?: number): Promise<void>
  /** Brings a switch, slider, picker, picker-view, checkbox or radio to a value, with the events that brings. */
  choose(selector: string, value: unknown): Promise<void>
  /** Types into an input or textarea, as long as its maxlength allows. */
  input(selector: string, text: string): Promise<void>
  /** Scrolls the page, so many pixels from its top. */
  scroll(top: number): Promise<void>
  /**
   * Any other event: `getphonenumber` of a button, `longpress` and `touchmove` of a finger, which bubble and take their
   * `touches` from the detail.
   */
  trigger(selector: string, type: string, detail?: Record<string, unknown>): Promise<void>
}

export interface PageHandleHost extends Pick<HandHost, 'navigate' | 'pick'> {
  /** Waits until what an event caused at once is done. */
  settle(): Promise<void>
  /** The page on top is scrolled. */
  scroll(top: number): void
  /** A button with open-type="share" was tapped. */
  share(page: OpenPage, button: Element): void
  /** WeChat's review of a nickname, in its own time; `tell` is not called when it says nothing. */
  review(nickname: string, tell: (verdict: NicknameVerdict) => void): void
}

/** What `nicknamereview` brings. */
export interface NicknameVerdict {
  pass: boolean
  timeout: boolean
}

export function createPageHandle(page: OpenPage, host: PageHandleHost): PageHandle {
  const { element } = page
  let reviews = 0

  function all(selector: string): Element[] {
    return [...element.querySelectorAll(selector)]
  }

  function one(selector: string, index = 0): Element {
    const found = all(selector)[index]
    if (found !== undefined) return found
    const which = index === 0 ? selector : `${selector} number ${index}`
    throw new Error(`No ${which} on ${page.path}, which shows: ${shownText(element)}`)
  }

  async function dispatch(target: Element, event: SimulatedEvent): Promise<void> {
    page.view.dispatch(target, event)
    await host.settle()
  }

  /** When a nickname's field is left, WeChat reviews what is in it, and empties it when that is refused. */
  function review(target: Element, nickname: string): void {
    const mine = ++reviews
    host.review(nickname, verdict => {
      if (mine !== reviews) return
      if (!verdict.pass && !verdict.timeout) target.setAttribute('value', '')
      void dispatch(target, { type: 'nicknamereview', detail: { ...verdict }, bubbles: false })
    })
  }

  const hand = createHand({ view: page.view, dispatch, navigate: host.navigate, pick: host.pick, share: button => host.share(page, button) })

  return {
    route: page.path,
    query: page.query,
    get title() {
      // https://developers.weixin.qq.com/miniprogram/dev/component/navigation-bar.html
      return element.querySelector('wx-page-meta > wx-navigation-bar[title]')?.getAttribute('title') ?? page.title
    },
    text: selector => shownText(selector === undefined ? element : one(selector)),
    texts: selector => all(selector).map(shownText),
    exists: selector => all(selector).length > 0,
    isShown: selector => all(selector).some(isShown),
    count: selector => all(selector).length,
    attribute: (selector, name) => one(selector).getAttribute(name),
    html: () => element.innerHTML,
    async tap(selector, index) {
      const target = one(selector, index)
      if (!isShown(target)) throw new Error(`${selector} on ${page.path} is hidden: nobody can tap it`)
      if (isDisabled(target)) return
      await dispatch(target, { type: 'tap', detail: { x: 0, y: 0 }, bubbles: true, touches: [FINGER] })
      await hand.press(target)
      await host.settle()
    },
    async choose(selector, value) {
      await hand.choose(one(selector), value)
    },
    async input(selector, text) {
      const target = one(selector)
      if (isDisabled(target)) return
      const limit = Number(target.getAttribute('maxlength') ?? DEFAULT_MAX_LENGTH)
      const value = limit < 0 ? text : text.slice(0, limit)
      await dispatch(target, { type: 'focus', detail: { value: target.getAttribute('value') ?? '', height: 0 }, bubbles: false })
      target.setAttribute('value', value)
      page.view.writeBack(target, 'value', value)
      await dispatch(target, { type: 'input', detail: { value, cursor: value.length, keyCode: 0 }, bubbles: false })
      await dispatch(target, { type: 'blur', detail: { value, cursor: value.length }, bubbles: false })
      if (target.getAttribute('type') === 'nickname') review(target, value)
    },
    async scroll(top) {
      host.scroll(top)
      await host.settle()
    },
    trigger(selector, type, detail = {}) {
      // A test that gives the verdict itself is WeChat's only one.
      if (type === 'nicknamereview') reviews += 1
      if (!TOUCHES.includes(type)) return dispatch(one(selector), { type, detail, bubbles: false })
      const { touches = [FINGER], ...rest } = detail
      return dispatch(one(selector), { type, detail: rest, bubbles: true, touches: Array.isArray(touches) ? touches : [FINGER] })
    },
  }
}

function isDisabled(element: Element): boolean {
  const widget = element.closest('wx-button, wx-input, wx-textarea')
  return widget !== null && isOn(widget, 'disabled')
}
