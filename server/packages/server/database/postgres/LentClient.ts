/**
 * A connection lent to kysely's own driver. Of its own it has only what kysely 0.28 and pg 8 leave open; each line
 * says what that is.
 */
import type { PostgresCursor, PostgresPoolClient, PostgresQueryResult } from 'kysely'
import type { QueryConfig } from 'pg'
import { CommitInDoubt, ConnectionGone, isLost, isNameless } from './postgresTrouble.ts'
import { localLimits, type ConnectionKind } from './connectionKind.ts'
import { checkedParameters } from '../parameters.ts'
import type { StatementNames } from './statementNames.ts'

/** Of pg's client what is used here. */
interface Client {
  query<R>(config: QueryConfig): Promise<PostgresQueryResult<R>>
  release(destroy?: boolean): void
}

export interface LentClientParts {
  readonly kind: ConnectionKind
  readonly names: StatementNames
  readonly statementTimeoutMs: number
}

export class LentClient implements PostgresPoolClient {
  readonly #client: Client
  readonly #parts: LentClientParts
  #isGone = false

  constructor(client: Client, parts: LentClientParts) {
    this.#client = client
    this.#parts = parts
  }

  query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>
  query<R>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>>
  query<R>(
    asked: string | PostgresCursor<R>,
    parameters: readonly unknown[] = [],
  ): PostgresCursor<R> | Promise<PostgresQueryResult<R>> {
    if (typeof asked !== 'string') throw new Error('The store reads no streams')
    return this.#answer<R>(asked, parameters)
  }

  /** pg's pool lends a connection again whose statement never came back, or whose server is about to leave. */
  release(destroy = false): void {
    this.#client.release(destroy || this.#isGone)
  }

  async #answer<R>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>> {
    // pg would put it behind the statement that never came back, and wait for that a second time.
    if (this.#isGone) return withoutServer(sql)
    try {
      return await this.#client.query<R>(this.#configOf(sql, parameters))
    } catch (error) {
      this.#isGone = isLost(error) || sql === 'rollback'
      if (isNameless(error)) this.#parts.names.giveUp()
      if (sql === 'rollback') return withoutServer(sql)
      // kysely knows a commit that was refused from one that was done, but not the one of which nobody heard.
      throw sql === 'commit' && this.#isGone ? new CommitInDoubt() : error
    }
  }

  /** kysely hands pg a text and values, and leaves names, and limits that hold for a transaction, to nobody. */
  #configOf(text: string, parameters: readonly unknown[]): QueryConfig {
    const { kind, names, statementTimeoutMs } = this.#parts
    if (text === 'begin' && kind.isShared) return { text: `${text}; ${localLimits(statementTimeoutMs)}` }
    const values = [...checkedParameters(parameters)]
    const name = kind.mayName && values.length > 0 ? names.of(text) : undefined
    return name === undefined ? { text, values } : { name, text, values }
  }
}

/** A transaction ends with its connection; told as an error, kysely would throw it in place of the first one. */
function withoutServer<R>(sql: string): PostgresQueryResult<R> {
  if (sql !== 'rollback') throw new ConnectionGone()
  return { command: 'ROLLBACK', rowCount: 0, rows: [] }
}
