// One run of a mini program, from its start to its end: the realm it lives in, its globals, its wx and its pages.
import { JSDOM } from 'jsdom'
import type { Engine } from '../engines/Engine.ts'
import { nodeOf } from '../engines/frameworkNode.ts'
import type { Layout } from '../layout/createLayout.ts'
import type { Realm } from '../realm/realm.ts'
import { quietObject, watchedObject } from '../realm/realmObjects.ts'
import { watchRejections } from '../realm/rejectionWatch.ts'
import type { TimerSource } from '../realm/simulatedTimers.ts'
import { isRecord } from '../record.ts'
import { createWx, type Wx, type WxOptions } from '../wx/createWx.ts'
import { createLivingWidgets, type LivingWidgets } from '../widgets/livingWidgets.ts'
import type { DrawnCall } from '../wx/canvases.ts'
import { pluginNamed } from '../wx/notSimulated.ts'
import type { ShownNotice } from '../wx/interactionFamily.ts'
import type { WxCall } from '../wx/recordCalls.ts'
import type { SimulatedFiles } from '../wx/simulatedFiles.ts'
import type { SimulatedNetwork } from '../wx/simulatedNetwork.ts'
import type { EnterOptions, WxHost } from '../wx/WxHost.ts'
import { createEventChannel } from './eventChannel.ts'
import { createFaults, messageOf, refuseIfNothingOpens } from './faults.ts'
import type { MiniProgramPackage } from './miniProgramPackage.ts'
import { createInstanceFields } from './instanceFields.ts'
import { createModuleLoader } from './moduleLoader.ts'
import { callMethod, createParts } from './programParts.ts'
import type { OpenPage } from './pageLife.ts'
import { createPageStack, type PageStack } from './pageStack.ts'
import { type ConsoleEntry, createConsole, installProgramGlobals } from './programGlobals.ts'

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

export interface SimulatedProgram {
  readonly pages: PageStack
  readonly console: ConsoleEntry[]
  readonly errors: unknown[]
  readonly shown: ShownNotice[]
  readonly calls: WxCall[]
  readonly drawn: DrawnCall[]
  readonly realm: Realm
  readonly widgets: LivingWidgets
  /** WeChat's part of a cold start; resolves when the program may start. */
  prefetch(enter: EnterOptions): Promise<void>
  /**
   * Loads app.js, the main package and the subpackage of the first page, then launches. Throws what app.js throws, and what keeps the first page from
   * opening.
   */
  start(enter: EnterOptions): void
  /** The page was scrolled, or laid out anew. */
  moved(): void
  /** A button of a page with open-type="share": what the page answers is noted with the other notices. */
  share(page: OpenPage, button: Element): void
  show(enter: Partial<EnterOptions>): void
  hide(): void
  close(): void
}

export function createSimulatedProgram(options: ProgramOptions): SimulatedProgram {
  const { program } = options
  const entries: ConsoleEntry[] = []
  const errors: unknown[] = []
  const shown: ShownNotice[] = []
  const calls: WxCall[] = []
  const drawn: DrawnCall[] = []
  const write = (entry: ConsoleEntry): void => void entries.push(entry)
  const listening: { onError?: (error: unknown) => void; onRejection?: (reason: unknown) => void } = {}
  const parts = createParts(options.timers, errors, (error) => listening.onError?.(error))
  const { realm, timers, call, report } = parts
  const { window } = new JSDOM('<!doctype html><html><head></head><body></body></html>')

  const host: WxHost = {
    ...options,
    timers,
    call,
    report,
    adopt: realm.adopt,
    quietObject: () => quietObject(realm),
    watched: (fields, hear) => watchedObject(realm, fields, hear),
    warn: (message) => write({ level: 'warn', text: message }),
    launchOptions: () => parts.enter.launch,
    enterOptions: () => parts.enter.current,
  }
  const modules = createModuleLoader(program, realm)
  const widgets = createLivingWidgets({ box: options.pageLayout.box, timers, moved: () => wx.layout.moved() })
  const wx = createWx(
    host,
    {
      network: options.network,
      files: options.files,
      shown,
      calls,
      drawn,
      pages: () => pages,
      layout: {
        layout: options.pageLayout,
        scrollViews: widgets.scrollViews,
        page: () => pages.pages.at(-1),
        search: (component, selector) => engine.search(component, selector),
      },
    },
    options,
  )
  options.network.onRefusal((origin) =>
    host.warn(
      `${origin} was not asked: the simulator leaves this machine only for origins in hosts or domains, or through fetch`,
    ),
  )
  const globals = installProgramGlobals({
    realm,
    timers,
    call,
    write,
    engine: () => engine,
    runningFile: () => modules.runningFile(),
    plugin: (name) => pluginNamed(host, name),
    instances: () => pages.pages.map((page) => page.view.instance),
  })
  realm.global['wx'] = realm.adopt(wx.object)
  const engine = options.engine.start({
    program,
    realm,
    report,
    warn: host.warn,
    instanceFields: createInstanceFields({ host, layout: wx.layout, pages: () => pages }),
    rectOf: wx.layout.rect,
    document: window.document,
    console: createConsole(realm, write),
    setTimeout: realm.global['setTimeout'],
    later: (callback) => void timers.setTimeout(callback),
  })
  const faults = createFaults(program, engine.faults)
  refuseIfNothingOpens(program, faults, options.engine.name)
  const pages = createPageStack({
    program,
    engine,
    load: (path) => loadPackage(path),
    faultsOf: faults.of,
    report,
    document: window.document,
    adopt: realm.adopt,
    createEventChannel: () => createEventChannel(host),
    moved: wx.layout.moved,
    watch: ({ element, view }) => widgets.watch(element, view),
    callPage: (page, method, ...args) => void callMethod(parts, page.view.instance, { method, args }),
  })
  const callApp = (method: string, ...args: unknown[]): unknown => callMethod(parts, globals.app(), { method, args })
  listening.onError = (error) => announceError(wx, callApp, error)
  const stopWatching = watchRejections(realm, (reason) => {
    errors.push(reason)
    callApp('onUnhandledRejection', { reason })
    wx.lifecycle.unhandledRejection.emit({ reason })
  })

  const loaded = new Set<string>()
  // The main package at launch, a subpackage when one of its pages is entered first.
  function loadPackage(page: string): void {
    for (const path of [...program.loadedWith(page), page].flatMap(program.reach)) {
      if (loaded.has(path)) continue
      loaded.add(path)
      loadComponent(path)
    }
  }

  function loadComponent(path: string): void {
    const file = program.script(path)
    if (file === undefined) return
    try {
      globals.nowLoading(path)
      modules.load(file)
      if (!globals.isRegistered(path)) throw new Error(`${file} registers no page and no component`)
    } catch (error) {
      faults.note(file, error)
      write({ level: 'error', text: `${file}: ${messageOf(error)}` })
    }
  }

  return {
    pages,
    console: entries,
    errors,
    shown,
    calls,
    drawn,
    realm,
    widgets,
    moved: wx.layout.moved,
    prefetch: wx.prefetch.begin,
    start(enter) {
      parts.enter.launch = parts.enter.current = enter
      modules.load(program.script('app') ?? 'app.js')
      const [first = enter.path] = program.pages
      loadPackage(first)
      loadPackage(enter.path)
      callApp('onLaunch', enter)
      callApp('onShow', enter)
      wx.lifecycle.appShow.emit(enter)
      if (program.pages.includes(enter.path)) return pages.start(enter)
      const missing = { path: enter.path, query: enter.query, isEntryPage: true }
      callApp('onPageNotFound', missing)
      wx.lifecycle.pageNotFound.emit(missing)
    },
    share(page, button) {
      const { id, dataset } = nodeOf(button)
      const given = callMethod(parts, page.view.instance, {
        method: 'onShareAppMessage',
        args: [{ from: 'button', target: { id, dataset } }],
      })
      const answer = isRecord(given) ? given : {}
      shown.push({
        kind: 'share',
        title: String(answer['title'] ?? page.title),
        options: { path: page.path, ...answer },
      })
    },
    show(enter) {
      parts.enter.current = { ...parts.enter.current, ...enter }
      wx.background.leave()
      callApp('onShow', parts.enter.current)
      wx.lifecycle.appShow.emit(parts.enter.current)
      pages.show()
    },
    hide() {
      pages.hide()
      callApp('onHide')
      wx.lifecycle.appHide.emit()
      wx.background.enter()
    },
    close() {
      stopWatching()
      wx.close()
      timers.close()
      window.close()
    },
  }
}

function announceError(wx: Wx, callApp: (method: string, ...args: unknown[]) => unknown, error: unknown): void {
  const text = isRecord(error) && typeof error['stack'] === 'string' ? error['stack'] : String(error)
  callApp('onError', text)
  wx.lifecycle.error.emit({ message: text })
}
