// A page as a test sees and touches it.
import type { OpenPage } from './program/pageStack.ts'
import type { SimulatedEvent } from './engines/Engine.ts'

// "最大输入长度，设置为 -1 的时候不限制最大长度", default 140:
// https://developers.weixin.qq.com/miniprogram/dev/component/input.html
const DEFAULT_MAX_LENGTH = 140

export interface PageHandle {
  /** As app.json lists it. */
  readonly route: string
  readonly query: Record<string, string>
  readonly title: string
  /** The text of the first element that matches (of the whole page without a selector), white space collapsed. */
  text(selector?: string): string
  /** The same of every element that matches. */
  texts(selector: string): string[]
  exists(selector: string): boolean
  count(selector: string): number
  /** A widget's attribute (`value`, `placeholder`, `src`), or null. */
  attribute(selector: string, name: string): string | null
  html(): string
  /** Taps; a disabled button does nothing. Resolves when what it caused at once is on the page. */
  tap(selector: string, index?: number): Promise<void>
  /** Types into an input or textarea, as long as its maxlength allows. */
  input(selector: string, text: string): Promise<void>
  /** Any other event of a widget: `change` of a switch, `getphonenumber` of a button. */
  trigger(selector: string, type: string, detail?: Record<string, unknown>): Promise<void>
}

export interface PageHandleHost {
  /** Waits until what an event caused at once is done. */
  settle(): Promise<void>
  /** What a <navigator> does. */
  navigate(openType: string, url: string): void
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
    throw new Error(`No ${which} on ${page.path}, which shows: ${collapsed(element)}`)
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

  return {
    route: page.path,
    query: page.query,
    get title() {
      return page.title
    },
    text: selector => collapsed(selector === undefined ? element : one(selector)),
    texts: selector => all(selector).map(collapsed),
    exists: selector => all(selector).length > 0,
    count: selector => all(selector).length,
    attribute: (selector, name) => one(selector).getAttribute(name),
    html: () => element.innerHTML,
    async tap(selector, index) {
      const target = one(selector, index)
      if (isDisabled(target)) return
      await dispatch(target, { type: 'tap', detail: { x: 0, y: 0 }, bubbles: true })
      const widget = target.closest('wx-button, wx-navigator')
      if (widget?.tagName === 'WX-NAVIGATOR') follow(widget, host)
      const formType = widget?.getAttribute('form-type')
      const form = widget?.closest('wx-form')
      if (form && formType === 'submit') await dispatch(form, { type: 'submit', detail: { value: valuesOf(form) }, bubbles: false })
      if (form && formType === 'reset') await dispatch(form, { type: 'reset', detail: {}, bubbles: false })
      await host.settle()
    },
    async input(selector, text) {
      const target = one(selector)
      if (isDisabled(target)) return
      const limit = Number(target.getAttribute('maxlength') ?? DEFAULT_MAX_LENGTH)
      const value = limit < 0 ? text : text.slice(0, limit)
      await dispatch(target, { type: 'focus', detail: { value: target.getAttribute('value') ?? '', height: 0 }, bubbles: false })
      target.setAttribute('value', value)
      await dispatch(target, { type: 'input', detail: { value, cursor: value.length, keyCode: 0 }, bubbles: false })
      await dispatch(target, { type: 'blur', detail: { value, cursor: value.length }, bubbles: false })
      if (target.getAttribute('type') === 'nickname') review(target, value)
    },
    trigger(selector, type, detail = {}) {
      // A test that gives the verdict itself is WeChat's only one.
      if (type === 'nicknamereview') reviews += 1
      return dispatch(one(selector), { type, detail, bubbles: false })
    },
  }
}

function collapsed(element: Element): string {
  return (element.textContent ?? '').replace(/\s+/g, ' ').trim()
}

function isDisabled(element: Element): boolean {
  const widget = element.closest('wx-button, wx-input, wx-textarea')
  return widget !== null && widget.hasAttribute('disabled') && widget.getAttribute('disabled') !== 'false'
}

function valuesOf(form: Element): Record<string, string> {
  const fields = [...form.querySelectorAll('[name]')]
  return Object.fromEntries(fields.map(field => [field.getAttribute('name') ?? '', field.getAttribute('value') ?? '']))
}

function follow(navigator: Element, host: PageHandleHost): void {
  host.navigate(navigator.getAttribute('open-type') ?? 'navigate', navigator.getAttribute('url') ?? '')
}
