// What questions about layout are asked of.
import type { FrameworkNode } from '../engines/frameworkNode.ts'
import type { Box } from '../layout/createLayout.ts'
import type { OpenPage } from '../program/pageLife.ts'
import type { ScrollViews } from '../widgets/scrollViews.ts'

export interface LayoutWorld {
  /** The page on top. */
  page(): OpenPage | undefined
  /** Nodes in a component's template that match, in order; undefined stands for the page on top. */
  nodes(component: unknown, selector: string): FrameworkNode[]
  /** Where an element is on the phone's screen now. */
  rect(element: Element | null): Box
  /** What a program draws on. */
  canvasNode(element: Element): unknown
  readonly scrollViews: ScrollViews
  /** Tells of every scrolling, and of a new layout; answers how to stop. */
  onMove(listener: () => void): () => void
}
