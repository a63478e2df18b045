/** PostgreSQL for kysely: kept statements, and no connection that broke ever goes back to the pool. */
import { CompiledQuery, type DatabaseConnection, type Driver, type QueryResult } from 'kysely'
import type { Pool, PoolClient } from 'pg'
import { checkedParameters } from './parameters.ts'
import { CommitInDoubt, isLost } from './postgresTrouble.ts'

/** Statements with parameters are few and always the same; more would fill the server's memory. */
const mostNamed = 256
const writes = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE'])

export class PostgresDriver implements Driver {
  readonly #pool: Pool
  readonly #names = new Map<string, string>()

  constructor(pool: Pool) {
    this.#pool = pool
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<PostgresConnection> {
    return new PostgresConnection(await this.#pool.connect(), (sql) => this.#nameOf(sql))
  }

  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin'))
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    try {
      await connection.executeQuery(CompiledQuery.raw('commit'))
    } catch (error) {
      throw isLost(error) ? new CommitInDoubt() : error
    }
  }

  /** What cannot be rolled back goes with its connection; the first error is the one to tell. */
  async rollbackTransaction(connection: PostgresConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('rollback')).catch(() => connection.discard())
  }

  async releaseConnection(connection: PostgresConnection): Promise<void> {
    connection.release()
  }

  async destroy(): Promise<void> {
    await this.#pool.end()
  }

  /** A name makes the server keep the plan: https://node-postgres.com/features/queries#prepared-statements */
  #nameOf(sql: string): string | undefined {
    const known = this.#names.get(sql)
    if (known !== undefined || this.#names.size >= mostNamed) return known
    const name = `s${this.#names.size}`
    this.#names.set(sql, name)
    return name
  }
}

class PostgresConnection implements DatabaseConnection {
  readonly #client: PoolClient
  readonly #nameOf: (sql: string) => string | undefined
  #isUsable = true

  constructor(client: PoolClient, nameOf: (sql: string) => string | undefined) {
    this.#client = client
    this.#nameOf = nameOf
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const values = [...checkedParameters(parameters)]
    const name = values.length > 0 ? this.#nameOf(sql) : undefined
    try {
      const query = name ? { name, text: sql, values } : { text: sql, values }
      const { command, rowCount, rows } = await this.#client.query(query)
      return writes.has(command) ? { rows, numAffectedRows: BigInt(rowCount ?? 0) } : { rows }
    } catch (error) {
      if (isLost(error)) this.discard()
      throw error
    }
  }

  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('The store reads no streams')
  }

  discard(): void {
    this.#isUsable = false
  }

  release(): void {
    this.#client.release(!this.#isUsable)
  }
}
