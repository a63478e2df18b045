// One element as a test holds it, and how a test finds it.

/** The whole text, white space collapsed, or a pattern in it. */
export type Words = string | RegExp

export interface FindOptions {
  /** @default 5000 */
  timeoutMs?: number
}

/**
 * `getBy` throws unless there is exactly one, `queryBy` answers null for none, `getAllBy` answers at least one, and
 * `findBy` waits until there is one. What is hidden is not found.
 */
export interface Queries {
  getByText(words: Words): ElementHandle
  getAllByText(words: Words): ElementHandle[]
  queryByText(words: Words): ElementHandle | null
  findByText(words: Words, options?: FindOptions): Promise<ElementHandle>
  /** button, link, checkbox, radio, switch, slider, textbox, img, combobox, or what `aria-role` says. */
  getByRole(role: string, options?: { name?: Words }): ElementHandle
  getAllByRole(role: string, options?: { name?: Words }): ElementHandle[]
  queryByRole(role: string, options?: { name?: Words }): ElementHandle | null
  findByRole(role: string, options?: FindOptions & { name?: Words }): Promise<ElementHandle>
  getByPlaceholder(words: Words): ElementHandle
  findByPlaceholder(words: Words, options?: FindOptions): Promise<ElementHandle>
  /** By CSS selector; `#id` is the id of the template. */
  getBySelector(selector: string): ElementHandle
  findBySelector(selector: string, options?: FindOptions): Promise<ElementHandle>
}

export interface ElementHandle extends Queries {
  /** What it shows, white space collapsed. */
  text(): string
  /** A widget's attribute, or null. */
  attribute(name: string): string | null
  isShown(): boolean
  /** As `page.tap`. */
  tap(): Promise<void>
  /** As `page.longPress`. */
  longPress(): Promise<void>
  /** As `page.drag`. */
  drag(by: { x?: number; y?: number }): Promise<void>
  /** As `page.input`. */
  input(text: string): Promise<void>
  /** As `page.choose`. */
  choose(value: unknown): Promise<void>
  /** Scrolls a scroll-view, so many CSS pixels from its start and as far as its content is known to go. */
  scroll(to: { left?: number; top?: number }): Promise<void>
  /** Scrolls a scroll-view to its end: it tells `scrolltolower`, also where no sizes are known. */
  reachEnd(): Promise<void>
  /** Pulls a scroll-view's refresher; throws where it has none. */
  pullDown(): Promise<void>
  /** As `page.trigger`. */
  trigger(type: string, detail?: Record<string, unknown>): Promise<void>
}
