/** Finds out what a new connection is: PostgreSQL's own, or one that a pooler shares between its clients. */
import { randomUUID } from 'node:crypto'
import type { ClientBase } from 'pg'

export interface ConnectionKind {
  /** Whether each transaction may run on another connection of PostgreSQL's, so that nothing set here lasts. */
  readonly isShared: boolean
  readonly mayName: boolean
}

/**
 * Sets the time limits of a session that is ours alone, and of no other. A pooler gives its clients numbers of its
 * own, so it is known by the backend's number, which then is another one than the connection began with:
 * https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-CANCELING-REQUESTS
 */
export async function connectionKindOf(client: ClientBase, statementTimeoutMs: number): Promise<ConnectionKind> {
  const settings = Object.entries(timeLimits(statementTimeoutMs)).map(
    ([name, ms]) => `set_config('${name}', '${ms}', false)`,
  )
  const { rowCount } = await client.query(`select ${settings.join()} where pg_backend_pid() = ${numberOf(client)}`)
  if (rowCount === 1) return { isShared: false, mayName: true }
  return { isShared: true, mayName: await renamesStatements(client) }
}

/** The same limits for one transaction. */
export function localLimits(statementTimeoutMs: number): string {
  return Object.entries(timeLimits(statementTimeoutMs))
    .map(([name, ms]) => `set local ${name} = ${ms}`)
    .join('; ')
}

/** A process that stalls within a transaction must not hold its locks for ever. 0 is no limit. */
function timeLimits(statementTimeoutMs: number): Readonly<Record<string, number>> {
  return { statement_timeout: statementTimeoutMs, idle_in_transaction_session_timeout: 2 * statementTimeoutMs }
}

/** Whether somebody stands between who shares connections, or might. */
export async function isPooled(client: ClientBase): Promise<boolean> {
  return (await client.query(`select 1 where pg_backend_pid() = ${numberOf(client)}`)).rowCount === 0
}

/** What the server called itself when the connection began; pg does not declare it. */
function numberOf(client: ClientBase): number {
  return 'processID' in client && typeof client.processID === 'number' ? client.processID : 0
}

/**
 * Whether the pooler keeps statements for each of its clients. One that does gives PostgreSQL names of its own
 * (PgBouncer from 1.21 on, with max_prepared_statements); with any other our name arrives as it is, and a later
 * transaction may look for it on a connection that never heard of it.
 */
async function renamesStatements(client: ClientBase): Promise<boolean> {
  const name = `uni_probe_${randomUUID()}`
  await client.query('begin')
  await client.query({ name, text: 'select 1', values: [] })
  const { rowCount } = await client.query(`select 1 from pg_prepared_statements where name = '${name}'`)
  await client.query(rowCount === 0 ? 'commit' : `deallocate "${name}"; commit`)
  return rowCount === 0
}
