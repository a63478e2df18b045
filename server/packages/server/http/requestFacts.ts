/**
 * What the app knows of a request beside what stands in it: a name for it, where it comes from, who vouches for whom.
 */
import type { IncomingMessage } from 'node:http'
import { cloudIdentity } from './cloudrun.ts'
import type { Settings } from '../settings/env.ts'
import { createClientOf } from '../limit/createClientOf.ts'
import type { Log } from '../observability/log.ts'
import type { RequestFacts } from 'uni-trpc-auth/trpc'

const untrustedProxy =
  'a proxy passes requests on that TRUSTED_PROXIES does not name, so its address counts for all phones: ' +
  'set TRUSTED_PROXIES to its address or network'

export interface FactsParts {
  readonly settings: Pick<Settings, 'trustedProxies' | 'trustCloudrun'>
  readonly newId: () => string
  readonly log: Log
}

/** Of a request as Node has it; in tests there may be none behind the app's. */
export type FactsOf = (
  incoming: IncomingMessage | undefined,
  header: (name: string) => string | undefined,
) => RequestFacts

export function createFacts({ settings, newId, log }: FactsParts): FactsOf {
  const clientOf = createClientOf({ ...settings, onUntrustedProxy: () => log.warn({}, untrustedProxy) })

  return (incoming, header) => ({
    requestId: newId(),
    client: () => clientOf({ remoteAddress: incoming?.socket.remoteAddress, forwardedFor: header('x-forwarded-for') }),
    isCut: () => incoming !== undefined && isCut(incoming),
    vouched: settings.trustCloudrun ? cloudIdentity(header) : null,
  })
}

/** Whether the client went away, or sent what is no HTTP, before all of its request was here. */
export function isCut({ destroyed, complete }: IncomingMessage): boolean {
  return destroyed && !complete
}
