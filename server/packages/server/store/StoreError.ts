/** What the database said no to, without what it said: its sentences repeat values and SQL, which no log may hold. */
import { sqliteErrorName } from '../database/sqliteErrorName.ts'
import { hintOf, type Hint } from './postgres/postgresProblem.ts'

/**
 * Thrown for a database's error that is neither patience's business nor a refusal. `code` is SQLSTATE on PostgreSQL
 * (https://www.postgresql.org/docs/current/errcodes-appendix.html) and SQLite's name of the error there.
 */
export class StoreError extends Error {
  override readonly name = 'StoreError'
  readonly #hint: Hint | null

  constructor(
    readonly code: string,
    /** The name of the constraint, where PostgreSQL tells one. */
    readonly constraint: string | null = null,
    hint: Hint | null = null,
  ) {
    super(`The database answered ${code}${constraint === null ? '' : ` (${constraint})`}`)
    this.#hint = hint
  }

  /** What was meant by a code that means many things; no part of what is logged. */
  get hint(): Hint | null {
    return this.#hint
  }

  /** Whether a unique value is there already. */
  get isTaken(): boolean {
    return ['23505', 'SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY'].includes(this.code)
  }
}

/** An error of the database as a StoreError; any other comes back as it is. */
export function toStoreError(error: unknown): unknown {
  const name = sqliteErrorName(error)
  if (name !== null) return new StoreError(name)
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return error
  if (!('severity' in error)) return error
  const constraint = 'constraint' in error && typeof error.constraint === 'string' ? error.constraint : null
  return new StoreError(error.code, constraint, /^(08|28)/.test(error.code) ? hintOf(error.message) : null)
}
