// What a person does to an element of a page.
import type { SimulatedEvent } from './engines/Engine.ts'
import type { NicknameVerdict, PageHandleHost } from './PageHandleHost.ts'
import type { OpenPage } from './program/pageLife.ts'
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
  async function dispatch(target: Element, event: SimulatedEvent): Promise<void> {
    page.view.dispatch(target, event)
    await host.settle()
  }

  const hand = createHand({
    view: page.view,
    dispatch,
    navigate: host.navigate,
    pick: host.pick,
    swipe: (swiper, to) => host.widgets.swipers.turn(swiper, to, 'touch'),
    share: (button) => host.share(page, button),
  })
  const typing = createTyping(page, host, dispatch)

  return {
    ...fingerActions(page, host, hand.press),
    ...scrollActions(host),
    input: typing.input,
    async choose(target, value) {
      await hand.choose(target, value)
      await host.settle()
    },
    trigger(target, type, detail) {
      if (type === 'nicknamereview') typing.forgetReviews()
      if (!TOUCHES.includes(type)) return dispatch(target, { type, detail, bubbles: false })
      const { touches = [finger()], ...rest } = detail
      const fingers = Array.isArray(touches) ? touches : [finger()]
      return dispatch(target, { type, detail: rest, bubbles: true, touches: fingers })
    },
  }
}

/** @param press what a tap makes of the widget there */
function fingerActions(
  page: OpenPage,
  host: PageHandleHost,
  press: (target: Element) => Promise<void>,
): Pick<Actions, 'tap' | 'longPress' | 'drag'> {
  const { touch, gesture } = createFinger(page)

  function refuseHidden(target: Element, called: string, verb: string): void {
    if (!isShown(target)) throw new Error(`${called} on ${page.path} is hidden: nobody can ${verb} it`)
  }

  return {
    async tap(target, called) {
      refuseHidden(target, called, 'tap')
      if (isDisabled(target)) return
      touch(target, 'touchstart')
      touch(target, 'touchend')
      gesture(target, 'tap')
      await host.settle()
      await press(target)
      await host.settle()
    },
    async longPress(target, called) {
      refuseHidden(target, called, 'press')
      touch(target, 'touchstart')
      for (const type of ['longpress', 'longtap']) gesture(target, type)
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
  }
}

/** Its events as they bubble. */
function createFinger(page: OpenPage) {
  /** A finger comes, moves or goes; what it does in the end is an event of its own. */
  function touch(target: Element, type: string, [x, y]: [number, number] = [0, 0]): void {
    const touches = type === 'touchend' ? [] : [finger(x, y)]
    page.view.dispatch(target, { type, detail: {}, bubbles: true, touches, changedTouches: [finger(x, y)] })
  }
  const gesture = (target: Element, type: string): void =>
    page.view.dispatch(target, { type, detail: { x: 0, y: 0 }, bubbles: true, touches: [finger()] })
  return { touch, gesture }
}

function scrollActions({ widgets: { scrollViews }, settle }: PageHandleHost) {
  return {
    async scroll(target: Element, to: Partial<Offset>): Promise<void> {
      scrollViews.scroll(scrollView(target), to)
      await settle()
    },
    async reachEnd(target: Element): Promise<void> {
      scrollViews.toEnd(scrollView(target))
      await settle()
    },
    async pullDown(target: Element): Promise<void> {
      scrollViews.pull(scrollView(target))
      await settle()
    },
  }
}

function createTyping(
  page: OpenPage,
  host: PageHandleHost,
  dispatch: (target: Element, event: SimulatedEvent) => Promise<void>,
) {
  let reviews = 0

  /** When a nickname's field is left, WeChat reviews what is in it, and empties it when that is refused. */
  function review(target: Element, nickname: string): void {
    const mine = ++reviews
    host.review(nickname, (verdict: NicknameVerdict) => {
      if (mine !== reviews) return
      if (!verdict.pass && !verdict.timeout) target.setAttribute('value', '')
      void dispatch(target, { type: 'nicknamereview', detail: { ...verdict }, bubbles: false })
    })
  }

  return {
    // A test that gives the verdict itself is WeChat's only one.
    forgetReviews: () => void (reviews += 1),
    async input(target: Element, text: string): Promise<void> {
      if (isDisabled(target)) return
      const tell = (type: string, detail: Record<string, unknown>): Promise<void> =>
        dispatch(target, { type, detail, bubbles: false })
      const limit = Number(target.getAttribute('maxlength') ?? DEFAULT_MAX_LENGTH)
      const value = limit < 0 ? text : text.slice(0, limit)
      await tell('focus', { value: target.getAttribute('value') ?? '', height: 0 })
      target.setAttribute('value', value)
      page.view.writeBack(target, 'value', value)
      await tell('input', { value, cursor: value.length, keyCode: 0 })
      await tell('blur', { value, cursor: value.length })
      if (target.getAttribute('type') === 'nickname') review(target, value)
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
