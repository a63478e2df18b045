// Opens a built mini program on one of WeChat's component frameworks, without a phone, DevTools or a browser, and lets
// a test use it as a person does.
import { type Box, createLayout, type Layout } from './layout/createLayout.ts'
import type { PageHandle } from './PageHandle.ts'
import { createPageHandles, settle } from './pageHandles.ts'
import { type MiniProgramPackage, readMiniProgramPackage } from './program/miniProgramPackage.ts'
import type { ConsoleEntry } from './program/programGlobals.ts'
import { createSimulatedProgram, type SimulatedProgram } from './program/simulatedProgram.ts'
import { realTimers } from './realm/simulatedTimers.ts'
import type { SimulatorOptions } from './SimulatorOptions.ts'
import { waitFor, type WaitOptions } from './waitFor.ts'
import type { DrawnCall } from './wx/canvases.ts'
import type { ShownNotice } from './wx/interactionFamily.ts'
import type { RequestRecord } from './wx/networkRecords.ts'
import type { WxCall } from './wx/recordCalls.ts'
import { createSimulatedFiles, type SimulatedFiles } from './wx/simulatedFiles.ts'
import { createSimulatedNetwork, type SimulatedNetwork } from './wx/simulatedNetwork.ts'
import { createSimulatedStorage, type SimulatedStorage } from './wx/simulatedStorage.ts'
import type { EnterOptions } from './wx/WxHost.ts'

export type { SimulatorOptions }

export interface Simulator {
  /** Starts the program, once; resolves when its first page is rendered. Throws what a file throws while it loads. */
  launch(options?: { path?: string; query?: Record<string, string>; scene?: number }): Promise<PageHandle>
  /** The page on top; throws when there is none. */
  currentPage(): PageHandle
  /** From the bottom to the top. */
  pageStack(): PageHandle[]
  /** The person leaves the program (it stays in the background). */
  hide(): Promise<void>
  /** The person comes back. */
  show(options?: Partial<EnterOptions>): Promise<void>
  /** Polls until `condition` is true; the error says what the page shows instead. */
  waitFor(condition: () => boolean, options?: WaitOptions): Promise<void>
  /** Ends the program: timers and requests with it. Tell nobody anything after this. */
  close(): void
  readonly requests: RequestRecord[]
  /** Errors nobody caught: in callbacks, lifetimes, timers and promises. A test of a healthy program finds none. */
  readonly errors: unknown[]
  readonly console: ConsoleEntry[]
  /** Toasts, modals and the like, in order. */
  readonly shown: ShownNotice[]
  /** Every call of wx, in order, with what was passed. */
  readonly calls: WxCall[]
  /** Every call of a canvas's context and every assignment to it, in order. */
  readonly drawn: DrawnCall[]
  /**
   * Takes what a browser measured: a box for every element of the page on top, in the order of the document. Selector
   * queries and intersection observers answer by it, until the next time.
   */
  measure(boxes: Box[]): void
  readonly network: SimulatedNetwork
  readonly storage: SimulatedStorage
  /** Temporary files: what a person picks, and what a program uploads. */
  readonly files: SimulatedFiles
  /** Evaluates a script where the program runs, for looking at what it can see. */
  evaluate(code: string): unknown
}

/** Opens the package; rejects when it is incomplete or WeChat's template compiler refuses it. */
export async function openSimulator(options: SimulatorOptions): Promise<Simulator> {
  const network = createSimulatedNetwork(options)
  const files = createSimulatedFiles()
  const layout = createLayout(options.layout)
  const miniProgram = readMiniProgramPackage(options.packageDir)
  const settings = withDefaults(options)
  const program = createSimulatedProgram({ ...settings, network, files, pageLayout: layout, program: miniProgram })
  const handles = createPageHandles(program, miniProgram, settings)
  return {
    launch: launcher(program, miniProgram, handles.current),
    currentPage: handles.current,
    pageStack: handles.all,
    async hide() {
      program.hide()
      await settle()
    },
    async show(enter = {}) {
      program.show(enter)
      await settle()
    },
    waitFor: (condition, waitOptions) => waitFor(condition, handles.describe, waitOptions),
    close() {
      handles.close()
      program.close()
    },
    requests: network.requests,
    errors: program.errors,
    console: program.console,
    shown: program.shown,
    calls: program.calls,
    drawn: program.drawn,
    measure: (boxes) => measure(program, layout, boxes),
    network,
    storage: settings.storage,
    files,
    evaluate: (code) => program.realm.evaluate(code, 'test.js'),
  }
}

function withDefaults(options: SimulatorOptions) {
  const {
    appId = 'touristappid',
    envVersion = 'develop',
    language = 'zh_CN',
    theme = 'light',
    fontSize = 16,
    platform = 'android',
    storage = createSimulatedStorage(),
    timers = realTimers,
  } = options
  return { ...options, appId, envVersion, language, theme, fontSize, platform, storage, timers }
}

function launcher(
  program: SimulatedProgram,
  miniProgram: MiniProgramPackage,
  currentPage: () => PageHandle,
): Simulator['launch'] {
  let launched = false
  return async ({ path = miniProgram.pages[0] ?? '', query = {}, scene = 1001 } = {}) => {
    if (launched) throw new Error('Already launched: open a new simulator with the same storage to start anew')
    launched = true
    const enter = { path, query, scene, referrerInfo: {} }
    await program.prefetch(enter)
    program.start(enter)
    await settle()
    if (program.pages.pages.length > 0) return currentPage()
    // The program had its chance, by onPageNotFound.
    launched = false
    throw new Error(`app.json lists no page ${path}`)
  }
}

/** @param boxes of every element of the page on top, in the order of the document */
function measure(program: SimulatedProgram, layout: Layout, boxes: Box[]): void {
  const elements = [...(program.pages.pages.at(-1)?.element.querySelectorAll('*') ?? [])]
  const measured = elements.flatMap((element, index) => {
    const box = boxes[index]
    return box === undefined ? [] : [[element, box] as const]
  })
  layout.measure(new Map(measured))
  program.moved()
}
