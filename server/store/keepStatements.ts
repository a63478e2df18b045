/** Keeps prepared statements of a SQLite file, for kysely prepares anew on every call; and refuses odd parameters. */
import type { SqliteDatabase, SqliteStatement } from 'kysely'
import { checkedParameters } from './parameters.ts'

const mostKept = 256

export interface SqliteFile extends SqliteDatabase {
  readonly inTransaction: boolean
}

/** The same file with at most `limit` statements kept; the one unused for longest makes room. */
export function keepStatements(file: SqliteFile, limit = mostKept): SqliteFile {
  const kept = new Map<string, SqliteStatement>()

  return {
    get inTransaction() {
      return file.inTransaction
    },
    prepare(sql) {
      const statement = kept.get(sql) ?? guard(file.prepare(sql))
      kept.delete(sql)
      kept.set(sql, statement)
      const [oldest] = kept.keys()
      if (kept.size > limit && oldest !== undefined) kept.delete(oldest)
      return statement
    },
    close() {
      kept.clear()
      file.close()
    },
  }
}

/** `reader` asks libsql on every access and never changes, so it is asked once. */
function guard(statement: SqliteStatement): SqliteStatement {
  return {
    reader: statement.reader,
    all: (parameters) => statement.all(checkedParameters(parameters)),
    run: (parameters) => statement.run(checkedParameters(parameters)),
    iterate: (parameters) => statement.iterate(checkedParameters(parameters)),
  }
}
