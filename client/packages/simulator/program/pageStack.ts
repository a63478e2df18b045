// The pages that are open: at most ten on top of each other, tabs beside them, and the lifetimes each move brings.
// https://developers.weixin.qq.com/miniprogram/dev/framework/app-service/route.html
import type { PageView, RunningEngine } from '../engines/Engine.ts'
import { WxFailure } from '../wx/WxFailure.ts'
import type { EventChannel } from './eventChannel.ts'
import type { MiniProgramPackage } from './miniProgramPackage.ts'
import { type PageAddress, parsePageUrl } from './pageUrl.ts'

const STACK_LIMIT = 10

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

export interface PageStack {
  readonly pages: readonly OpenPage[]
  /** Opens the first page of a launch. */
  start(address: PageAddress): void
  /** @param events what the opening page listens to, by name */
  navigateTo(url: string, events?: Record<string, unknown>): { eventChannel: EventChannel }
  redirectTo(url: string): void
  navigateBack(delta: number): void
  reLaunch(url: string): void
  switchTab(url: string): void
  /** Calls a method of the page on top, as WeChat does for what a person does to the page as a whole. */
  tell(method: 'onPullDownRefresh' | 'onReachBottom'): void
  /** Scrolls the page on top, and tells it. */
  scrollTo(top: number): void
  /** The program itself comes or goes. */
  show(): void
  hide(): void
  close(): void
}

export interface PageStackHost {
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

export function createPageStack(host: PageStackHost): PageStack {
  const { program } = host
  const stack: OpenPage[] = []
  const tabs = new Map<string, OpenPage>()
  const unwatch = new WeakMap<OpenPage, () => void>()
  const top = (): OpenPage | undefined => stack.at(-1)

  function addressOf(url: string): PageAddress {
    const address = parsePageUrl(url, top()?.path)
    if (!program.pages.includes(address.path)) throw new WxFailure(`page "${address.path}" is not found`)
    refuseBroken(address)
    return address
  }

  function isTab(address: PageAddress): boolean {
    return program.tabs.includes(address.path)
  }

  function notTab(url: string, api: string): PageAddress {
    const address = addressOf(url)
    if (isTab(address)) throw new WxFailure(`can not ${api} a tabbar page`)
    return address
  }

  // The program hears of it as of any failed move; the test reads which file it is.
  function refuseBroken({ path }: PageAddress): void {
    host.load(path)
    const faults = host.faultsOf(path)
    if (faults.length === 0) return
    const error = new Error(`${path} does not open: ${faults.join('; ')}`)
    host.report(error)
    throw error
  }

  function open(address: PageAddress, channel?: EventChannel): OpenPage {
    const view = host.engine.createPage(address.path)
    const element = host.document.createElement('page')
    const page: OpenPage = { ...address, view, element, title: titleOf(program, address.path), scrollTop: 0 }
    // uni-app takes a component for a page by its route, so this stands before `attached`.
    view.instance['route'] = address.path
    view.instance['__route__'] = address.path
    view.instance['options'] = host.adopt(address.query)
    view.instance['getOpenerEventChannel'] = host.adopt(() => channel ?? host.createEventChannel())
    stack.push(page)
    if (isTab(address)) tabs.set(address.path, page)
    host.document.body.append(element)
    unwatch.set(page, host.watch(page))
    view.fill(address.query)
    view.attach(element)
    const bar = isTab(address) ? addTabBar(page) : undefined
    host.callPage(page, 'onLoad', address.query)
    showPage(page)
    view.ready()
    bar?.ready()
    host.callPage(page, 'onReady')
    return page
  }

  // Every tab page has one of its own.
  function addTabBar(page: OpenPage): PageView | undefined {
    if (program.customTabBar === undefined) return undefined
    const bar = host.engine.createPage(program.customTabBar)
    page.tabBar = bar.instance
    bar.attach(page.element)
    return bar
  }

  function showPage(page: OpenPage | undefined): void {
    if (page === undefined) return
    page.view.pageLifetime('show')
    host.callPage(page, 'onShow')
  }

  function hidePage(page: OpenPage | undefined): void {
    if (page === undefined) return
    page.view.pageLifetime('hide')
    host.callPage(page, 'onHide')
  }

  function unload(page: OpenPage): void {
    if (stack.includes(page)) stack.splice(stack.indexOf(page), 1)
    tabs.delete(page.path)
    host.callPage(page, 'onUnload')
    unwatch.get(page)?.()
    page.view.detach()
    page.element.remove()
  }

  function unloadAll(): void {
    for (const page of new Set([...tabs.values(), ...stack].reverse())) unload(page)
  }

  function switchTab(url: string): void {
    const { path } = addressOf(url)
    const address = { path, query: {} }
    if (!isTab(address)) throw new WxFailure('can not switch to no-tabBar page')
    const known = tabs.get(path)
    const left = top()
    if (known !== undefined && known === left) return
    for (const page of [...stack].reverse()) {
      if (tabs.get(page.path) !== page) unload(page)
      else if (page === left) hidePage(page)
    }
    // Tabs that are not shown stay alive beside the stack.
    stack.length = 0
    if (known === undefined) return void open(address)
    stack.push(known)
    showPage(known)
  }

  return {
    pages: stack,
    start(address) {
      refuseBroken(address)
      open(address)
    },
    navigateTo(url, events = {}) {
      const address = notTab(url, 'navigateTo')
      if (stack.length >= STACK_LIMIT) throw new WxFailure('webview count limit exceed')
      const eventChannel = host.createEventChannel()
      for (const [name, callback] of Object.entries(events)) eventChannel.on(name, callback)
      hidePage(top())
      open(address, eventChannel)
      return { eventChannel }
    },
    redirectTo(url) {
      const address = notTab(url, 'redirectTo')
      const current = top()
      if (current !== undefined) unload(current)
      open(address)
    },
    navigateBack(delta) {
      if (stack.length <= 1) throw new WxFailure('cannot navigate back at first page.')
      const left = Math.max(1, stack.length - Math.max(1, delta))
      for (const page of stack.slice(left).reverse()) unload(page)
      showPage(top())
    },
    reLaunch(url) {
      const address = addressOf(url)
      unloadAll()
      open(address)
    },
    switchTab,
    tell(method) {
      const page = top()
      if (page !== undefined) host.callPage(page, method)
    },
    scrollTo(scrollTop) {
      const page = top()
      if (page === undefined) return
      page.scrollTop = scrollTop
      host.callPage(page, 'onPageScroll', { scrollTop })
      host.moved()
    },
    show: () => showPage(top()),
    hide: () => hidePage(top()),
    close: unloadAll,
  }
}

function titleOf(program: MiniProgramPackage, path: string): string {
  return String(program.window(path)['navigationBarTitleText'] ?? '')
}
