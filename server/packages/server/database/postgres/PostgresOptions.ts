/**
 * How many connections to PostgreSQL, and how patient. The client's types reach this file, so it knows no type of pg.
 */
export interface PostgresOptions {
  /** Connections of this process at most; one more listens where `onSessionEnded` is used. @default 10 */
  readonly limit?: number | undefined
  /**
   * Where to listen for what other nodes tell: a direct address where the other one is a pooler's. @default the same
   */
  readonly listenUrl?: string | undefined
  /** Milliseconds to wait for a free or a new connection. @default 5000 */
  readonly connectTimeoutMs?: number | undefined
  /** Milliseconds a statement may take, waiting for locks included; 0 is for ever. @default 5000 */
  readonly statementTimeoutMs?: number | undefined
}
