/** Rows change hands. One that cannot is deleted, for the new owner has its like already, and that stands. */
import { sql, type QueryExecutorProvider, type RawBuilder } from 'kysely'
import { errorCode } from '../errorCode.ts'
import type { MoveRows } from './engine.ts'

/** SQLite passes over what would break a constraint: https://www.sqlite.org/lang_conflict.html */
export const moveOrIgnore: MoveRows = async (tx, key, { from, to }) => {
  const [table, owner] = [sql.table(key.table), sql.ref(key.column)]
  await sql`update or ignore ${table} set ${owner} = ${to} where ${owner} = ${from}`.execute(tx)
  await sql`delete from ${table} where ${owner} = ${from}`.execute(tx)
}

/** PostgreSQL's transactions end at the first error, but for a savepoint: all at once, else one by one. */
export const moveBySavepoint: MoveRows = async (tx, key, { from, to }) => {
  const [table, owner] = [sql.table(key.table), sql.ref(key.column)]
  if (await passes(tx, sql`update ${table} set ${owner} = ${to} where ${owner} = ${from}`)) return
  const found = sql<{ place: string }>`select ctid::text as place from ${table} where ${owner} = ${from}`
  for (const { place } of (await found.execute(tx)).rows) {
    const row = sql`ctid = ${place}::tid and ${owner} = ${from}`
    if (await passes(tx, sql`update ${table} set ${owner} = ${to} where ${row}`)) continue
    await sql`delete from ${table} where ${row}`.execute(tx)
  }
}

/** Whether it worked; where it would break a constraint, nothing of it is left. */
async function passes(tx: QueryExecutorProvider, work: RawBuilder<unknown>): Promise<boolean> {
  await sql`savepoint moving`.execute(tx)
  try {
    await work.execute(tx)
    await sql`release savepoint moving`.execute(tx)
    return true
  } catch (error) {
    if (!breaksConstraint(error)) throw error
    await sql`rollback to savepoint moving`.execute(tx)
    await sql`release savepoint moving`.execute(tx)
    return false
  }
}

/** Unique, exclusion and check; not the foreign key, for the new owner is there. */
function breaksConstraint(error: unknown): boolean {
  return ['23505', '23P01', '23514'].includes(errorCode(error))
}
