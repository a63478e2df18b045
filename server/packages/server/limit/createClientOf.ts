/** Finds who is at the other end, and notices where that is a proxy which nobody told the server to trust. */
import { claimedAddress, clientAddress, trustedProxyList } from './clientAddress.ts'
import type { SignInOrigin } from 'uni-trpc-auth'

export interface ClientOfParts {
  readonly trustedProxies: readonly string[]
  /** Told once. */
  readonly onUntrustedProxy?: () => void
}

/** The socket's address and X-Forwarded-For as it came. */
export interface Ends {
  readonly remoteAddress: string | undefined
  readonly forwardedFor: string | undefined
}

export function createClientOf({ trustedProxies, onUntrustedProxy = () => undefined }: ClientOfParts) {
  const list = trustedProxyList(trustedProxies)
  let isTold = false

  return (ends: Ends): SignInOrigin => {
    const facts = { ...ends, trustedProxies: list }
    const claimed = claimedAddress(facts)
    if (claimed !== null && !isTold) {
      isTold = true
      onUntrustedProxy()
    }
    return { address: clientAddress(facts), claimedAddress: claimed }
  }
}
