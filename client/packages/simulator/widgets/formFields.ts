// What a form collects: WeChat's own fields and components that say they are one.
// https://developers.weixin.qq.com/miniprogram/dev/framework/custom-component/behaviors.html
import type { PageView } from '../engines/Engine.ts'
import { type FrameworkNode, nodeAt, ownerOf } from '../engines/frameworkNode.ts'
import { resetValue, valueOf } from './widgetState.ts'

type Components = Pick<PageView, 'hasBehavior'>

const FIELDS = new Set([
  'WX-INPUT',
  'WX-TEXTAREA',
  'WX-SWITCH',
  'WX-CHECKBOX-GROUP',
  'WX-RADIO-GROUP',
  'WX-SLIDER',
  'WX-PICKER',
  'WX-PICKER-VIEW',
])

/** Value by name, in the order of the fields. */
export function formValues(form: Element, components: Components): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const field of fieldsOf(form, components)) {
    const [name, value] = nameAndValue(field, components)
    if (name !== '') values[name] = value
  }
  return values
}

export function resetForm(form: Element, components: Components): void {
  for (const field of fieldsOf(form, components)) if (FIELDS.has(field.tagName)) resetValue(field)
}

/** The form a button in `element`'s place belongs to, also out of a component that says it is a form's button. */
export function formOf(element: Element, components: Components): Element | null {
  const form = element.closest('wx-form')
  return form !== null && isPartOf(form, element, (one) => components.hasBehavior(one, 'wx://form-field-button'))
    ? form
    : null
}

function fieldsOf(form: Element, components: Components): Element[] {
  return [...form.querySelectorAll('*')].filter(
    (element) =>
      (FIELDS.has(element.tagName) || components.hasBehavior(element, 'wx://form-field')) &&
      isPartOf(form, element, (one) => components.hasBehavior(one, 'wx://form-field-group')),
  )
}

// A form sees what stands in its own template, and through components that let it.
function isPartOf(form: Element, element: Element, lets: (component: Element) => boolean): boolean {
  const home = ownerOf(form)
  for (let owner = ownerOf(element); owner !== home; owner = outer(owner)) {
    if (owner === null || owner.$$ === null || !lets(owner.$$)) return false
  }
  return true
}

function outer(component: FrameworkNode): FrameworkNode | null {
  return component.ownerShadowRoot?.getHostNode() ?? null
}

function nameAndValue(field: Element, components: Components): [string, unknown] {
  const data = components.hasBehavior(field, 'wx://form-field') ? nodeAt(field)?.data : undefined
  if (data !== undefined) return [String(data['name'] ?? ''), data['value']]
  return [field.getAttribute('name') ?? '', valueOf(field)]
}
