// WeChat's exparser with WeChat's wcc: what pages use by default on phones.
import type { Engine, EngineHost, PageView, RunningEngine } from '../Engine.ts'
import { isRecord } from '../../record.ts'
import { createReadyQueue } from '../readyQueue.ts'
import type { ReadyQueue } from '../readyQueue.ts'
import { loadExparser } from './exparser.ts'
import type { ComponentNode, Exparser, ExparserNode, RegisteredComponent } from './exparser.ts'
import { createInstance } from './instance.ts'
import { createTemplateEngine } from './templateEngine.ts'
import { compileTemplates } from './templates.ts'

interface Running {
  host: EngineHost
  exparser: Exparser
  ready: ReadyQueue<ComponentNode>
  definitions: Map<string, RegisteredComponent>
}

export function exparserEngine(): Engine {
  return { name: 'exparser', start }
}

function start(host: EngineHost): RunningEngine {
  const render = compileTemplates(host.program, message => host.report(new Error(message)))
  const exparser = loadExparser(host)
  // Answering false keeps exparser from printing what the simulator already notes.
  exparser.addGlobalErrorListener(error => {
    host.report(error)
    return false
  })
  registerBuiltInBehaviors(exparser)
  const ready = createReadyQueue<ComponentNode>({
    isAttached: exparser.Element.isAttached,
    ready: component => component.triggerLifeTime('ready'),
  })
  const running: Running = { host, exparser, ready, definitions: new Map() }
  let behaviors = 0

  return {
    defineComponent(path, definition) {
      running.definitions.set(path, register(running, { path, definition, render: data => render(path, data) }))
    },
    defineBehavior(definition) {
      const is = `behavior ${++behaviors}`
      exparser.registerBehavior({ ...definition, is, definitionFilter: exparser.Behavior.callDefinitionFilter(definition) })
      return is
    },
    createPage: path => createPage(running, path),
  }
}

function register(
  { host, exparser, ready, definitions }: Running,
  component: { path: string; definition: Record<string, unknown>; render(data: unknown): ReturnType<ReturnType<typeof compileTemplates>> },
): RegisteredComponent {
  const { path, definition } = component
  const using = host.program.using(path)
  const options = isRecord(definition['options']) ? definition['options'] : {}
  const context = {
    exparser, realm: host.realm,
    componentFor(tag: string) {
      const target = using[tag]
      return target === undefined ? null : (definitions.get(target) ?? null)
    },
    created: ready.add,
    updated: ready.flush,
  }
  const registered = exparser.registerElement({
    ...definition, is: path, using: {}, generics: {},
    definitionFilter: exparser.Behavior.callDefinitionFilter(definition),
    template: {},
    options: {
      domain: '/', classPrefix: '', publicProperties: true, writeFieldsToNode: false, allowInWriteOnly: true,
      multipleSlots: options['multipleSlots'] === true, virtualHost: options['virtualHost'] === true,
      innerDataExclude: options['pureDataPattern'] ?? null,
      templateEngine: createTemplateEngine(exparser, context, component.render),
    },
    initiator(this: ComponentNode) {
      const instance = createInstance(exparser, host.realm, this)
      Object.assign(instance, exparser.Component.getMethodsFromDef(registered))
    },
  })
  return registered
}

function createPage({ host, exparser, ready, definitions }: Running, path: string): PageView {
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
    pageLifetime: name => node.triggerPageLifeTime(name, []),
    detach() {
      node.$$?.remove()
      exparser.Element.pretendDetached(node)
    },
    dispatch(target, { type, detail, bubbles }) {
      const options = { bubbles, composed: bubbles, capturePhase: bubbles, extraFields: { touches: [], changedTouches: [] } }
      exparser.Event.dispatchEvent(nodeOf(target), exparser.Event.create(type, host.realm.adopt(detail), options))
    },
  }
}

// exparser leaves its node on every element it makes. Dispatched on the element itself, an event would begin inside the
// widget and, without `composed`, never leave it.
function nodeOf(target: Element): ExparserNode {
  const node: unknown = Reflect.get(target, '__wxElement')
  if (!isRecord(node)) throw new Error(`<${target.tagName.toLowerCase()}> was not rendered by exparser`)
  return node as unknown as ExparserNode
}

function registerBuiltInBehaviors(exparser: Exparser): void {
  exparser.registerBehavior({ is: 'wx://form-field', properties: { name: { type: null }, value: { type: null } } })
  exparser.registerBehavior({ is: 'wx://form-field-group' })
  exparser.registerBehavior({ is: 'wx://form-field-button' })
  exparser.registerBehavior({
    is: 'wx://component-export',
    definitionFilter(definition: Record<string, unknown>) {
      const methods = isRecord(definition['methods']) ? definition['methods'] : {}
      definition['methods'] = { ...methods, __export__: definition['export'] }
    },
  })
}
