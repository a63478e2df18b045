// The part of glass-easel and its mini program adapter this engine uses, loaded into the program's realm.
import { loadInRealm } from '../../realm/loadInRealm.ts'
import { isRecord } from '../../record.ts'
import type { EngineHost } from '../Engine.ts'

/** A node of the framework's tree; `ownerShadowRoot` is null on the page itself. */
export interface GlassNode {
  ownerShadowRoot: { getHostNode(): GlassNode } | null
  triggerEvent(name: string, detail: unknown, options: EventOptions): void
  /** On built-in nodes. */
  getModelBindingListeners?(): Record<string, (value: unknown) => void>
  /** On components. */
  hasBehavior?(behavior: unknown): boolean
}

export interface GlassComponent extends GlassNode {
  is: string
  $$: Element | null
  triggerLifetime(name: string, args: unknown[]): void
  triggerPageLifetime(name: string, args: unknown[]): void
  getMethodCaller(): Record<string, unknown>
}

/** What the framework asks a component about names that are no properties. */
interface ComponentClasses {
  $$: Element | null
  hasExternalClass(name: string): boolean
  setExternalClass(name: string, value: unknown): void
}

export interface EventOptions {
  bubbles: boolean
  composed: boolean
  capturePhase: boolean
  extraFields?: Record<string, unknown>
}

export interface GlassEasel {
  Element: {
    prototype: object
    isAttached(component: GlassComponent): boolean
    replaceDocumentElement(component: GlassComponent, parent: Element, placeholder: Element): void
    pretendDetached(component: GlassComponent): void
  }
  Component: {
    prototype: ComponentClasses
    hasProperty(component: GlassComponent, name: string): boolean
    getMethod(component: GlassComponent, name: unknown): unknown
    getDataProxy(component: GlassComponent): {
      replaceProperty(name: string, value: unknown): void
      applyDataUpdates(isInitial: boolean): void
    }
  }
  Event: { prototype: object }
  CurrentWindowBackendContext: new () => object
  addGlobalErrorListener(listener: (error: unknown) => boolean): void
  addGlobalWarningListener(listener: (message: string) => boolean): void
}

export interface CompiledTemplate {
  groupList: unknown
  content: unknown
  fallbackListenerOnNativeNode: boolean
}

export interface CodeSpace {
  addCompiledTemplate(path: string, template: CompiledTemplate): void
  addComponentStaticConfig(path: string, config: Record<string, unknown>): void
  getComponentSpace(): {
    updateComponentOptions(options: Record<string, unknown>): void
    defineBehavior(definition: Record<string, unknown>): unknown
  }
  setOverallBehavior(behavior: unknown): void
  component(path: string): { definition(definition: unknown): { register(): unknown } }
  behavior(): { definition(definition: unknown): { register(): unknown } }
}

export interface Backend {
  createRoot(tag: string, space: CodeSpace, path: string): { getComponent(): GlassComponent }
}

export interface MiniProgramEnv {
  createCodeSpace(id: string, isMain: boolean): CodeSpace
  associateBackend(context: object): Backend
}

export interface LoadedGlassEasel {
  glassEasel: GlassEasel
  createEnv(): MiniProgramEnv
}

/** @param document where the framework renders; it sees no other global of a browser */
export function loadGlassEasel(host: EngineHost, document: object): LoadedGlassEasel {
  const window = { requestAnimationFrame: host.later, devicePixelRatio: 2 }
  // Without this the framework takes itself to be under development.
  const process = { env: { NODE_ENV: 'production' } }
  const given = { window, document, process, console: host.console, setTimeout: host.setTimeout }
  const glassEasel = loadInRealm(host.realm, 'glass-easel', given)
  const adapter = loadInRealm(host.realm, 'glass-easel-miniprogram-adapter', { ...given, require: () => glassEasel })
  if (!isGlassEasel(glassEasel) || !isAdapter(adapter))
    throw new Error('glass-easel does not export what this engine needs')
  return { glassEasel, createEnv: () => new adapter.MiniProgramEnv() }
}

function isGlassEasel(value: unknown): value is GlassEasel {
  return (
    isRecord(value) &&
    ['Component', 'Element', 'Event', 'CurrentWindowBackendContext', 'addGlobalErrorListener'].every(
      (name) => typeof value[name] === 'function',
    )
  )
}

function isAdapter(value: unknown): value is { MiniProgramEnv: new () => MiniProgramEnv } {
  return isRecord(value) && typeof value['MiniProgramEnv'] === 'function'
}
