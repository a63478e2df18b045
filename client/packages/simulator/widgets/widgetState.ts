// What WeChat's widgets hold, read from and written to their elements. Attributes that are lists stand there as JSON.

/** True for an attribute that is there: a literal "false" is a string, and so true, as WeChat warns. */
export function isOn(widget: Element, name: string): boolean {
  return widget.hasAttribute(name)
}

export function setOn(widget: Element, name: string, on: boolean): void {
  widget.toggleAttribute(name, on)
}

export function numberOf(widget: Element, name: string, otherwise: number): number {
  const value = Number(widget.getAttribute(name) ?? otherwise)
  return Number.isNaN(value) ? otherwise : value
}

/** What `widget` would put into its form: a string, a list, a number or a boolean. */
export function valueOf(widget: Element): unknown {
  switch (widget.tagName) {
    case 'WX-SWITCH':
      return isOn(widget, 'checked')
    case 'WX-CHECKBOX-GROUP':
      return checkedValues(widget, 'wx-checkbox')
    case 'WX-RADIO-GROUP':
      return checkedValues(widget, 'wx-radio')[0] ?? ''
    case 'WX-SLIDER':
      return numberOf(widget, 'value', numberOf(widget, 'min', 0))
    case 'WX-PICKER':
      return pickedValue(widget)
    case 'WX-PICKER-VIEW':
      return listOf(widget, 'value')
    default:
      return widget.getAttribute('value') ?? ''
  }
}

/** Puts a value there, as the widget does itself when a person chooses it. */
export function setValue(widget: Element, value: unknown): void {
  if (widget.tagName === 'WX-SWITCH') setOn(widget, 'checked', Boolean(value))
  else widget.setAttribute('value', typeof value === 'object' ? JSON.stringify(value) : String(value))
}

/** What "reset" leaves: https://developers.weixin.qq.com/miniprogram/dev/component/form.html */
export function resetValue(widget: Element): void {
  if (widget.tagName.endsWith('-GROUP'))
    for (const box of widget.querySelectorAll('wx-checkbox, wx-radio')) setOn(box, 'checked', false)
  else if (widget.tagName === 'WX-SWITCH') setOn(widget, 'checked', false)
  else if (widget.tagName === 'WX-SLIDER') widget.setAttribute('value', String(numberOf(widget, 'min', 0)))
  else widget.removeAttribute('value')
  if (['WX-INPUT', 'WX-TEXTAREA'].includes(widget.tagName)) widget.setAttribute('value', '')
}

function checkedValues(group: Element, tag: string): string[] {
  return [...group.querySelectorAll(tag)]
    .filter((box) => isOn(box, 'checked'))
    .map((box) => box.getAttribute('value') ?? '')
}

// https://developers.weixin.qq.com/miniprogram/dev/component/picker.html
function pickedValue(picker: Element): unknown {
  const mode = picker.getAttribute('mode') ?? 'selector'
  if (mode === 'selector') return numberOf(picker, 'value', 0)
  if (mode === 'region') return listOf(picker, 'value')
  if (mode !== 'multiSelector') return picker.getAttribute('value') ?? ''
  const columns = listOf(picker, 'range').length
  const chosen = listOf(picker, 'value')
  return Array.from({ length: Math.max(columns, chosen.length) }, (_, column) => chosen[column] ?? 0)
}

/** A list a template gave as attribute; empty where there is none. */
export function listOf(widget: Element, name: string): unknown[] {
  try {
    const list: unknown = JSON.parse(widget.getAttribute(name) ?? '[]')
    return Array.isArray(list) ? list : []
  } catch {
    return []
  }
}
