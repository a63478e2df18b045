// What a person reads: everything that is shown, and nothing that is hidden.
import { isRecord } from '../record.ts'

/** The text of an element, white space collapsed; empty where it is hidden. */
export function shownText(element: Element): string {
  return isShown(element) ? textWithin(element).replace(/\s+/g, ' ').trim() : ''
}

/** False inside anything with `hidden` or a style of `display: none`: what a style sheet does is not known here. */
export function isShown(element: Element): boolean {
  for (let one: Element | null = element; one !== null; one = one.parentElement) if (isHidden(one)) return false
  return true
}

export function isHidden(element: Element): boolean {
  return element.hasAttribute('hidden') || /(^|;)\s*display\s*:\s*none\b/.test(element.getAttribute('style') ?? '')
}

function textWithin(element: Element): string {
  if (element.tagName === 'WX-RICH-TEXT') return richText(element)
  return [...element.childNodes]
    .map((child) => {
      if (isElement(child)) return isHidden(child) ? '' : textWithin(child)
      return element.tagName === 'WX-TEXT' ? written(child.textContent ?? '', element) : (child.textContent ?? '')
    })
    .join('')
}

function isElement(node: ChildNode): node is ChildNode & Element {
  return node.nodeType === node.ELEMENT_NODE
}

// <text> breaks its line at `\n`, and with `decode` knows a few entities:
// https://developers.weixin.qq.com/miniprogram/dev/component/text.html
function written(text: string, element: Element): string {
  const broken = text.replaceAll('\\n', '\n')
  return element.hasAttribute('decode') ? htmlText(broken.replaceAll('<', '&lt;'), element) : broken
}

// https://developers.weixin.qq.com/miniprogram/dev/component/rich-text.html: HTML as a string, or a list of nodes.
function richText(element: Element): string {
  const nodes = element.getAttribute('nodes') ?? ''
  const listed = asJson(nodes)
  return Array.isArray(listed) ? listed.map((node) => nodeText(node, element)).join('') : htmlText(nodes, element)
}

function nodeText(node: unknown, { ownerDocument }: Element): string {
  if (!isRecord(node)) return ''
  if (node['type'] === 'text') return htmlText(String(node['text'] ?? ''), ownerDocument.body)
  const children = Array.isArray(node['children']) ? node['children'] : []
  return node['name'] === 'br' ? ' ' : children.map((child) => nodeText(child, ownerDocument.body)).join('')
}

function htmlText(html: string, { ownerDocument }: Element): string {
  const holder = ownerDocument.createElement('template')
  holder.innerHTML = html.replace(/<br\s*\/?>/gi, ' ')
  return holder.content.textContent ?? ''
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
