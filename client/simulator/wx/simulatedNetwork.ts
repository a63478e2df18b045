// The network a phone gives a program: which servers it may ask, whether there is any connection, and a log of all
// that was asked.

/** One wx.request. `statusCode` is set once it succeeded, `errMsg` once it is over. */
export interface RequestRecord {
  method: string
  url: string
  header: Record<string, string>
  data: unknown
  statusCode?: number
  errMsg?: string
}

export interface NetworkOptions {
  /** Full origins set in the console; undefined switches the check off, as DevTools can. */
  domains?: string[] | undefined
  /** Origin the program asks → origin really asked, like a hosts file. */
  hosts?: Record<string, string> | undefined
  /** Header names as `X-Name` instead of `x-name`: phones differ, and a program must bear both. @default false */
  capitaliseHeaders?: boolean | undefined
  fetch?: typeof globalThis.fetch | undefined
}

export interface SimulatedNetwork {
  /** True and no request reaches anything, as in a lift. */
  offline: boolean
  readonly requests: RequestRecord[]
  /** Called with the new state whenever `offline` changes. */
  onChange(listener: (offline: boolean) => void): void
  allows(url: URL): boolean
  /** Asks the server behind the URL, through the hosts table. */
  fetch(url: URL, init: RequestInit): Promise<Response>
  readonly capitaliseHeaders: boolean
}

export function createSimulatedNetwork(options: NetworkOptions): SimulatedNetwork {
  const { fetch = globalThis.fetch, domains, hosts = {}, capitaliseHeaders = false } = options
  const listeners: ((offline: boolean) => void)[] = []
  let offline = false
  return {
    get offline() {
      return offline
    },
    set offline(value) {
      if (value === offline) return
      offline = value
      for (const listener of listeners) listener(value)
    },
    requests: [],
    capitaliseHeaders,
    onChange: listener => void listeners.push(listener),
    allows: url => domains === undefined || domains.includes(url.origin),
    fetch: (url, init) => fetch(withOrigin(url, hosts[url.origin] ?? url.origin), init),
  }
}

function withOrigin(url: URL, origin: string): URL {
  const { protocol, hostname, port } = new URL(origin)
  return Object.assign(new URL(url), { protocol, hostname, port })
}
