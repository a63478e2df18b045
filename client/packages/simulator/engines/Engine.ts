// What a component framework has to do for the simulator; each of WeChat's two has its folder beside this file.
import type { Box } from '../layout/createLayout.ts'
import type { MiniProgramPackage } from '../program/miniProgramPackage.ts'
import type { Realm } from '../realm/realm.ts'
import type { FrameworkNode } from './frameworkNode.ts'

export interface Engine {
  readonly name: string
  /** Loads the framework into the realm and compiles the package's templates. */
  start(host: EngineHost): RunningEngine
}

export interface EngineHost {
  readonly program: MiniProgramPackage
  readonly realm: Realm
  readonly document: Document
  /** The realm's own console and timers, for the framework's use. */
  readonly console: unknown
  readonly setTimeout: unknown
  /** Runs a callback soon, in a task of its own; cancelled when the program ends. */
  later(callback: () => void): void
  /** Notes an error the framework caught in the program's code. */
  report(error: unknown): void
  /** Writes to the program's console what the framework finds odd but bears. */
  warn(message: string): void
  /** Where an element is on the phone's screen. */
  rectOf(element: Element | null): Box
  /** What the simulator adds to `this` of a component or page when it is created. */
  instanceFields(instance: object): Record<string, unknown>
}

export interface RunningEngine {
  /** Templates and WXS modules the framework's compiler does not take: file → complaint. Pages without them run. */
  readonly faults: ReadonlyMap<string, string>
  /** Registers what the program passed to Component() while the file of `path` ran. */
  defineComponent(path: string, definition: Record<string, unknown>): void
  /**
   * Registers what the program passed to Behavior() and answers what Behavior() gives back.
   * @param file that called it, without extension
   */
  defineBehavior(file: string, definition: Record<string, unknown>): unknown
  /** The nodes of a component's template that match, in order, by the framework's own selectors. */
  search(component: object, selector: string): FrameworkNode[]
  /** Creates the page's component; nothing is attached yet. */
  createPage(path: string): PageView
}

/** A page as the framework renders it. */
export interface PageView {
  /** `this` of the program's page methods. */
  readonly instance: Record<string, unknown>
  /** Gives the properties that are called so what stands in the page's address; nothing is attached yet. */
  fill(query: Record<string, string>): void
  /** Puts the page into `parent`: `attached` runs, and there is something to see. */
  attach(parent: Element): void
  /** Runs the `ready` lifetimes; components that come later get theirs by themselves. */
  ready(): void
  pageLifetime(name: 'show' | 'hide'): void
  /** Takes the page out again: `detached` runs. */
  detach(): void
  /** Lets something happen to a rendered element, as a finger or a widget does. */
  dispatch(target: Element, event: SimulatedEvent): void
  /** Tells the data an attribute is bound to by `model:` what a person made of it; without `model:` nothing happens. */
  writeBack(target: Element, name: string, value: unknown): void
  /** Whether `target` is a custom component with this behaviour of WeChat's, such as `wx://form-field`. */
  hasBehavior(target: Element, name: string): boolean
}

export interface SimulatedEvent {
  type: string
  detail: Record<string, unknown>
  /** Touches bubble, the events of widgets (input, change, submit) do not. */
  bubbles: boolean
  /** Fingers on the screen, of events that have them. */
  touches?: Record<string, unknown>[]
  /** Fingers that came, moved or went. @default those on the screen */
  changedTouches?: Record<string, unknown>[]
}
