/** Addresses of phones: in one spelling, as a key to count by, and masked for whoever reads. */
import { isIPv4, isIPv6 } from 'node:net'
import type { SignInOrigin } from './AuthLimits.ts'

/** Every form of `::ffff:a.b.c.d`, as a URL writes it. */
const mappedPrefix = '::ffff:'

/** One spelling per address, IPv4-mapped ones folded to IPv4, zones (`%eth0`) dropped; `null` for no address. */
export function plainAddress(text: string): string | null {
  const bare = text.replace(/%.*$/, '')
  if (isIPv4(bare)) return bare
  if (!isIPv6(bare)) return null
  const canonical = new URL(`http://[${bare}]`).hostname.slice(1, -1)
  if (!canonical.startsWith(mappedPrefix)) return canonical
  const [high = 0, low = 0] = canonical
    .slice(mappedPrefix.length)
    .split(':')
    .map((group) => parseInt(group, 16))
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
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

/** Under what somebody is counted: by address, and by whom a proxy that is not trusted names. */
export function clientKey({ address, claimedAddress: claimed }: SignInOrigin): string {
  return claimed ? `${addressKey(address)} for ${addressKey(claimed)}` : addressKey(address)
}

/** The eight groups of a canonical IPv6 address. */
function groupsOf(canonical: string): string[] {
  const [left = '', right] = canonical.split('::')
  const head = left.split(':').filter(Boolean)
  const tail = (right ?? '').split(':').filter(Boolean)
  return [...head, ...Array<string>(8 - head.length - tail.length).fill('0'), ...tail]
}

/**
 * Enough of an address to recognise one's own, too little to find anybody: kept and shown in this form only.
 * `203.0.113.7` → `203.0.*.*`, `2001:db8:1:2::7` → `2001:db8:*`; `null` for anything that is no address.
 */
export function maskAddress(address: string | null): string | null {
  const plain = address?.replace(/^::ffff:(?=\d+\.)/i, '') ?? ''
  if (isIPv4(plain)) return `${plain.split('.').slice(0, 2).join('.')}.*.*`
  if (isIPv6(plain)) return `${plain.split(':').slice(0, 2).join(':')}:*`
  return null
}
