/**
 * The basics that anybody's eyes, screen reader or keyboard needs of a page in a browser: H5's, or the mini program's
 * on a simulated screen.
 */
import type { Frame, Page } from 'playwright-core'

/** WCAG 2.2, 1.4.3. */
const leastContrast = 4.5

/** Sentences about controls without a name and text that can hardly be read; none, if all is well. */
export async function barriers(page: Page | Frame): Promise<string[]> {
  return page.evaluate((least) => {
    const isSeen = (element: Element) =>
      element.getClientRects().length > 0 && getComputedStyle(element).visibility === 'visible'
    const channels = (color: string) => (color.match(/[\d.]+/g) ?? []).map(Number)

    /** WCAG's relative luminance. */
    const luminance = ([red = 0, green = 0, blue = 0]: number[]) => {
      const linear = (channel: number) => {
        const part = channel / 255
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
      }
      return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }
    const groundOf = (element: Element | null): number[] => {
      for (let one = element; one; one = one.parentElement) {
        const [red, green, blue, alpha = 1] = channels(getComputedStyle(one).backgroundColor)
        if (alpha === 1) return [red ?? 0, green ?? 0, blue ?? 0]
      }
      return [255, 255, 255]
    }
    const contrast = (element: Element) => {
      const [one = 0, other = 0] = [
        luminance(channels(getComputedStyle(element).color)),
        luminance(groundOf(element)),
      ].sort((a, b) => b - a)
      return (one + 0.05) / (other + 0.05)
    }

    const controls = [
      ...document.querySelectorAll(
        ':is(uni-button, uni-navigator, uni-checkbox, .uni-modal__btn, input, textarea, uni-image, wx-button, wx-navigator, wx-checkbox, wx-input, wx-textarea, wx-image)',
      ),
    ].filter(isSeen)
    const hasName = (element: Element) => {
      const hasText = !element.matches('input, textarea, uni-image, wx-image') && element.textContent?.trim()
      return Boolean(hasText || element.getAttribute('aria-label'))
    }
    const nameless = controls
      .filter((element) => !hasName(element))
      .map((element) => `no name: ${element.outerHTML.slice(0, 120)}`)

    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const pale: string[] = []
    while (walker.nextNode()) {
      const { textContent, parentElement } = walker.currentNode
      if (
        !textContent?.trim() ||
        !parentElement ||
        !isSeen(parentElement) ||
        parentElement.closest('[disabled], script, style')
      )
        continue
      const found = contrast(parentElement)
      if (found < least) pale.push(`contrast ${found.toFixed(2)}: ${textContent.trim().slice(0, 40)}`)
    }
    return [...nameless, ...pale]
  }, leastContrast)
}
