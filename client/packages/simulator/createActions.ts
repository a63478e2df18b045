// What a person does to an element of a page.
import type { SimulatedEvent } from './engines/Engine.ts'
import type { NicknameVerdict, PageHandleHost } from './PageHandleHost.ts'
import type { OpenPage } from './program/pageStack.ts'
import { createHand } from './widgets/createHand.ts'
import { isScrollView, type Offset } from './widgets/scrollViews.ts'
import { isShown } from './widgets/shownText.ts'
import { isOn } from './widgets/widgetState.ts'

// "最大输入长度，设置为 -1 的时候不限制最大长度", default 140:
// https://developers.weixin.qq.com/miniprogram/dev/component/input.html
const DEFAULT_MAX_LENGTH = 140

// Events of a finger, which bubble: https://developers.weixin.qq.com/miniprogram/dev/framework/view/wxml/event.html
const TOUCHES = [
  'tap',
  'longpress',
  'longtap',
  'touchstart',
  'touchmove',
  'touchend',
  'touchcancel',
  'touchforcechange',
]
const finger = (x = 0, y = 0) => ({ identifier: 0, pageX: x, pageY: y, clientX: x, clientY: y, force: 1 })
const DRAG_STEPS = 4

export interface Actions {
  /** @param called what an error calls the element */
  tap(target: Element, called: string): Promise<void>
  longPress(target: Element, called: string): Promise<void>
  /** Moves a finger so many pixels, in a few steps. */
  drag(target: Element, by: { x?: number; y?: number }): Promise<void>
  choose(target: Element, value: unknown): Promise<void>
  input(target: Element, text: string): Promise<void>
  /** Scrolls a scroll-view. */
  scroll(target: Element, to: Partial<Offset>): Promise<void>
  /** Scrolls a scroll-view to its end. */
  reachEnd(target: Element): Promise<void>
  /** Pulls a scroll-view's refresher. */
  pullDown(target: Element): Promise<void>
  trigger(target: Element, type: string, detail: Record<string, unknown>): Promise<void>
}

export function createActions(page: OpenPage, host: PageHandleHost): Actions {
  let reviews = 0

  async function dispatch(target: Element, event: SimulatedEvent): Promise<void> {
    page.view.dispatch(target, event)
    await host.settle()
  }

  /** A finger comes, moves or goes; what it does in the end is an event of its own. */
  function touch(target: Element, type: string, [x, y]: [number, number] = [0, 0]): void {
    const touches = type === 'touchend' ? [] : [finger(x, y)]
    page.view.dispatch(target, { type, detail: {}, bubbles: true, touches, changedTouches: [finger(x, y)] })
  }

  /** When a nickname's field is left, WeChat reviews what is in it, and empties it when that is refused. */
  function review(target: Element, nickname: string): void {
    const mine = ++reviews
    host.review(nickname, (verdict: NicknameVerdict) => {
      if (mine !== reviews) return
      if (!verdict.pass && !verdict.timeout) target.setAttribute('value', '')
      void dispatch(target, { type: 'nicknamereview', detail: { ...verdict }, bubbles: false })
    })
  }

  const hand = createHand({
    view: page.view,
    dispatch,
    navigate: host.navigate,
    pick: host.pick,
    swipe: (swiper, to) => host.widgets.swipers.turn(swiper, to, 'touch'),
    share: (button) => host.share(page, button),
  })

  return {
    async tap(target, called) {
      if (!isShown(target)) throw new Error(`${called} on ${page.path} is hidden: nobody can tap it`)
      if (isDisabled(target)) return
      touch(target, 'touchstart')
      touch(target, 'touchend')
      await dispatch(target, { type: 'tap', detail: { x: 0, y: 0 }, bubbles: true, touches: [finger()] })
      await hand.press(target)
      await host.settle()
    },
    async longPress(target, called) {
      if (!isShown(target)) throw new Error(`${called} on ${page.path} is hidden: nobody can press it`)
      touch(target, 'touchstart')
      for (const type of ['longpress', 'longtap'])
        page.view.dispatch(target, { type, detail: { x: 0, y: 0 }, bubbles: true, touches: [finger()] })
      touch(target, 'touchend')
      await host.settle()
    },
    async drag(target, { x = 0, y = 0 }) {
      touch(target, 'touchstart')
      for (let step = 1; step <= DRAG_STEPS; step += 1) {
        touch(target, 'touchmove', [(x * step) / DRAG_STEPS, (y * step) / DRAG_STEPS])
        await host.settle()
      }
      touch(target, 'touchend', [x, y])
      await host.settle()
    },
    async choose(target, value) {
      await hand.choose(target, value)
      await host.settle()
    },
    async scroll(target, to) {
      host.widgets.scrollViews.scroll(scrollView(target), to)
      await host.settle()
    },
    async reachEnd(target) {
      host.widgets.scrollViews.toEnd(scrollView(target))
      await host.settle()
    },
    async pullDown(target) {
      host.widgets.scrollViews.pull(scrollView(target))
      await host.settle()
    },
    async input(target, text) {
      if (isDisabled(target)) return
      const limit = Number(target.getAttribute('maxlength') ?? DEFAULT_MAX_LENGTH)
      const value = limit < 0 ? text : text.slice(0, limit)
      await dispatch(target, {
        type: 'focus',
        detail: { value: target.getAttribute('value') ?? '', height: 0 },
        bubbles: false,
      })
      target.setAttribute('value', value)
      page.view.writeBack(target, 'value', value)
      await dispatch(target, { type: 'input', detail: { value, cursor: value.length, keyCode: 0 }, bubbles: false })
      await dispatch(target, { type: 'blur', detail: { value, cursor: value.length }, bubbles: false })
      if (target.getAttribute('type') === 'nickname') review(target, value)
    },
    trigger(target, type, detail) {
      // A test that gives the verdict itself is WeChat's only one.
      if (type === 'nicknamereview') reviews += 1
      if (!TOUCHES.includes(type)) return dispatch(target, { type, detail, bubbles: false })
      const { touches = [finger()], ...rest } = detail
      return dispatch(target, {
        type,
        detail: rest,
        bubbles: true,
        touches: Array.isArray(touches) ? touches : [finger()],
      })
    },
  }
}

function scrollView(element: Element): Element {
  if (isScrollView(element)) return element
  throw new Error(`<${element.tagName.toLowerCase().replace('wx-', '')}> is no scroll-view`)
}

function isDisabled(element: Element): boolean {
  const widget = element.closest('wx-button, wx-input, wx-textarea')
  return widget !== null && isOn(widget, 'disabled')
}
