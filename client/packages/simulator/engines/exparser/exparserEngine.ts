// WeChat's exparser with WeChat's wcc: what pages use by default on phones.
import type { Engine, EngineHost, PageView, RunningEngine } from '../Engine.ts'
import { isRecord } from '../../record.ts'
import { builtInBehavior } from '../builtInBehaviors.ts'
import { prepareDefinition } from '../definition.ts'
import { nodeAt, nodeOf as frameworkNodeOf } from '../frameworkNode.ts'
import type { Realm } from '../../realm/realm.ts'
import { createReadyQueue } from '../readyQueue.ts'
import type { ReadyQueue } from '../readyQueue.ts'
import { loadExparser } from './exparser.ts'
import type { ComponentNode, Exparser, ExparserNode, RegisteredComponent, ShadowRoot } from './exparser.ts'
import { createInstance } from './instance.ts'
import { writeBack } from './modelBinding.ts'
import { createTemplateEngine } from './templateEngine.ts'
import { compileTemplates } from './templates.ts'
import type { TreeNode } from './templates.ts'
import { createDescriptors } from '../wxsDescriptor.ts'
import { createWxsCalls } from './wxsEvents.ts'
import type { WxsCalls } from './wxsEvents.ts'

interface Running {
  host: EngineHost
  exparser: Exparser
  ready: ReadyQueue<ComponentNode>
  definitions: Map<string, RegisteredComponent>
  behaviors: Set<string>
  wxs: WxsCalls
}

export function exparserEngine(): Engine {
  return { name: 'exparser', start }
}

function start(host: EngineHost): RunningEngine {
  const { render, view, faults } = compileTemplates(host.program, host.warn)
  const exparser = loadExparser(host)
  // Answering false keeps exparser from printing what the simulator already notes.
  exparser.addGlobalErrorListener((error) => {
    host.report(error)
    return false
  })
  const ready = createReadyQueue<ComponentNode>({
    isAttached: exparser.Element.isAttached,
    ready: (component) => component.triggerLifeTime('ready'),
  })
  const running: Running = {
    host,
    exparser,
    ready,
    definitions: new Map(),
    behaviors: new Set(),
    wxs: wxsCalls(host, exparser, view),
  }

  return {
    faults,
    defineComponent(path, definition) {
      running.definitions.set(path, register(running, { path, definition, render: (data) => render(path, data) }))
    },
    defineBehavior(file, definition) {
      const is = `behavior ${running.behaviors.size + 1}`
      registerBehavior(running, is, prepared(running, file, definition))
      return is
    },
    search,
    createPage: (path) => createPage(running, path),
  }
}

function genericsOf({ program, realm }: EngineHost, path: string): unknown {
  const defaults = Object.entries(program.generics(path)).map(([name, target]) => [
    name,
    target === '' ? {} : { default: target },
  ])
  return realm.adopt(Object.fromEntries(defaults))
}

// A definitionFilter changes what it is given, so it comes before anything is copied.
function prepared(running: Running, file: string, definition: Record<string, unknown>): Record<string, unknown> {
  const { exparser, host } = running
  const behaviorNamed = (name: string): string | undefined => knownBehavior(running, name)
  const { behaviors } = definition
  if (Array.isArray(behaviors)) for (const one of behaviors) if (typeof one === 'string') behaviorNamed(one)
  const definitionFilter = exparser.Behavior.callDefinitionFilter(definition)
  const copy = prepareDefinition(
    { program: host.program, warn: host.warn, behaviorNamed, asTarget: (target) => target },
    file,
    definition,
  )
  return { ...(host.realm.adopt(copy) as Record<string, unknown>), definitionFilter }
}

function registerBehavior({ exparser, behaviors }: Running, is: string, definition: Record<string, unknown>): void {
  behaviors.add(is)
  // What a component takes from a behaviour can be set from outside like its own.
  exparser.registerBehavior({ ...definition, is, options: { publicProperties: true } })
}

function knownBehavior(running: Running, name: string): string | undefined {
  if (running.behaviors.has(name)) return name
  const builtIn = builtInBehavior(name)
  if (builtIn === undefined) return undefined
  registerBehavior(running, name, {
    properties: running.host.realm.adopt(builtIn.properties ?? {}),
    definitionFilter: builtIn.definitionFilter,
  })
  return name
}

function register(
  running: Running,
  component: { path: string; definition: Record<string, unknown>; render(data: unknown): TreeNode },
): RegisteredComponent {
  const { host, exparser, ready, definitions } = running
  const { path, definition } = component
  const using = host.program.using(path)
  const context = {
    exparser,
    realm: host.realm,
    componentFor(tag: string) {
      const target = using[tag]
      return target === undefined ? null : (definitions.get(target) ?? null)
    },
    created: ready.add,
    wxs: running.wxs,
    report: host.report,
    warn: host.warn,
    later: host.later,
    updated: ready.flush,
  }
  const registered = exparser.registerElement({
    ...prepared(running, path, definition),
    is: path,
    using: {},
    generics: genericsOf(host, path),
    template: {},
    options: { ...optionsOf(definition), templateEngine: createTemplateEngine(exparser, context, component.render) },
    initiator(this: ComponentNode) {
      const instance = createInstance(exparser, host, this)
      Object.assign(instance, exparser.Component.getMethodsFromDef(registered))
    },
  })
  return registered
}

/** exparser's own options, with those of the program that it knows. */
function optionsOf(definition: Record<string, unknown>): Record<string, unknown> {
  const options = isRecord(definition['options']) ? definition['options'] : {}
  return {
    domain: '/',
    classPrefix: '',
    publicProperties: true,
    writeFieldsToNode: false,
    allowInWriteOnly: true,
    // It has no dynamic slots; their content is there once, as that of named slots.
    multipleSlots: options['multipleSlots'] === true || options['dynamicSlots'] === true,
    virtualHost: options['virtualHost'] === true,
    innerDataExclude: options['pureDataPattern'] ?? null,
  }
}

function wxsCalls(host: EngineHost, exparser: Exparser, view: Realm): WxsCalls {
  return createWxsCalls(
    view,
    createDescriptors({
      search,
      later: host.later,
      rectOf: host.rectOf,
      report: host.report,
      adopt: host.realm.adopt,
      callerOf: (node) => exparser.Element.getMethodCaller(node as ExparserNode),
      triggerEvent: (node, name, detail) => (node as ExparserNode).triggerEvent(name, detail, {}),
      emptyObject: () => view.evaluate('({})', 'state.js') as object,
    }),
  )
}

function search(component: object, selector: string): ExparserNode[] {
  const root: unknown = Reflect.get(component, 'shadowRoot')
  return isSearchable(root) ? root.querySelectorAll(selector) : []
}

function createPage(running: Running, path: string): PageView {
  const { host, exparser, ready, definitions } = running
  const definition = definitions.get(path)
  if (definition === undefined) throw new Error(`${path}.js registers no page`)
  ready.hold()
  const node = exparser.createElement('page-root', definition)
  return {
    instance: exparser.Element.getMethodCaller(node),
    attach(parent) {
      if (node.$$ === null) throw new Error(`${path} has no element of its own`)
      parent.appendChild(node.$$)
      exparser.Element.pretendAttached(node)
    },
    ready() {
      ready.add(node)
      ready.release()
    },
    fill(query) {
      const proxy = exparser.Component.getDataProxy(node)
      for (const [name, value] of Object.entries(query))
        if (exparser.Component.hasPublicProperty(node, name)) proxy.scheduleReplace([name], value)
      proxy.doUpdates(true)
    },
    pageLifetime: (name) => node.triggerPageLifeTime(name, []),
    detach() {
      node.$$?.remove()
      exparser.Element.pretendDetached(node)
    },
    dispatch(target, { type, detail, bubbles, touches = [], changedTouches = touches }) {
      const extraFields = { touches: host.realm.adopt(touches), changedTouches: host.realm.adopt(changedTouches) }
      const options = { bubbles, composed: bubbles, capturePhase: bubbles, extraFields }
      exparser.Event.dispatchEvent(nodeOf(target), exparser.Event.create(type, host.realm.adopt(detail), options))
    },
    writeBack: (target, name, value) => writeBack(exparser, nodeOf(target), { name, value: host.realm.adopt(value) }),
    hasBehavior(target, name) {
      const found = nodeAt(target)
      return found !== undefined && isComponent(found) && running.behaviors.has(name) && found.hasBehavior(name)
    },
  }
}

// Dispatched on the element itself, an event would begin inside the widget and, without `composed`, never leave it.
function nodeOf(target: Element): ExparserNode {
  return frameworkNodeOf(target) as ExparserNode
}

function isSearchable(root: unknown): root is ShadowRoot {
  return isRecord(root) && typeof root['querySelectorAll'] === 'function'
}

function isComponent(node: object): node is ComponentNode {
  return 'hasBehavior' in node
}
