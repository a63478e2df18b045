/** A SQLite file in kysely's shape, its prepared statements kept, for kysely prepares anew on every call. */
import type { SqliteDatabase, SqliteStatement } from 'kysely'
import type { SqliteFile } from './sqliteFile.ts'
import { checkedParameters } from './parameters.ts'

const mostKept = 256

/** At most `limit` statements are kept; the one unused for longest makes room. */
export function keepStatements(file: SqliteFile, limit = mostKept): SqliteDatabase {
  const kept = new Map<string, SqliteStatement>()

  return {
    prepare(sql) {
      const statement = kept.get(sql) ?? prepared(file, sql)
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

function prepared(file: SqliteFile, sql: string): SqliteStatement {
  const statement = file.prepare(sql)
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...checkedParameters(parameters)),
    run: (parameters) => statement.run(...checkedParameters(parameters)),
    iterate: (parameters) => statement.iterate(...checkedParameters(parameters)),
  }
}
