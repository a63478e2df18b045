// What one page lives through: it opens, is shown and hidden, and is unloaded.
// https://developers.weixin.qq.com/miniprogram/dev/framework/app-service/page-life-cycle.html
import type { PageView, RunningEngine } from '../engines/Engine.ts'
import type { EventChannel } from './eventChannel.ts'
import type { MiniProgramPackage } from './miniProgramPackage.ts'
import type { PageAddress } from './pageUrl.ts'

export interface OpenPage {
  readonly path: string
  readonly query: Record<string, string>
  readonly view: PageView
  /** The element the page is rendered into. */
  readonly element: Element
  title: string
  /** CSS pixels. */
  scrollTop: number
  /** `this` of the program's own tab bar on this page. */
  tabBar?: object
}

export interface PageLifeHost {
  program: MiniProgramPackage
  engine: RunningEngine
  document: Document
  /** Calls a method of a page, if it has it; what it throws is reported. */
  callPage(page: OpenPage, method: string, ...args: unknown[]): void
  createEventChannel(): EventChannel
  /** Something on the page is somewhere else now. */
  moved(): void
  /** Looks after the widgets of a page that opens, until the answer is called. */
  watch(page: OpenPage): () => void
  /** Loads the code of the page's package, if it is not there yet. */
  load(page: string): void
  /** What keeps a page from opening, by file. */
  faultsOf(page: string): string[]
  report(error: unknown): void
  adopt(value: unknown): unknown
}

/** Pages that are open, and tabs that stay alive beside them. */
export interface OpenPages {
  stack: OpenPage[]
  tabs: Map<string, OpenPage>
}

export interface PageLife {
  open(address: PageAddress, channel?: EventChannel): OpenPage
  show(page: OpenPage | undefined): void
  hide(page: OpenPage | undefined): void
  unload(page: OpenPage): void
}

export function createPageLife(host: PageLifeHost, { stack, tabs }: OpenPages): PageLife {
  const unwatch = new WeakMap<OpenPage, () => void>()

  function show(page: OpenPage | undefined): void {
    if (page === undefined) return
    page.view.pageLifetime('show')
    host.callPage(page, 'onShow')
  }

  return {
    open(address, channel) {
      const page = makePage(host, address, channel)
      const isTab = host.program.tabs.includes(address.path)
      stack.push(page)
      if (isTab) tabs.set(address.path, page)
      host.document.body.append(page.element)
      unwatch.set(page, host.watch(page))
      page.view.fill(address.query)
      page.view.attach(page.element)
      const bar = isTab ? addTabBar(host, page) : undefined
      host.callPage(page, 'onLoad', address.query)
      show(page)
      page.view.ready()
      bar?.ready()
      host.callPage(page, 'onReady')
      return page
    },
    show,
    hide: (page) => hide(host, page),
    unload(page) {
      if (stack.includes(page)) stack.splice(stack.indexOf(page), 1)
      tabs.delete(page.path)
      host.callPage(page, 'onUnload')
      unwatch.get(page)?.()
      page.view.detach()
      page.element.remove()
    },
  }
}

function hide(host: PageLifeHost, page: OpenPage | undefined): void {
  if (page === undefined) return
  page.view.pageLifetime('hide')
  host.callPage(page, 'onHide')
}

function makePage(host: PageLifeHost, address: PageAddress, channel: EventChannel | undefined): OpenPage {
  const view = host.engine.createPage(address.path)
  // uni-app takes a component for a page by its route, so this stands before `attached`.
  view.instance['route'] = address.path
  view.instance['__route__'] = address.path
  view.instance['options'] = host.adopt(address.query)
  view.instance['getOpenerEventChannel'] = host.adopt(() => channel ?? host.createEventChannel())
  const title = String(host.program.window(address.path)['navigationBarTitleText'] ?? '')
  return { ...address, view, element: host.document.createElement('page'), title, scrollTop: 0 }
}

// Every tab page has one of its own.
function addTabBar(host: PageLifeHost, page: OpenPage): PageView | undefined {
  const { customTabBar } = host.program
  if (customTabBar === undefined) return undefined
  const bar = host.engine.createPage(customTabBar)
  page.tabBar = bar.instance
  bar.attach(page.element)
  return bar
}
