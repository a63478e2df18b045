// WeChat's newer framework, glass-easel, with its adapter for mini programs; a program chooses it with
// "componentFramework": "glass-easel" in app.json.
import type { MiniProgramPackage } from '../../program/miniProgramPackage.ts'
import { isRecord } from '../../record.ts'
import { builtInBehavior } from '../builtInBehaviors.ts'
import { prepareDefinition } from '../definition.ts'
import type { Engine, EngineHost, PageView, RunningEngine } from '../Engine.ts'
import { type FrameworkNode, nodeAt, nodeOf as frameworkNodeOf } from '../frameworkNode.ts'
import { createReadyQueue, type ReadyQueue } from '../readyQueue.ts'
import { hideComponents, plainAttributes } from './attributes.ts'
import { ownEventFields, watchHandlers } from './events.ts'
import { loadGlassEasel } from './glassEasel.ts'
import type { Backend, CodeSpace, GlassComponent, GlassEasel, GlassNode } from './glassEasel.ts'
import { createDescriptors } from '../wxsDescriptor.ts'
import { compileTemplates } from './templates.ts'
import { createWxsHooks } from './wxsHooks.ts'
import type { WxsHooks } from './wxsHooks.ts'

interface Running {
  host: EngineHost
  glassEasel: GlassEasel
  space: CodeSpace
  backend: Backend
  ready: ReadyQueue<GlassComponent>
  /** Those of WeChat's own that were asked for. */
  behaviors: Map<string, unknown>
}

export function glassEaselEngine(): Engine {
  return { name: 'glass-easel', start }
}

function start(host: EngineHost): RunningEngine {
  const methods = new WeakSet<object>()
  const { objects: templates, faults } = compileTemplates(host, wxsHooks(host, methods))
  const { glassEasel, createEnv } = loadGlassEasel(host, documentFor(host))
  adjust(glassEasel, host, methods)
  const env = createEnv()
  const space = env.createCodeSpace('', true)
  const backend = env.associateBackend(new glassEasel.CurrentWindowBackendContext())
  const ready = createReadyQueue<GlassComponent>({
    isAttached: glassEasel.Element.isAttached,
    ready: (component) => component.triggerLifetime('ready', []),
    depth: depthOf,
  })
  prepareSpace(space, { program: host.program, templates })
  watchAttached(space, ready, host)
  const running: Running = { host, glassEasel, space, backend, ready, behaviors: new Map() }

  return {
    faults,
    defineComponent: (path, definition) =>
      void space
        .component(path)
        .definition(prepared(running, path, definition))
        .register(),
    defineBehavior: (file, definition) =>
      space
        .behavior()
        .definition(prepared(running, file, definition))
        .register(),
    search: (component, selector) => search(isRecord(component) ? component['_$'] : undefined, selector),
    createPage: (path) => createPage(running, path),
  }
}

/** What the framework does differently here than it would by itself. */
function adjust(glassEasel: GlassEasel, host: EngineHost, methods: WeakSet<object>): void {
  ownEventFields(glassEasel, host.realm)
  plainAttributes(glassEasel)
  hideComponents(glassEasel)
  watchHandlers(glassEasel, { warn: host.warn, methods })
  // Answering false keeps the framework from printing what the simulator already notes.
  glassEasel.addGlobalErrorListener((error) => {
    host.report(error)
    return false
  })
  glassEasel.addGlobalWarningListener(() => false)
}

function wxsHooks(host: EngineHost, methods: WeakSet<object>): WxsHooks {
  return createWxsHooks(
    createDescriptors({
      search,
      later: host.later,
      rectOf: host.rectOf,
      report: host.report,
      adopt: host.realm.adopt,
      callerOf: (node) => (node as Partial<GlassComponent>).getMethodCaller?.(),
      triggerEvent: (node, name, detail) =>
        (node as unknown as GlassNode).triggerEvent(name, detail, {
          bubbles: false,
          composed: false,
          capturePhase: false,
        }),
      emptyObject: () => host.realm.evaluate('({})', 'state.js') as object,
    }),
    host,
    (handler) => typeof handler === 'function' && methods.has(handler),
  )
}

function prepared(running: Running, file: string, definition: Record<string, unknown>): unknown {
  const { host } = running
  const behaviorNamed = (name: string): unknown => knownBehavior(running, name)
  // The adapter hands a relation on as it is, and the framework knows only its own behaviours.
  const asTarget = (target: unknown): unknown =>
    typeof target === 'string' ? `/${target}` : isRecord(target) ? (target['_$'] ?? target) : target
  return host.realm.adopt(
    prepareDefinition({ program: host.program, warn: host.warn, behaviorNamed, asTarget }, file, definition),
  )
}

function knownBehavior({ host, space, behaviors }: Running, name: string): unknown {
  const builtIn = builtInBehavior(name)
  if (builtIn === undefined) return undefined
  const known =
    behaviors.get(name) ??
    space
      .behavior()
      .definition(host.realm.adopt({ properties: builtIn.properties ?? {} }))
      .register()
  behaviors.set(name, known)
  return known
}

function prepareSpace(
  space: CodeSpace,
  { program, templates }: { program: MiniProgramPackage; templates: Record<string, unknown> },
): void {
  for (const [path, content] of Object.entries(templates)) {
    // Without the last option `bindtap` (no colon) is an attribute like any other on a built-in widget.
    space.addCompiledTemplate(path, { groupList: templates, content, fallbackListenerOnNativeNode: true })
  }
  for (const path of [...program.pages, ...program.components]) {
    const using = Object.fromEntries(Object.entries(program.using(path)).map(([tag, target]) => [tag, `/${target}`]))
    // Styles are not simulated; "shared" keeps class names in the document as they stand in the template.
    const generics = Object.entries(program.generics(path)).map(([name, target]) => [
      name,
      target === '' ? true : { default: `/${target}` },
    ])
    space.addComponentStaticConfig(path, {
      ...program.config(path).raw,
      usingComponents: using,
      styleIsolation: 'shared',
      componentGenerics: Object.fromEntries(generics),
    })
  }
  // uni-app sets its event handlers on the instance at run time; a property may be called as a field of the node is.
  space.getComponentSpace().updateComponentOptions({ useMethodCallerListeners: true, writeFieldsToNode: false })
}

// A behaviour of every component is the one place that hears of them all, also of those that come after their page was
// ready.
function watchAttached(space: CodeSpace, ready: ReadyQueue<GlassComponent>, host: EngineHost): void {
  const definition = host.realm.adopt({
    lifetimes: {
      created(this: object) {
        for (const [name, method] of Object.entries(host.instanceFields(this)))
          Reflect.set(this, name, host.realm.adopt(method))
      },
      attached(this: { _$: GlassComponent }) {
        ready.add(this._$)
        host.later(ready.flush)
      },
    },
  })
  if (isRecord(definition)) space.setOverallBehavior(space.getComponentSpace().defineBehavior(definition))
}

function createPage(running: Running, path: string): PageView {
  const { host, glassEasel, space, backend, ready, behaviors } = running
  ready.hold()
  const component = backend.createRoot('page-root', space, path).getComponent()
  return {
    instance: component.getMethodCaller(),
    attach(parent) {
      const placeholder = parent.ownerDocument.createElement('page-root')
      parent.append(placeholder)
      glassEasel.Element.replaceDocumentElement(component, parent, placeholder)
    },
    fill(query) {
      const proxy = glassEasel.Component.getDataProxy(component)
      for (const [name, value] of Object.entries(query))
        if (glassEasel.Component.hasProperty(component, name)) proxy.replaceProperty(name, value)
      proxy.applyDataUpdates(true)
    },
    ready: ready.release,
    pageLifetime: (name) => component.triggerPageLifetime(name, []),
    detach() {
      component.$$?.remove()
      glassEasel.Element.pretendDetached(component)
    },
    dispatch(target, { type, detail, bubbles, touches = [], changedTouches = touches }) {
      const extraFields = { touches, changedTouches }
      nodeOf(target).triggerEvent(type, detail, { bubbles, composed: bubbles, capturePhase: bubbles, extraFields })
    },
    writeBack: (target, name, value) => nodeOf(target).getModelBindingListeners?.()[name]?.(host.realm.adopt(value)),
    hasBehavior(target, name) {
      const found = nodeAt(target) as GlassNode | undefined
      const behavior = behaviors.get(name)
      return isRecord(behavior) && found?.hasBehavior?.(behavior['_$']) === true
    },
  }
}

function nodeOf(target: Element): GlassNode {
  return frameworkNodeOf(target) as unknown as GlassNode
}

interface Searchable {
  getShadowRoot(): { querySelectorAll(selector: string): FrameworkNode[] } | null
}

function search(component: unknown, selector: string): FrameworkNode[] {
  return isSearchable(component) ? (component.getShadowRoot()?.querySelectorAll(selector) ?? []) : []
}

function isSearchable(component: unknown): component is Searchable {
  return isRecord(component) && typeof component['getShadowRoot'] === 'function'
}

function depthOf(component: GlassNode): number {
  const owner = component.ownerShadowRoot
  return owner === null ? 0 : 1 + depthOf(owner.getHostNode())
}

// Built-in widgets are plain nodes to glass-easel; in the document they are called as the other engine calls them, and
// not what HTML would take for its own button or input.
function documentFor({ document, program }: EngineHost): object {
  const custom = new Set([...program.pages, ...program.components].flatMap((path) => Object.keys(program.using(path))))
  return {
    createElement: (tag: string) => document.createElement(custom.has(tag) || tag === 'page-root' ? tag : `wx-${tag}`),
    createTextNode: (text: string) => document.createTextNode(text),
    createDocumentFragment: () => document.createDocumentFragment(),
    body: document.body,
    head: document.head,
    documentElement: document.documentElement,
  }
}
