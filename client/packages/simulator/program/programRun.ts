// What the rooms of one run are opened with, and the ones that need more than a line: wx, the globals, the framework,
// the pages. They know each other in a circle, so each is handed a way to the others.
import type { Engine, RunningEngine } from '../engines/Engine.ts'
import type { Layout } from '../layout/createLayout.ts'
import { quietObject, watchedObject } from '../realm/realmObjects.ts'
import type { TimerSource } from '../realm/simulatedTimers.ts'
import type { LivingWidgets } from '../widgets/livingWidgets.ts'
import type { DrawnCall } from '../wx/canvases.ts'
import { createWx, type Wx, type WxOptions } from '../wx/createWx.ts'
import type { ShownNotice } from '../wx/interactionFamily.ts'
import { pluginNamed } from '../wx/notSimulated.ts'
import type { WxCall } from '../wx/recordCalls.ts'
import type { SimulatedFiles } from '../wx/simulatedFiles.ts'
import type { SimulatedNetwork } from '../wx/simulatedNetwork.ts'
import type { WxHost } from '../wx/WxHost.ts'
import { createEventChannel } from './eventChannel.ts'
import type { Faults } from './faults.ts'
import { createInstanceFields } from './instanceFields.ts'
import type { MiniProgramPackage } from './miniProgramPackage.ts'
import type { ModuleLoader } from './moduleLoader.ts'
import { createPageStack, type PageStack } from './pageStack.ts'
import { type ConsoleEntry, createConsole, installProgramGlobals, type ProgramGlobals } from './programGlobals.ts'
import { callMethod, type Parts } from './programParts.ts'

export interface ProgramOptions
  extends WxOptions,
    Pick<WxHost, 'appId' | 'envVersion' | 'language' | 'theme' | 'fontSize' | 'platform' | 'storage' | 'mishap'> {
  program: MiniProgramPackage
  engine: Engine
  network: SimulatedNetwork
  files: SimulatedFiles
  timers: TimerSource
  pageLayout: Layout
}

/** What a run has told so far. */
export interface Told {
  readonly console: ConsoleEntry[]
  readonly errors: unknown[]
  readonly shown: ShownNotice[]
  readonly calls: WxCall[]
  readonly drawn: DrawnCall[]
}

export interface ProgramRun {
  readonly options: ProgramOptions
  readonly told: Told
  readonly parts: Parts
  readonly host: WxHost
  readonly document: Document
  readonly modules: ModuleLoader
  readonly widgets: LivingWidgets
  readonly engine: () => RunningEngine
  readonly pages: () => PageStack
}

export function createHost(options: ProgramOptions, parts: Parts, told: Told): WxHost {
  const { realm, timers, call, report } = parts
  const warn = (text: string): void => void told.console.push({ level: 'warn', text })
  options.network.onRefusal((origin) =>
    warn(
      `${origin} was not asked: the simulator leaves this machine only for origins in hosts or domains, ` +
        'or through fetch',
    ),
  )
  return {
    ...options,
    timers,
    call,
    report,
    adopt: realm.adopt,
    quietObject: () => quietObject(realm),
    watched: (fields, hear) => watchedObject(realm, fields, hear),
    warn,
    launchOptions: () => parts.enter.launch,
    enterOptions: () => parts.enter.current,
  }
}

/** Sets the realm's `wx`, too. */
export function openWx({ options, host, parts: { realm }, told, widgets, engine, pages }: ProgramRun): Wx {
  const world = {
    network: options.network,
    files: options.files,
    shown: told.shown,
    calls: told.calls,
    drawn: told.drawn,
    pages,
    layout: {
      layout: options.pageLayout,
      scrollViews: widgets.scrollViews,
      page: () => pages().pages.at(-1),
      search: (component: object, selector: string) => engine().search(component, selector),
    },
  }
  const wx = createWx(host, world, options)
  realm.global['wx'] = realm.adopt(wx.object)
  return wx
}

export function openGlobals({ host, parts, told, modules, engine, pages }: ProgramRun): ProgramGlobals {
  const { realm, timers, call } = parts
  return installProgramGlobals({
    realm,
    timers,
    call,
    write: (entry) => void told.console.push(entry),
    engine,
    runningFile: () => modules.runningFile(),
    plugin: (name) => pluginNamed(host, name),
    instances: () => pages().pages.map((page) => page.view.instance),
  })
}

export function startEngine({ options, host, parts, told, document, pages }: ProgramRun, wx: Wx): RunningEngine {
  const { realm, timers, report } = parts
  return options.engine.start({
    program: options.program,
    realm,
    report,
    warn: host.warn,
    instanceFields: createInstanceFields({ host, layout: wx.layout, pages }),
    rectOf: wx.layout.rect,
    document,
    console: createConsole(realm, (entry) => void told.console.push(entry)),
    setTimeout: realm.global['setTimeout'],
    later: (callback) => void timers.setTimeout(callback),
  })
}

interface PageSources {
  readonly wx: Wx
  readonly faults: Faults
  readonly load: (page: string) => void
}

export function openPages(run: ProgramRun, { wx, faults, load }: PageSources): PageStack {
  const { options, host, parts, document, widgets } = run
  return createPageStack({
    program: options.program,
    engine: run.engine(),
    load,
    faultsOf: faults.of,
    report: parts.report,
    document,
    adopt: parts.realm.adopt,
    createEventChannel: () => createEventChannel(host),
    moved: wx.layout.moved,
    watch: ({ element, view }) => widgets.watch(element, view),
    callPage: (page, method, ...args) => void callMethod(parts, page.view.instance, { method, args }),
  })
}
