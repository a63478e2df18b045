/** Whose request it is: the socket's address, or what trusted proxies say of it, and nobody else. */
import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net'

/** Every form of `::ffff:a.b.c.d`, as a URL writes it. */
const mappedPrefix = '::ffff:'

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
export function clientAddress({ remoteAddress, forwardedFor, trustedProxies }: AddressFacts): string | null {
  let client = plainAddress(remoteAddress ?? '')
  const hops = (forwardedFor ?? '').split(',').reverse()
  for (const hop of hops) {
    if (client === null || !trustedProxies.check(client, familyOf(client))) return client
    const next = plainAddress(withoutPort(hop.trim()))
    // A trusted proxy that names nobody is all that is known.
    if (next === null) return client
    client = next
  }
  return client
}

/**
 * What one person may have many of counts as one: an IPv6 address stands for its /64, the smallest network a provider
 * gives out (RFC 6177). No address at all is one shared key.
 */
export function addressKey(address: string | null | undefined): string {
  const plain = plainAddress(address ?? '')
  if (plain === null) return 'unknown'
  return isIPv4(plain) ? plain : `${groupsOf(plain).slice(0, 4).join(':')}::/64`
}

/** One spelling per address, IPv4-mapped ones folded to IPv4, zones (`%eth0`) dropped; `null` for no address. */
function plainAddress(text: string): string | null {
  const bare = text.replace(/%.*$/, '')
  if (isIPv4(bare)) return bare
  if (!isIPv6(bare)) return null
  const canonical = new URL(`http://[${bare}]`).hostname.slice(1, -1)
  if (!canonical.startsWith(mappedPrefix)) return canonical
  const [high = 0, low = 0] = canonical.slice(mappedPrefix.length).split(':').map((group) => parseInt(group, 16))
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}

/** `203.0.113.7:5000` and `[2001:db8::7]:5000`, as some proxies write them. */
function withoutPort(hop: string): string {
  const [, bracketed] = /^\[([^\]]+)\](?::\d+)?$/.exec(hop) ?? []
  return bracketed ?? hop.replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1')
}

/** The eight groups of a canonical IPv6 address. */
function groupsOf(canonical: string): string[] {
  const [left = '', right] = canonical.split('::')
  const head = left.split(':').filter(Boolean)
  const tail = (right ?? '').split(':').filter(Boolean)
  return [...head, ...Array<string>(8 - head.length - tail.length).fill('0'), ...tail]
}

function familyOf(plain: string): 'ipv4' | 'ipv6' {
  return isIP(plain) === 4 ? 'ipv4' : 'ipv6'
}

function bitsOf(plain: string): number {
  return isIPv4(plain) ? 32 : 128
}
