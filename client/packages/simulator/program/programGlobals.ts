// App, Page, Component and the other globals through which a mini program registers itself.
import { format } from 'node:util'
import type { RunningEngine } from '../engines/Engine.ts'
import type { Callable, Realm } from '../realm/realm.ts'
import type { SimulatedTimers } from '../realm/simulatedTimers.ts'
import { isRecord } from '../record.ts'

export interface ConsoleEntry {
  level: 'log' | 'info' | 'warn' | 'error' | 'debug'
  text: string
}

export interface ProgramGlobals {
  /** What App() was given, or undefined before. */
  app(): Record<string, unknown> | undefined
  /** Component() and Page() register under this path until the next call. */
  nowLoading(path: string): void
  isRegistered(path: string): boolean
}

export interface ProgramGlobalsHost {
  realm: Realm
  timers: SimulatedTimers
  engine: () => RunningEngine
  instances: () => unknown[]
  /** What stands for a plugin. */
  plugin: (name: string) => unknown
  /** The file that is being evaluated, without extension. */
  runningFile: () => string
  call(callback: unknown, ...args: unknown[]): unknown
  write(entry: ConsoleEntry): void
}

/** The realm's console, which writes into the simulator's list. */
export function createConsole(realm: Realm, write: (entry: ConsoleEntry) => void): unknown {
  const levels = ['log', 'info', 'warn', 'error', 'debug'] as const
  const methods = levels.map((level) => [level, (...args: unknown[]) => write({ level, text: format(...args) })])
  const quiet = ['group', 'groupEnd', 'time', 'timeEnd'].map((name) => [name, () => undefined])
  return realm.adopt(Object.fromEntries([...methods, ...quiet]))
}

/** Sets the globals; uni-app assigns Page and Component anew, so they are the realm's own and not parameters. */
export function installProgramGlobals(host: ProgramGlobalsHost): ProgramGlobals {
  const { realm, timers } = host
  let app: Record<string, unknown> | undefined
  const registered = new Set<string>()
  let path = ''
  function define(definition: unknown): void {
    host.engine().defineComponent(path, requireRecord(definition, 'Component'))
    registered.add(path)
  }
  const globals: Record<string, Callable> = {
    App: (definition) => void (app = requireRecord(definition, 'App')),
    Component: define,
    Page: (definition) => define(asComponent(realm, requireRecord(definition, 'Page'))),
    Behavior: (definition) => host.engine().defineBehavior(host.runningFile(), requireRecord(definition, 'Behavior')),
    getApp: (options) => app ?? (isRecord(options) && options['allowDefault'] === true ? {} : undefined),
    getCurrentPages: () => host.instances(),
    // https://developers.weixin.qq.com/miniprogram/dev/framework/plugin/using.html: a plugin's code is WeChat's to
    // fetch.
    requirePlugin: (name) => host.plugin(String(name)),
    setTimeout: (callback, delay, ...args) => timers.setTimeout(() => host.call(callback, ...args), asDelay(delay)),
    setInterval: (callback, delay, ...args) => timers.setInterval(() => host.call(callback, ...args), asDelay(delay)),
    clearTimeout: (id) => timers.clearTimeout(id as number | undefined),
    clearInterval: (id) => timers.clearInterval(id as number | undefined),
  }
  for (const [name, value] of Object.entries(globals)) realm.global[name] = realm.adopt(value)
  realm.global['console'] = createConsole(realm, host.write)
  realm.evaluate('globalThis.global = globalThis', 'globals.js')
  return { app: () => app, nowLoading: (next) => void (path = next), isRegistered: (asked) => registered.has(asked) }
}

function asDelay(value: unknown): number {
  return typeof value === 'number' ? value : 0
}

function requireRecord(value: unknown, name: string): Record<string, unknown> {
  if (!isRecord(value)) throw new TypeError(`${name}() expects an object`)
  return value
}

/**
 * Page() in terms of Component(), so that an engine knows only the latter: functions become methods; everything else is
 * put on the page when it is created, as Page() does.
 */
function asComponent(realm: Realm, definition: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(definition)
  const methods = Object.fromEntries(entries.filter(([, value]) => typeof value === 'function'))
  const fields = Object.fromEntries(
    entries.filter(([name, value]) => typeof value !== 'function' && !['data', 'behaviors', 'options'].includes(name)),
  )
  const component = {
    data: definition['data'] ?? {},
    behaviors: definition['behaviors'] ?? [],
    options: definition['options'] ?? {},
    methods,
    lifetimes: {
      created(this: object) {
        Object.assign(this, realm.adopt(fields))
      },
    },
  }
  return realm.adopt(component) as Record<string, unknown>
}
