// The hand of a person on WeChat's own widgets: what a tap or a choice makes of each.
// https://developers.weixin.qq.com/miniprogram/dev/component/
import type { PageView, SimulatedEvent } from '../engines/Engine.ts'
import { nodeOf } from '../engines/frameworkNode.ts'
import { formOf, formValues, resetForm } from './formFields.ts'
import { isSwiper } from './swipers.ts'
import { isOn, listOf, numberOf, setOn, setValue, valueOf } from './widgetState.ts'

export interface HandHost {
  readonly view: Pick<PageView, 'hasBehavior' | 'writeBack'>
  dispatch(target: Element, event: SimulatedEvent): Promise<void>
  /** What a <navigator> does; throws what the move fails with. */
  navigate(openType: string, url: string): void
  /** A button with open-type="share". */
  share(button: Element): void
  /** Swipes to an item. */
  swipe(swiper: Element, to: number): void
  /** What the person makes of an open picker; undefined closes it. */
  pick(picker: OpenPicker): unknown
}

/** A picker that was tapped, as the person sees it. */
export interface OpenPicker {
  mode: string
  /** Where it stands. */
  value: unknown
  /** Of the modes that have one; empty for the others. */
  range: unknown[]
}

export interface Hand {
  /** What a tap that reached `target` makes of the widget there, after the program has heard of the tap. */
  press(target: Element): Promise<void>
  /** Brings a switch, slider, picker, checkbox, radio or swiper to `value`. */
  choose(widget: Element, value: unknown): Promise<void>
}

const CONTROLS = 'wx-button, wx-navigator, wx-checkbox, wx-radio, wx-switch, wx-slider, wx-picker'
// "目前可以绑定的控件有：button, checkbox, radio, switch, input":
// https://developers.weixin.qq.com/miniprogram/dev/component/label.html
const LABELLED = 'wx-button, wx-checkbox, wx-radio, wx-switch, wx-input'

export function createHand(host: HandHost): Hand {
  const tell: Tell = (target, type, detail) => host.dispatch(target, { type, detail, bubbles: false })
  const values = createValues(host, tell)
  const pressed: Record<string, (control: Element) => Promise<void>> = {
    'WX-BUTTON': (button) => pressButton(host, tell, button),
    'WX-NAVIGATOR': (navigator) => follow(host, tell, navigator),
    'WX-SWITCH': (control) => values.change(control, !isOn(control, 'checked')),
    'WX-SLIDER': (slider) => values.slide(slider, (numberOf(slider, 'min', 0) + numberOf(slider, 'max', 100)) / 2),
    'WX-PICKER': values.openPicker,
    'WX-RADIO': (radio) => values.check(radio, true),
    'WX-CHECKBOX': (box) => values.check(box, !isOn(box, 'checked')),
  }

  async function press(target: Element): Promise<void> {
    const control = target.closest(CONTROLS)
    if (control === null) return pressLabel(target.closest('wx-label'))
    if (!isOn(control, 'disabled')) await pressed[control.tagName]?.(control)
  }

  async function pressLabel(label: Element | null): Promise<void> {
    const control = label === null ? null : labelled(label)
    if (control === null || isOn(control, 'disabled')) return
    if (control.tagName === 'WX-INPUT') return tell(control, 'focus', { value: valueOf(control), height: 0 })
    if (control.tagName === 'WX-BUTTON')
      await host.dispatch(control, { type: 'tap', detail: { x: 0, y: 0 }, bubbles: false })
    await press(control)
  }

  return {
    press,
    async choose(widget, value) {
      if (isOn(widget, 'disabled')) return
      if (isSwiper(widget)) host.swipe(widget, Number(value))
      else if (widget.tagName === 'WX-SLIDER') await values.slide(widget, Number(value))
      else if (widget.tagName === 'WX-CHECKBOX' || widget.tagName === 'WX-RADIO')
        await values.check(widget, Boolean(value))
      else await values.change(widget, value)
    },
  }
}

type Tell = (target: Element, type: string, detail: Record<string, unknown>) => Promise<void>

/** What a hand makes of widgets that hold a value. */
function createValues(host: HandHost, tell: Tell) {
  async function change(widget: Element, value: unknown): Promise<void> {
    setValue(widget, value)
    host.view.writeBack(widget, widget.tagName === 'WX-SWITCH' ? 'checked' : 'value', value)
    await tell(widget, 'change', { value })
  }

  async function check(box: Element, on: boolean): Promise<void> {
    const isRadio = box.tagName === 'WX-RADIO'
    const group = box.closest(isRadio ? 'wx-radio-group' : 'wx-checkbox-group')
    if (isOn(box, 'checked') === on || (isRadio && !on)) return
    if (isRadio) for (const other of group?.querySelectorAll('wx-radio') ?? []) setOn(other, 'checked', false)
    setOn(box, 'checked', on)
    host.view.writeBack(box, 'checked', on)
    if (group) await tell(group, 'change', { value: valueOf(group) })
  }

  async function slide(slider: Element, wanted: number): Promise<void> {
    const [min, max, step] = [numberOf(slider, 'min', 0), numberOf(slider, 'max', 100), numberOf(slider, 'step', 1)]
    const value = Math.min(max, Math.max(min, min + Math.round((wanted - min) / step) * step))
    await tell(slider, 'changing', { value })
    await change(slider, value)
  }

  async function openPicker(picker: Element): Promise<void> {
    const mode = picker.getAttribute('mode') ?? 'selector'
    const picked = host.pick({ mode, value: valueOf(picker), range: listOf(picker, 'range') })
    if (picked === undefined) await tell(picker, 'cancel', {})
    else await change(picker, picked)
  }

  return { change, check, slide, openPicker }
}

async function pressButton(host: HandHost, tell: Tell, button: Element): Promise<void> {
  if (button.getAttribute('open-type') === 'share') host.share(button)
  const form = formOf(button, host.view)
  const formType = button.getAttribute('form-type')
  if (form === null) return
  if (formType === 'submit')
    await tell(form, 'submit', { value: formValues(form, host.view), target: targetOf(button) })
  if (formType !== 'reset') return
  resetForm(form, host.view)
  await tell(form, 'reset', { target: targetOf(button) })
}

async function follow(host: HandHost, tell: Tell, navigator: Element): Promise<void> {
  const openType = navigator.getAttribute('open-type') ?? 'navigate'
  const outcome = moved(openType, () => host.navigate(openType, navigator.getAttribute('url') ?? ''))
  await tell(navigator, outcome.ok ? 'success' : 'fail', { errMsg: outcome.errMsg })
  await tell(navigator, 'complete', { errMsg: outcome.errMsg })
}

// `for` names an id of the same template; without it the first control inside is meant.
function labelled(label: Element): Element | null {
  const id = label.getAttribute('for')
  if (id === null || id === '') return label.querySelector(LABELLED)
  const owner = nodeOf(label).ownerShadowRoot
  const page = label.closest('page') ?? label
  return (
    [...page.querySelectorAll(LABELLED)].find(
      (one) => nodeOf(one).id === id && nodeOf(one).ownerShadowRoot === owner,
    ) ?? null
  )
}

function moved(openType: string, move: () => void): { ok: boolean; errMsg: string } {
  const api = openType === 'navigate' || openType === 'redirect' ? `${openType}To` : openType
  try {
    move()
    return { ok: true, errMsg: `${api}:ok` }
  } catch (error) {
    return { ok: false, errMsg: `${api}:fail ${error instanceof Error ? error.message : String(error)}` }
  }
}

function targetOf(button: Element): Record<string, unknown> {
  const { id, dataset } = nodeOf(button)
  return { id, dataset: dataset ?? {}, offsetLeft: 0, offsetTop: 0 }
}
