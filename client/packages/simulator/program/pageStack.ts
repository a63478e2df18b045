// The pages that are open: at most ten on top of each other, tabs beside them, and the ways from one to another.
// https://developers.weixin.qq.com/miniprogram/dev/framework/app-service/route.html
import { WxFailure } from '../wx/WxFailure.ts'
import type { EventChannel } from './eventChannel.ts'
import { createPageLife, type OpenPage, type OpenPages, type PageLife, type PageLifeHost } from './pageLife.ts'
import { type PageAddress, parsePageUrl } from './pageUrl.ts'

const STACK_LIMIT = 10

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

export function createPageStack(host: PageLifeHost): PageStack {
  const stack: OpenPage[] = []
  const tabs = new Map<string, OpenPage>()
  const top = (): OpenPage | undefined => stack.at(-1)
  const life = createPageLife(host, { stack, tabs })
  const addresses = createAddresses(host, () => top()?.path)

  function unloadAll(): void {
    for (const page of new Set([...tabs.values(), ...stack].reverse())) life.unload(page)
  }

  return {
    ...movesOf(host, { stack, tabs }, { life, addresses, unloadAll }),
    pages: stack,
    start(address) {
      addresses.refuseBroken(address)
      life.open(address)
    },
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
    show: () => life.show(top()),
    hide: () => life.hide(top()),
    close: unloadAll,
  }
}

interface Moving {
  life: PageLife
  addresses: Addresses
  unloadAll(): void
}

type Moves = Pick<PageStack, 'navigateTo' | 'redirectTo' | 'navigateBack' | 'reLaunch' | 'switchTab'>

function movesOf(host: PageLifeHost, { stack, tabs }: OpenPages, { life, addresses, unloadAll }: Moving): Moves {
  return {
    navigateTo(url, events = {}) {
      const address = addresses.notTab(url, 'navigateTo')
      if (stack.length >= STACK_LIMIT) throw new WxFailure('webview count limit exceed')
      const eventChannel = host.createEventChannel()
      for (const [name, callback] of Object.entries(events)) eventChannel.on(name, callback)
      life.hide(stack.at(-1))
      life.open(address, eventChannel)
      return { eventChannel }
    },
    redirectTo(url) {
      const address = addresses.notTab(url, 'redirectTo')
      const current = stack.at(-1)
      if (current !== undefined) life.unload(current)
      life.open(address)
    },
    navigateBack(delta) {
      if (stack.length <= 1) throw new WxFailure('cannot navigate back at first page.')
      const left = Math.max(1, stack.length - Math.max(1, delta))
      for (const page of stack.slice(left).reverse()) life.unload(page)
      life.show(stack.at(-1))
    },
    reLaunch(url) {
      const address = addresses.of(url)
      unloadAll()
      life.open(address)
    },
    switchTab: (url) => switchTab(url, { stack, tabs }, { life, addresses }),
  }
}

function switchTab(
  url: string,
  { stack, tabs }: OpenPages,
  { life, addresses }: Pick<Moving, 'life' | 'addresses'>,
): void {
  const { path } = addresses.of(url)
  const address = { path, query: {} }
  if (!addresses.isTab(address)) throw new WxFailure('can not switch to no-tabBar page')
  const known = tabs.get(path)
  const left = stack.at(-1)
  if (known !== undefined && known === left) return
  for (const page of [...stack].reverse()) {
    if (tabs.get(page.path) !== page) life.unload(page)
    else if (page === left) life.hide(page)
  }
  // Tabs that are not shown stay alive beside the stack.
  stack.length = 0
  if (known === undefined) return void life.open(address)
  stack.push(known)
  life.show(known)
}

interface Addresses {
  /** Throws for a page that is not there or does not open. */
  of(url: string): PageAddress
  /** The same, and for a tab. */
  notTab(url: string, api: string): PageAddress
  isTab(address: PageAddress): boolean
  refuseBroken(address: PageAddress): void
}

function createAddresses(host: PageLifeHost, current: () => string | undefined): Addresses {
  const { program } = host
  const isTab = ({ path }: PageAddress): boolean => program.tabs.includes(path)

  // The program hears of it as of any failed move; the test reads which file it is.
  function refuseBroken({ path }: PageAddress): void {
    host.load(path)
    const faults = host.faultsOf(path)
    if (faults.length === 0) return
    const error = new Error(`${path} does not open: ${faults.join('; ')}`)
    host.report(error)
    throw error
  }

  function of(url: string): PageAddress {
    const address = parsePageUrl(url, current())
    if (!program.pages.includes(address.path)) throw new WxFailure(`page "${address.path}" is not found`)
    refuseBroken(address)
    return address
  }

  return {
    of,
    isTab,
    refuseBroken,
    notTab(url, api) {
      const address = of(url)
      if (isTab(address)) throw new WxFailure(`can not ${api} a tabbar page`)
      return address
    },
  }
}
