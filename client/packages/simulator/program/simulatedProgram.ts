// One run of a mini program, from its start to its end: the realm it lives in, its globals, its wx and its pages.
import { JSDOM } from 'jsdom'
import type { RunningEngine } from '../engines/Engine.ts'
import type { Realm } from '../realm/realm.ts'
import { createLivingWidgets, type LivingWidgets } from '../widgets/livingWidgets.ts'
import type { Wx } from '../wx/createWx.ts'
import type { EnterOptions } from '../wx/WxHost.ts'
import { createFaults, refuseIfNothingOpens } from './faults.ts'
import { createModuleLoader } from './moduleLoader.ts'
import type { PageStack } from './pageStack.ts'
import { createLoad } from './programCode.ts'
import { announceError, announceRejections, type CallApp, createLife, type Life } from './programLife.ts'
import { callMethod, createParts } from './programParts.ts'
import {
  createHost,
  openGlobals,
  openPages,
  openWx,
  type ProgramOptions,
  type ProgramRun,
  startEngine,
  type Told,
} from './programRun.ts'

export type { ProgramOptions } from './programRun.ts'

export interface SimulatedProgram extends Told, Life {
  readonly pages: PageStack
  readonly realm: Realm
  readonly widgets: LivingWidgets
  /** WeChat's part of a cold start; resolves when the program may start. */
  prefetch(enter: EnterOptions): Promise<void>
  /** The page was scrolled, or laid out anew. */
  moved(): void
  close(): void
}

export function createSimulatedProgram(options: ProgramOptions): SimulatedProgram {
  const { program } = options
  const told: Told = { console: [], errors: [], shown: [], calls: [], drawn: [] }
  const listening: { onError?: (error: unknown) => void } = {}
  const parts = createParts(options.timers, told.errors, (error) => listening.onError?.(error))
  const { realm, timers } = parts
  const { window } = new JSDOM('<!doctype html><html><head></head><body></body></html>')
  const widgets = createLivingWidgets({ box: options.pageLayout.box, timers, moved: () => wx.layout.moved() })
  const modules = createModuleLoader(program, realm)
  const run: ProgramRun = {
    ...{ options, told, parts, modules, widgets, document: window.document },
    host: createHost(options, parts, told),
    engine: () => engine,
    pages: () => pages,
  }
  const wx: Wx = openWx(run)
  const globals = openGlobals(run)
  const engine: RunningEngine = startEngine(run, wx)
  const faults = createFaults(program, engine.faults)
  refuseIfNothingOpens(program, faults, options.engine.name)
  const load = createLoad({ program, modules, globals, faults, write: (entry) => void told.console.push(entry) })
  const pages: PageStack = openPages(run, { wx, faults, load })
  const callApp: CallApp = (method, ...args) => callMethod(parts, globals.app(), { method, args })
  listening.onError = (error) => announceError(wx, callApp, error)
  const stopWatching = announceRejections(run, wx, callApp)

  return {
    ...told,
    ...createLife(run, { wx, load, callApp }),
    ...{ pages, realm, widgets, moved: wx.layout.moved, prefetch: wx.prefetch.begin },
    close() {
      stopWatching()
      wx.close()
      timers.close()
      window.close()
    },
  }
}
