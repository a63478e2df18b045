/** What every peer is told at its start, by its one argument, and how it says that it listens. */
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import process from 'node:process'

export interface PeerSettings {
  /** `file:…` or `postgres://…`: the database that our server filled. */
  readonly databaseUrl: string
  /** The first of TOKEN_SECRETS, as `kid:base64`. */
  readonly tokenSecret: string
  /** Answers as WeChat's jscode2session does, at once. */
  readonly upstream: string
}

export const settings: PeerSettings = JSON.parse(process.argv[2] ?? '{}')

/** What the bench asks of a peer, beside the request itself. */
export interface Ready {
  readonly port: number
  /** Credentials of the peer's own, where it does not take our token. */
  readonly headers?: Readonly<Record<string, string>>
}

export function listen(server: Server, headers?: Ready['headers']): void {
  server.listen(0, '127.0.0.1', () => ready((server.address() as AddressInfo).port, headers))
}

export function ready(port: number, headers?: Ready['headers']): void {
  process.send?.({ port, ...(headers && { headers }) } satisfies Ready)
}
