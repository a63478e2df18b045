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

const sentences: Record<TransportKind, string> = {
  offline: 'The server could not be reached',
  timeout: 'No answer came in time',
  aborted: 'Aborted',
  interrupted: 'Cut off by the phone',
  domain: 'Add the domain at mp.weixin.qq.com → 开发管理 → 服务器域名 → request 合法域名 (uploadFile, socket)',
  tls: 'The certificate was refused',
  unsent: 'It never left the phone',
  tooLarge: 'Too large for the server',
  unavailable: 'The server is down or busy',
  unreadable: "The answer is not a tRPC server's",
  unsupported: 'This transport cannot carry it',
}

/** An answer that tRPC did not write, as the host gave it. */
export interface ForeignAnswer {
  status: number
  /** Mostly text; JSON where the host has parsed it already. */
  body: unknown
}

/**
 * The `cause` of a TRPCClientError when no readable answer came. A refusal by the server is not one of these.
 * The message is a sentence for developers, with the host's own words behind it; show people your own, by `kind`.
 */
export class TransportError extends Error {
  override readonly name = 'TransportError'
  /** What a gateway, a proxy or somebody else's server answered in tRPC's place. Loggers pass it over. */
  declare readonly answer?: ForeignAnswer

  constructor(
    readonly kind: TransportKind,
    detail?: string,
    answer?: ForeignAnswer,
  ) {
    super(detail ? `${sentences[kind]} (${detail})` : sentences[kind])
    if (answer) Object.defineProperty(this, 'answer', { value: answer })
  }
}

/** The kind of a call's failure on its way, or `null` for an answer of the server's and for anything else. */
export function kindOf(error: unknown): TransportKind | null {
  const cause = error instanceof TRPCClientError ? error.cause : error
  return cause instanceof TransportError ? cause.kind : null
}
