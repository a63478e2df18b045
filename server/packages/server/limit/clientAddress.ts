/** Whose request it is: the socket's address, or what trusted proxies say of it, and nobody else. */
import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net'
import { plainAddress } from 'uni-trpc-auth'

/** More proxies than these stand in no row. */
const mostHops = 32

export interface AddressFacts {
  /** Of the socket; `undefined` where there is none, such as a Unix socket. */
  readonly remoteAddress: string | undefined
  /** The header X-Forwarded-For as it came; each proxy adds on the right whom it heard from. */
  readonly forwardedFor: string | null | undefined
  readonly trustedProxies: BlockList
}

/**
 * `TRUSTED_PROXIES` as a list to ask: addresses and networks (CIDR), IPv4 and IPv6.
 *
 * @throws {TypeError} for an entry that is neither; the entry is named by its place only
 */
export function trustedProxyList(entries: readonly string[]): BlockList {
  const list = new BlockList()
  entries.forEach((entry, index) => {
    const [address = '', prefix, ...rest] = entry.split('/')
    const plain = plainAddress(address)
    const bits = isIPv4(address) ? 32 : 128
    const isNetwork = prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits)
    const isFolded = prefix !== undefined && isIPv6(address) && isIPv4(plain ?? '')
    if (plain === null || !isNetwork || isFolded || rest.length > 0) {
      throw new TypeError(`Entry ${index + 1} is no address and no network such as 10.0.0.0/8 or fd00::/8`)
    }
    list.addSubnet(plain, prefix === undefined ? bitsOf(plain) : Number(prefix), familyOf(plain))
  })
  return list
}

/**
 * The address of the client: the socket's, unless a trusted proxy is at the other end; then the rightmost address of
 * X-Forwarded-For that is not a trusted proxy. What stands further left anybody could have written.
 */
export function clientAddress(facts: AddressFacts): string | null {
  return chainOf(facts).client
}

/** What no phone on the internet has: a machine of the same network, so most likely a proxy (RFC 6890). */
const privateNetworks = trustedProxyList([
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '100.64.0.0/10',
  '::1',
  'fc00::/7',
  'fe80::/10',
])

/**
 * Whom somebody names who is not trusted and yet looks like a proxy: where the client's address is a private one, the
 * nearest address further left in X-Forwarded-For, a private one only for want of another. `null` where there is none.
 * It tells callers apart, and is no proof of who they are.
 */
export function claimedAddress(facts: AddressFacts): string | null {
  if (!facts.forwardedFor) return null
  const { client, further } = chainOf(facts)
  if (client === null || !isIn(privateNetworks, client) || isIn(facts.trustedProxies, client)) return null
  const named = further.map(plainHop).filter((hop) => hop !== null)
  return named.find((hop) => !isIn(privateNetworks, hop)) ?? named[0] ?? null
}

/** The client's address, and what stands further left of it, the nearest first. */
function chainOf({ remoteAddress, forwardedFor, trustedProxies }: AddressFacts): {
  client: string | null
  further: string[]
} {
  let client = plainAddress(remoteAddress ?? '')
  if (!forwardedFor) return { client, further: [] }
  const further = forwardedFor.split(',').slice(-mostHops).reverse()
  while (client !== null && further.length > 0 && isIn(trustedProxies, client)) {
    const next = plainHop(further[0] ?? '')
    // A trusted proxy that names nobody is all that is known.
    if (next === null) break
    further.shift()
    client = next
  }
  return { client, further }
}

function plainHop(hop: string): string | null {
  return plainAddress(withoutPort(hop.trim()))
}

function isIn(list: BlockList, plain: string): boolean {
  return list.check(plain, familyOf(plain))
}

/** `203.0.113.7:5000` and `[2001:db8::7]:5000`, as some proxies write them. */
function withoutPort(hop: string): string {
  const [, bracketed] = /^\[([^\]]+)\](?::\d+)?$/.exec(hop) ?? []
  return bracketed ?? hop.replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1')
}

function familyOf(plain: string): 'ipv4' | 'ipv6' {
  return isIP(plain) === 4 ? 'ipv4' : 'ipv6'
}

function bitsOf(plain: string): number {
  return isIPv4(plain) ? 32 : 128
}
