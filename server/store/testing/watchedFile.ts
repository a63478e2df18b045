/** A SQLite file whose statements a test sees before they run, and may let fail. */
import { DatabaseSync } from '@photostructure/sqlite'
import type { Connect, SqliteFile } from '../../database/sqliteFile.ts'

/** The same file; every statement that runs on it is shown to `before`, which may throw. */
function watching(file: SqliteFile, before: (sql: string) => void): SqliteFile {
  return {
    get isTransaction() {
      return file.isTransaction
    },
    prepare(sql) {
      const statement = file.prepare(sql)
      const seen = <T>(work: () => T): T => {
        before(sql)
        return work()
      }
      return {
        columns: () => statement.columns(),
        get: (...parameters: unknown[]): unknown => seen(() => statement.get(...parameters)),
        all: (...parameters: unknown[]) => seen(() => statement.all(...parameters)),
        run: (...parameters: unknown[]) => seen(() => statement.run(...parameters)),
        iterate: (...parameters: unknown[]) => seen(() => statement.iterate(...parameters)),
      }
    },
    exec: (sql) => file.exec(sql),
    close: () => file.close(),
  }
}

/** Everything the store runs is shown to `before`. */
export function watched(before: (sql: string) => void): Connect {
  return (path) => watching(new DatabaseSync(path), before)
}
