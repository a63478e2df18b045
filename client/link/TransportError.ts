/** What went wrong between the phone and the API, in the few kinds a program can do something different about. */
import { TRPCClientError } from '@trpc/client'

export type TransportKind =
  | 'offline'
  | 'timeout'
  | 'aborted'
  | 'interrupted'
  | 'domain'
  | 'tls'
  | 'unreadable'
  | 'unsupported'

const sentences: Record<TransportKind, string> = {
  offline: 'The server could not be reached',
  timeout: 'No answer came in time',
  aborted: 'The call was aborted',
  interrupted: 'The request was cut off: background, or a change of network',
  domain: 'Domain not on the list of mp.weixin.qq.com → 开发管理 → 服务器域名 → request 合法域名 (socket and uploadFile have lists of their own): add it there',
  tls: 'The certificate or the TLS version was not accepted',
  unreadable: "The answer is not a tRPC server's",
  unsupported: 'This transport cannot carry it',
}

/**
 * The `cause` of a TRPCClientError when no readable answer came. A refusal by the server is not one of these.
 * The message is a sentence for developers, with the host's own words behind it; show people your own, by `kind`.
 */
export class TransportError extends Error {
  override readonly name = 'TransportError'

  constructor(
    readonly kind: TransportKind,
    detail?: string,
  ) {
    super(detail ? `${sentences[kind]} (${detail})` : sentences[kind])
  }
}

/** The kind of a call's failure on its way, or `null` for an answer of the server's and for anything else. */
export function kindOf(error: unknown): TransportKind | null {
  const cause = error instanceof TRPCClientError ? error.cause : error
  return cause instanceof TransportError ? cause.kind : null
}
