// Opens a built mini program on one of WeChat's component frameworks, without a phone, DevTools or a browser, and lets
// a test use it as a person does.
import { type Box, createLayout } from './layout/createLayout.ts'
import { createPageHandle, type PageHandle } from './PageHandle.ts'
import type { NicknameVerdict } from './PageHandleHost.ts'
import { readMiniProgramPackage } from './program/miniProgramPackage.ts'
import type { OpenPage } from './program/pageStack.ts'
import type { ConsoleEntry } from './program/programGlobals.ts'
import { createSimulatedProgram } from './program/simulatedProgram.ts'
import { elementTree } from './queries/elementTree.ts'
import { realTimers } from './realm/simulatedTimers.ts'
import type { SimulatorOptions } from './SimulatorOptions.ts'
import { waitFor, type WaitOptions } from './waitFor.ts'
import type { OpenPicker } from './widgets/createHand.ts'
import type { DrawnCall } from './wx/canvases.ts'
import type { ShownNotice } from './wx/interactionFamily.ts'
import type { WxCall } from './wx/recordCalls.ts'
import { createSimulatedFiles, type SimulatedFiles } from './wx/simulatedFiles.ts'
import type { RequestRecord } from './wx/networkRecords.ts'
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

/** Milliseconds in which WeChat reviews a nickname. */
const reviewMs = 20

/** Opens the package; rejects when it is incomplete or WeChat's template compiler refuses it. */
export async function openSimulator(options: SimulatorOptions): Promise<Simulator> {
  const {
    appId = 'touristappid',
    envVersion = 'develop',
    language = 'zh_CN',
    theme = 'light',
    fontSize = 16,
    platform = 'android',
    storage = createSimulatedStorage(),
    timers = realTimers,
    answerNickname = () => ({ pass: true, timeout: false }),
    answerPicker = ({ value }: OpenPicker) => value,
  } = options
  const network = createSimulatedNetwork(options)
  const files = createSimulatedFiles()
  const layout = createLayout(options.layout)
  const miniProgram = readMiniProgramPackage(options.packageDir)
  const program = createSimulatedProgram({
    ...options,
    appId,
    envVersion,
    language,
    theme,
    fontSize,
    platform,
    storage,
    timers,
    network,
    files,
    pageLayout: layout,
    program: miniProgram,
  })
  const handles = new WeakMap<OpenPage, PageHandle>()
  let launched = false
  let isClosed = false

  function review(nickname: string, tell: (verdict: NicknameVerdict) => void): void {
    const verdict = answerNickname(nickname)
    timers.setTimeout(() => void (verdict !== undefined && !isClosed && tell(verdict)), reviewMs)
  }

  function handleOf(page: OpenPage): PageHandle {
    const handle =
      handles.get(page) ??
      createPageHandle(page, {
        settle,
        wait,
        navigate,
        review,
        widgets: program.widgets,
        pick: answerPicker,
        share: program.share,
        scroll: program.pages.scrollTo,
        tell: program.pages.tell,
        canPullDown,
      })
    handles.set(page, handle)
    return handle
  }

  function currentPage(): PageHandle {
    const page = program.pages.pages.at(-1)
    if (page === undefined) throw new Error('No page is open: was the program launched?')
    return handleOf(page)
  }

  function navigate(openType: string, url: string): void {
    if (openType === 'redirect') program.pages.redirectTo(url)
    else if (openType === 'navigateBack') program.pages.navigateBack(1)
    else if (openType === 'switchTab' || openType === 'reLaunch') program.pages[openType](url)
    else program.pages.navigateTo(url)
  }

  const canPullDown = ({ path }: OpenPage): boolean =>
    String(miniProgram.window(path)['enablePullDownRefresh']) === 'true'

  function measure(boxes: Box[]): void {
    const elements = [...(program.pages.pages.at(-1)?.element.querySelectorAll('*') ?? [])]
    layout.measure(
      new Map(
        elements.flatMap((element, index) => {
          const box = boxes[index]
          return box === undefined ? [] : [[element, box] as const]
        }),
      ),
    )
    program.moved()
  }

  // An element that is not there says itself what is; nothing more is to be told.
  async function wait(find: () => unknown, waitOptions?: WaitOptions): Promise<void> {
    let last: unknown
    const finds = (): boolean => {
      try {
        find()
        return true
      } catch (error) {
        last = error
        return false
      }
    }
    await waitFor(finds, describe, waitOptions).catch(() => {
      throw last
    })
  }

  function describe(): string {
    const page = program.pages.pages.at(-1)
    const stands =
      page === undefined
        ? 'no page is open'
        : `${page.path} shows: ${handleOf(page).text()}\n${elementTree(page.element)}`
    const failed = program.errors.map((error) => `\nerror: ${String(error)}`).join('')
    return `${stands}${failed}`
  }

  return {
    async launch({ path = miniProgram.pages[0] ?? '', query = {}, scene = 1001 } = {}) {
      if (launched) throw new Error('Already launched: open a new simulator with the same storage to start anew')
      launched = true
      const enter = { path, query, scene, referrerInfo: {} }
      await program.prefetch(enter)
      program.start(enter)
      await settle()
      if (program.pages.pages.length === 0) {
        // The program had its chance, by onPageNotFound.
        launched = false
        throw new Error(`app.json lists no page ${path}`)
      }
      return currentPage()
    },
    currentPage,
    pageStack: () => program.pages.pages.map(handleOf),
    async hide() {
      program.hide()
      await settle()
    },
    async show(enter = {}) {
      program.show(enter)
      await settle()
    },
    waitFor: (condition, waitOptions) => waitFor(condition, describe, waitOptions),
    close() {
      isClosed = true
      program.close()
    },
    requests: network.requests,
    errors: program.errors,
    console: program.console,
    shown: program.shown,
    calls: program.calls,
    drawn: program.drawn,
    measure,
    network,
    storage,
    files,
    evaluate: (code) => program.realm.evaluate(code, 'test.js'),
  }
}

// Two turns of the event loop: microtasks, timers of 0 ms and what they set off.
async function settle(): Promise<void> {
  for (let turn = 0; turn < 2; turn += 1) await new Promise((resolve) => setTimeout(resolve, 0))
}
