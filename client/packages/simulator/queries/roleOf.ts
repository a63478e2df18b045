// What an element is for a person who hears the page instead of seeing it.
// https://developers.weixin.qq.com/miniprogram/dev/component/aria-component.html
import { shownText } from '../widgets/shownText.ts'

const ROLES: Record<string, string> = {
  'WX-BUTTON': 'button',
  'WX-NAVIGATOR': 'link',
  'WX-CHECKBOX': 'checkbox',
  'WX-RADIO': 'radio',
  'WX-RADIO-GROUP': 'radiogroup',
  'WX-SWITCH': 'switch',
  'WX-SLIDER': 'slider',
  'WX-INPUT': 'textbox',
  'WX-TEXTAREA': 'textbox',
  'WX-IMAGE': 'img',
  'WX-PICKER': 'combobox',
  'WX-FORM': 'form',
  'WX-PROGRESS': 'progressbar',
}

/** The `aria-role` a template gives, or the one a widget has by itself; undefined for what has none. */
export function roleOf(element: Element): string | undefined {
  return element.getAttribute('aria-role') ?? ROLES[element.tagName]
}

/** What it is called: `aria-label`, the words inside, those of its label, or those that stand in an empty field. */
export function nameOf(element: Element): string {
  const label = element.closest('wx-label')
  const names = [
    element.getAttribute('aria-label'),
    shownText(element),
    label === null ? '' : shownText(label),
    element.getAttribute('placeholder'),
  ]
  return names.find((name) => name !== null && name !== '') ?? ''
}
