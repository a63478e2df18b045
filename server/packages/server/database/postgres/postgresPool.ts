/** Connections to PostgreSQL with a limit on whatever could wait for ever, directly or through any kind of pooler. */
import pg from 'pg'
import type { PoolUse } from '../engine.ts'
import { LentClient } from './LentClient.ts'
import { postgresConfig } from './postgresConfig.ts'
import type { PostgresOptions } from './PostgresOptions.ts'
import { connectionKindOf, type ConnectionKind } from './connectionKind.ts'
import { createStatementNames } from './statementNames.ts'

export interface PostgresPool {
  /** To be released again. */
  connect(): Promise<LentClient>
  /** A connection beside the pool, not connected yet. */
  another(): pg.Client
  use(): PoolUse
  end(): Promise<void>
}

/** @throws {OpeningError} for an address that is none */
export function openPostgresPool(url: string, options: PostgresOptions = {}): PostgresPool {
  const { limit = 10, statementTimeoutMs = 5000 } = options
  const config = postgresConfig(url, options)
  const pool = new pg.Pool({ ...config, max: limit })
  const names = createStatementNames()
  const kinds = new WeakMap<pg.PoolClient, ConnectionKind>()
  // Without a listener the loss of a connection would end the process; whoever uses it next is told anyway.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => void client.on('error', () => undefined))

  const settled = async (client: pg.PoolClient): Promise<ConnectionKind> => {
    const kind = kinds.get(client) ?? (await connectionKindOf(client, statementTimeoutMs))
    kinds.set(client, kind)
    return kind
  }

  return {
    async connect() {
      const client = await pool.connect()
      try {
        return new LentClient(client, { kind: await settled(client), names, statementTimeoutMs })
      } catch (error) {
        client.release(true)
        throw error
      }
    },
    another: () => new pg.Client(config),
    use: () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    end: () => pool.end(),
  }
}
