// Where things stand on a page. Without a browser nothing is laid out, so it is what a test declares, what the screen
// measured when it painted the page, or what an element's own style says in px or rpx; all else has no size.
import { WINDOW } from '../wx/phone.ts'

/** CSS pixels from the corner of the page as it is before anyone scrolls. */
export interface Box {
  left: number
  top: number
  width: number
  height: number
}

/** Selector → where its elements are; of several that match, later ones outdo earlier ones. */
export type DeclaredLayout = Record<string, Partial<Box>>

export interface Layout {
  box(element: Element | null): Box
  /** What a browser found; it stands until the next time. */
  measure(boxes: Map<Element, Box>): void
}

const DESIGN_WIDTH = 750

export function createLayout(declared: DeclaredLayout = {}): Layout {
  let measured = new Map<Element, Box>()
  return {
    box(element) {
      if (element === null) return { left: 0, top: 0, width: 0, height: 0 }
      const said = Object.entries(declared)
        .filter(([selector]) => element.matches(selector))
        .map(([, box]) => box)
      return Object.assign({ ...(measured.get(element) ?? styled(element)) }, ...said) as Box
    },
    measure: (boxes) => void (measured = boxes),
  }
}

function styled(element: Element): Box {
  const style = element.getAttribute('style') ?? ''
  return {
    left: length(style, 'left'),
    top: length(style, 'top'),
    width: length(style, 'width'),
    height: length(style, 'height'),
  }
}

function length(style: string, name: string): number {
  return lengthOf(new RegExp(`(?:^|;)\\s*${name}\\s*:\\s*(-?[\\d.]+(?:px|rpx))`).exec(style)?.[1] ?? null) ?? 0
}

/** A number, or one with px or rpx, in CSS pixels; undefined for anything else. */
export function lengthOf(text: string | null): number | undefined {
  const [, number, unit] = /^\s*(-?[\d.]+)(px|rpx)?\s*$/.exec(text ?? '') ?? []
  return number === undefined ? undefined : Number(number) * (unit === 'rpx' ? WINDOW.windowWidth / DESIGN_WIDTH : 1)
}
