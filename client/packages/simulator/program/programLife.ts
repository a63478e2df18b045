// What happens to a program as a whole: it starts, comes and goes, is shared, and hears what went wrong in it.
import { nodeOf } from '../engines/frameworkNode.ts'
import { watchRejections } from '../realm/rejectionWatch.ts'
import { isRecord } from '../record.ts'
import type { Wx } from '../wx/createWx.ts'
import type { EnterOptions } from '../wx/WxHost.ts'
import type { OpenPage } from './pageLife.ts'
import { callMethod } from './programParts.ts'
import type { ProgramRun } from './programRun.ts'

export interface Life {
  /**
   * Loads app.js, the main package and the subpackage of the first page, then launches. Throws what app.js throws, and
   * what keeps the first page from opening.
   */
  start(enter: EnterOptions): void
  /** A button of a page with open-type="share": what the page answers is noted with the other notices. */
  share(page: OpenPage, button: Element): void
  show(enter: Partial<EnterOptions>): void
  hide(): void
}

/** Calls a method of what App() was given. */
export type CallApp = (method: string, ...args: unknown[]) => unknown

interface LifeSources {
  readonly wx: Wx
  readonly load: (page: string) => void
  readonly callApp: CallApp
}

export function createLife(run: ProgramRun, { wx, load, callApp }: LifeSources): Life {
  const { parts, modules } = run
  const { program } = run.options
  const pages = run.pages()

  return {
    start(enter) {
      parts.enter.launch = parts.enter.current = enter
      modules.load(program.script('app') ?? 'app.js')
      const [first = enter.path] = program.pages
      load(first)
      load(enter.path)
      callApp('onLaunch', enter)
      callApp('onShow', enter)
      wx.lifecycle.appShow.emit(enter)
      if (program.pages.includes(enter.path)) return pages.start(enter)
      const missing = { path: enter.path, query: enter.query, isEntryPage: true }
      callApp('onPageNotFound', missing)
      wx.lifecycle.pageNotFound.emit(missing)
    },
    share: (page, button) => share(run, page, button),
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
  }
}

function share({ parts, told }: ProgramRun, page: OpenPage, button: Element): void {
  const { id, dataset } = nodeOf(button)
  const given = callMethod(parts, page.view.instance, {
    method: 'onShareAppMessage',
    args: [{ from: 'button', target: { id, dataset } }],
  })
  const answer = isRecord(given) ? given : {}
  told.shown.push({
    kind: 'share',
    title: String(answer['title'] ?? page.title),
    options: { path: page.path, ...answer },
  })
}

export function announceError(wx: Wx, callApp: CallApp, error: unknown): void {
  const text = isRecord(error) && typeof error['stack'] === 'string' ? error['stack'] : String(error)
  callApp('onError', text)
  wx.lifecycle.error.emit({ message: text })
}

/** Notes rejections that nobody handles, and tells the program; answers what stops that. */
export function announceRejections({ parts, told }: ProgramRun, wx: Wx, callApp: CallApp): () => void {
  return watchRejections(parts.realm, (reason) => {
    told.errors.push(reason)
    callApp('onUnhandledRejection', { reason })
    wx.lifecycle.unhandledRejection.emit({ reason })
  })
}
