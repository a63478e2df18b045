// The network a phone gives a program: which servers it may ask, whether there is any connection, what becomes of
// chunks and sockets, and a log of all that was asked.
import type { ChunkChoice } from './chunkDelivery.ts'
import type { RequestRecord, SocketRecord } from './networkRecords.ts'

/** `told`: the program hears that its sockets closed; `silently`: it does not, and what it sends goes nowhere. */
export type SocketCut = 'told' | 'silently'

export interface NetworkOptions {
  /**
   * Full origins set in the console (`wss://…` for sockets); undefined switches the check off, as DevTools can. What is
   * listed is really asked; without a list only this machine and `hosts` are.
   */
  domains?: string[] | undefined
  /** Origin the program asks → origin really asked, like a hosts file. `https` speaks for `wss`, too. */
  hosts?: Record<string, string> | undefined
  /** Header names as `X-Name` instead of `x-name`: phones differ, and a program must bear both. @default false */
  capitaliseHeaders?: boolean | undefined
  /** @default 'as-sent' */
  chunks?: ChunkChoice | undefined
  /** How long a program may go on asking after it was left. @default WeChat's 5000 */
  backgroundGraceMs?: number | undefined
  /** Asks in place of Node's; it is given every request. */
  fetch?: typeof globalThis.fetch | undefined
}

export interface SimulatedNetwork {
  /** True and no request reaches anything, as in a lift; what runs fails, and sockets close. */
  offline: boolean
  /** True and WeChat says that the network is weak; nothing is slower for it. */
  weak: boolean
  /** Asked whenever a chunked answer begins. */
  chunks: ChunkChoice
  readonly requests: RequestRecord[]
  readonly sockets: SocketRecord[]
  readonly capitaliseHeaders: boolean
  /** Takes every socket away at once. */
  cutSockets(how: SocketCut): void
  /** Called with the new state whenever `offline` changes. */
  onChange(listener: (offline: boolean) => void): void
  /** Called with the new state whenever `weak` changes. */
  onWeakChange(listener: (weak: boolean) => void): void
  onCut(listener: (how: SocketCut) => void): void
  allows(url: URL): boolean
  /** Whether a test lets this be asked at all; where not, whoever listens is told once for each origin. */
  reaches(url: URL): boolean
  onRefusal(listener: (origin: string) => void): void
  /** Where the server behind the URL really is: the hosts table. */
  locate(url: URL): URL
  /** Asks the server behind the URL, through the hosts table. */
  fetch(url: URL, init: RequestInit): Promise<Response>
}

export function createSimulatedNetwork(options: NetworkOptions): SimulatedNetwork {
  const { fetch = globalThis.fetch, hosts = {}, capitaliseHeaders = false, chunks = 'as-sent' } = options
  const offline = createSwitch()
  const weak = createSwitch()
  const cut = createSignal<SocketCut>()
  const locate = (url: URL): URL => withOrigin(url, hosts[url.origin] ?? hosts[httpOrigin(url)] ?? url.origin)
  return {
    get offline() {
      return offline.isOn()
    },
    set offline(value) {
      offline.set(value)
    },
    get weak() {
      return weak.isOn()
    },
    set weak(value) {
      weak.set(value)
    },
    chunks,
    requests: [],
    sockets: [],
    capitaliseHeaders,
    cutSockets: cut.tell,
    onChange: offline.hear,
    onWeakChange: weak.hear,
    onCut: cut.hear,
    ...bordersOf(options, locate),
    locate,
    fetch: (url, init) => fetch(locate(url), init),
  }
}

/** What a program may ask at all. */
function bordersOf(
  { fetch, domains }: NetworkOptions,
  locate: (url: URL) => URL,
): Pick<SimulatedNetwork, 'allows' | 'reaches' | 'onRefusal'> {
  const refused = new Set<string>()
  const refusal = createSignal<string>()
  const isOpen = (url: URL): boolean =>
    (fetch !== undefined && url.protocol.startsWith('http')) ||
    domains?.includes(url.origin) === true ||
    locate(url).origin !== url.origin ||
    isThisMachine(url)
  return {
    allows: (url) => domains === undefined || domains.includes(url.origin),
    reaches(url) {
      if (isOpen(url)) return true
      if (!refused.has(url.origin)) refusal.tell(url.origin)
      refused.add(url.origin)
      return false
    },
    onRefusal: refusal.hear,
  }
}

/** Off at first; whoever listens hears of every change. */
function createSwitch() {
  const { hear, tell } = createSignal<boolean>()
  let isOn = false
  return {
    hear,
    isOn: () => isOn,
    set(value: boolean): void {
      if (value === isOn) return
      isOn = value
      tell(value)
    },
  }
}

/** Tells everyone who listens of something, in the order in which they came. */
function createSignal<TEvent>(): { hear(listener: (event: TEvent) => void): void; tell(event: TEvent): void } {
  const listeners: ((event: TEvent) => void)[] = []
  return {
    hear: (listener) => void listeners.push(listener),
    tell: (event) => listeners.forEach((listener) => listener(event)),
  }
}

function isThisMachine({ hostname }: URL): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127(\.\d+){3}$/.test(hostname)
  )
}

function httpOrigin(url: URL): string {
  return url.origin.replace(/^ws/, 'http')
}

function withOrigin(url: URL, origin: string): URL {
  const { protocol, hostname, port } = new URL(origin)
  const isSocket = url.protocol.startsWith('ws')
  return Object.assign(new URL(url), {
    protocol: isSocket ? protocol.replace(/^http/, 'ws') : protocol,
    hostname,
    port,
  })
}
