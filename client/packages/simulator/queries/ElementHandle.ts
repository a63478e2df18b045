// One element as a test holds it.
import type { Queries } from './createQueries.ts'

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
  /** As `page.trigger`. */
  trigger(type: string, detail?: Record<string, unknown>): Promise<void>
}
