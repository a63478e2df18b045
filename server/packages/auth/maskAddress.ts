/** Enough of an address to recognise one's own, too little to find anybody: kept and shown in this form only. */
import { isIPv4, isIPv6 } from 'node:net'

/** `203.0.113.7` → `203.0.*.*`, `2001:db8:1:2::7` → `2001:db8:*`; `null` for anything that is no address. */
export function maskAddress(address: string | null): string | null {
  const plain = address?.replace(/^::ffff:(?=\d+\.)/i, '') ?? ''
  if (isIPv4(plain)) return `${plain.split('.').slice(0, 2).join('.')}.*.*`
  if (isIPv6(plain)) return `${plain.split(':').slice(0, 2).join(':')}:*`
  return null
}
