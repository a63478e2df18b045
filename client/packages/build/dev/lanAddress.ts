/** This machine's address in the network that a phone on the same Wi-Fi shares. */
import type { NetworkInterfaceInfo } from 'node:os'

type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>

/** Bridges of containers, virtual machines and VPNs: no phone is behind them. */
const virtual = /^(?:docker|br-|veth|virbr|vmnet|vboxnet|utun|tun|tap|wg|zt|tailscale|vEthernet)/i

/** E.g. `192.168.1.5`; null where there is no such network. Takes what `os.networkInterfaces()` gives. */
export function lanAddress(interfaces: Interfaces): string | null {
  const found = Object.entries(interfaces).flatMap(([name, entries = []]) =>
    entries.filter(({ family, internal }) => family === 'IPv4' && !internal).map(({ address }) => ({ name, address })),
  )
  const worth = ({ name, address }: { name: string; address: string }) =>
    (virtual.test(name) ? 0 : 2) + (isPrivate(address) ? 1 : 0)
  return found.sort((a, b) => worth(b) - worth(a))[0]?.address ?? null
}

/** RFC 1918. */
function isPrivate(address: string): boolean {
  return /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)/.test(address)
}
