/** What went wrong between the phone and the API, in the few kinds a program can do something different about. */
import { TRPCClientError } from '@trpc/client'

export type TransportKind =
  | 'offline'
  | 'timeout'
  | 'aborted'
  | 'interrupted'
  | 'domain'
  | 'tls'
  | 'unsent'
  | 'tooLarge'
  | 'unavailable'
  | 'unreadable'
  | 'unsupported'

const whereDomains = 'mp.weixin.qq.com → 开发管理 → 服务器域名 → request 合法域名 (uploadFile, socket)'

/** An answer that tRPC did not write, as the host gave it. */
export interface ForeignAnswer {
  status: number
  /** Mostly text; JSON where the host has parsed it already. */
  body: unknown
}

/**
 * The `cause` of a TRPCClientError when no readable answer came. A refusal by the server is not one of these.
 * The message is for developers: the kind, and the host's own words; show people sentences of your own, by `kind`.
 */
export class TransportError extends Error {
  override readonly name = 'TransportError'
  /** What a gateway, a proxy or somebody else's server answered in tRPC's place. Loggers pass it over. */
  declare readonly answer?: ForeignAnswer
  declare readonly kind: TransportKind

  constructor(kind: TransportKind, detail?: string, answer?: ForeignAnswer) {
    super([kind, kind === 'domain' && whereDomains, detail].filter(Boolean).join(': '))
    this.kind = kind
    if (answer) Object.defineProperty(this, 'answer', { value: answer })
  }
}

/** The kind of a call's failure on its way, or `null` for an answer of the server's and for anything else. */
export function kindOf(error: unknown): TransportKind | null {
  const cause = error instanceof TRPCClientError ? error.cause : error
  return cause instanceof TransportError ? cause.kind : null
}
