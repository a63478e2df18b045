// The part of miniprogram-exparser this engine uses. The package has no types; the names are its own.
import { loadInRealm } from '../../realm/loadInRealm.ts'
import type { EngineHost } from '../Engine.ts'
import { isRecord } from '../../record.ts'

export interface ExparserNode {
  /** Missing on text. */
  childNodes: ExparserNode[]
  parentNode: ExparserNode | null
  ownerShadowRoot: ShadowRoot | null
  $$: Element | null
  id: string
  slot: string
  /** Set on slots only. */
  __slotName?: string
  class: string
  classList: { _owner: unknown }
  textContent: string
  dataset?: Record<string, unknown>
  appendChild(child: ExparserNode): void
  insertBefore(child: ExparserNode, before: ExparserNode): void
  replaceChild(child: ExparserNode, replaced: ExparserNode): void
  removeChild(child: ExparserNode): void
  setNodeStyle(style: string): void
  setAttribute(name: string, value: unknown): void
  removeAttribute(name: string): void
  setMark(name: string, value: unknown): void
  triggerEvent(name: string, detail: unknown, options: unknown): void
}

export interface ShadowRoot extends ExparserNode {
  createTextNode(text: string): ExparserNode
  createVirtualNode(name: string): ExparserNode
  createComponent(tag: string, definition?: RegisteredComponent, generics?: Record<string, string>): ExparserNode
  getHostNode(): ComponentNode
  querySelector(selector: string): ExparserNode | null
  querySelectorAll(selector: string): ExparserNode[]
}

export interface ComponentNode extends ExparserNode {
  is: string
  shadowRoot: ShadowRoot
  __generics: Record<string, RegisteredComponent>
  data: Record<string, unknown>
  setData(data: unknown): void
  triggerLifeTime(name: string): void
  triggerPageLifeTime(name: string, args: unknown[]): void
  getRelationNodes(name: string): ExparserNode[] | null
  hasExternalClass(name: string): boolean
  setExternalClass(name: string, value: unknown): void
  hasBehavior(name: string): boolean
  setPropertyChangeListener(name: string, listener: (value: unknown) => void): void
}

export interface RegisteredComponent {
  is: string
}

export interface ExparserEvent {
  type: string
  timeStamp: number
  target: ExparserNode
  currentTarget: ExparserNode
  mark: unknown
  detail: unknown
  touches?: unknown
  changedTouches?: unknown
  mutatedMarked(): boolean
  markMutated(): void
}

/** What exparser asks of a template engine for one component. */
export interface TemplateInstance {
  shadowRoot: ShadowRoot
  data: unknown
  idMap: Record<string, ExparserNode>
  slots: Record<string, ExparserNode>
  listeners: unknown[]
  updateValues(node: ComponentNode, innerData: unknown): void
}

export interface Exparser {
  registerElement(definition: Record<string, unknown>): RegisteredComponent
  registerBehavior(definition: Record<string, unknown>): unknown
  createElement(tag: string, definition: RegisteredComponent): ComponentNode
  addGlobalErrorListener(listener: (error: unknown) => boolean): void
  addListenerToElement(
    node: ExparserNode,
    name: string,
    listener: (this: ExparserNode, event: ExparserEvent) => unknown,
    options?: { capture: boolean },
  ): void
  dataUtils: { deepCopy(value: unknown): unknown }
  ShadowRoot: { create(host: ExparserNode): ShadowRoot }
  Behavior: { callDefinitionFilter(definition: unknown): unknown }
  Component: {
    hasPublicProperty(node: ExparserNode, name: string): boolean
    getDataProxy(node: ExparserNode): {
      scheduleReplace(path: string[], value: unknown): void
      doUpdates(initial: boolean): void
    }
    getMethodsFromDef(definition: RegisteredComponent): Record<string, unknown>
    getMethod(node: ExparserNode, name: string): unknown
  }
  Element: {
    setSlotName(node: ExparserNode, name: string): void
    setInheritSlots(node: ExparserNode): void
    setMethodCaller(node: ExparserNode, caller: object): void
    getMethodCaller(node: ExparserNode): Record<string, unknown>
    pretendAttached(node: ExparserNode): void
    pretendDetached(node: ExparserNode): void
    isAttached(node: ExparserNode): boolean
  }
  Event: {
    create(name: string, detail: unknown, options: Record<string, unknown>): ExparserEvent
    dispatchEvent(target: ExparserNode, event: ExparserEvent): void
  }
}

/** Loads exparser into the host's realm, with the host's document for itself alone. */
export function loadExparser(host: EngineHost): Exparser {
  const window = {}
  const loaded = loadInRealm(host.realm, 'miniprogram-exparser', {
    window,
    document: host.document,
    console: host.console,
  })
  if (!isExparser(loaded)) throw new Error('miniprogram-exparser does not export what this engine needs')
  return loaded
}

function isExparser(value: unknown): value is Exparser {
  return (
    isRecord(value) &&
    ['registerElement', 'createElement', 'Component', 'Element', 'Event', 'ShadowRoot'].every(
      (name) => typeof value[name] === 'function',
    )
  )
}
