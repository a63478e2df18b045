// A page in a few lines, for the words of an error: tags as a template writes them, with what tells them apart.
import { nodeAt } from '../engines/frameworkNode.ts'
import { isHidden } from '../widgets/shownText.ts'

const LINES = 60
const TEXT = 60
const TOLD = [
  'name',
  'value',
  'placeholder',
  'checked',
  'disabled',
  'open-type',
  'src',
  'url',
  'aria-label',
  'aria-role',
]

/** The elements below `root`, indented, sixty lines at most. */
export function elementTree(root: Element): string {
  const lines: string[] = []
  write(root, '', lines)
  return lines.length <= LINES
    ? lines.join('\n')
    : [...lines.slice(0, LINES), `… and ${lines.length - LINES} lines more`].join('\n')
}

function write(parent: Element, indent: string, lines: string[]): void {
  for (const child of parent.childNodes) {
    const text = (child.textContent ?? '').replace(/\s+/g, ' ').trim()
    if (child.nodeType === child.TEXT_NODE && text !== '') lines.push(`${indent}${text.slice(0, TEXT)}`)
  }
  for (const child of parent.children) {
    lines.push(`${indent}<${opening(child)}>${isHidden(child) ? ' (hidden)' : ''}`)
    write(child, `${indent}  `, lines)
  }
}

function opening(element: Element): string {
  const id = nodeAt(element)?.id ?? ''
  const told = TOLD.flatMap((name) =>
    element.hasAttribute(name) ? [attribute(name, element.getAttribute(name) ?? '')] : [],
  )
  const named = [
    ...(id === '' ? [] : [`id="${id}"`]),
    ...(element.className === '' ? [] : [`class="${element.className}"`]),
  ]
  return [element.tagName.toLowerCase().replace(/^wx-/, ''), ...named, ...told].join(' ')
}

function attribute(name: string, value: string): string {
  return value === '' ? name : `${name}="${value.slice(0, TEXT)}"`
}
