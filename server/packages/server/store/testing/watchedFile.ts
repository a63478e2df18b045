/** A SQLite file whose statements a test sees before they run, and may let fail. */
import { DatabaseSync } from '@photostructure/sqlite'
import type { Connect, SqliteFile } from '../../database/sqliteFile.ts'

/** Told how many rows a statement answered or changed. */
type After = (rows: number, sql: string) => void

/** The same file; every statement that runs on it is shown to `before`, which may throw. */
function watching(file: SqliteFile, before: (sql: string) => void, after: After): SqliteFile {
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
        setReturnArrays: (asked) => statement.setReturnArrays(asked),
        get: (...parameters: unknown[]): unknown => seen(() => statement.get(...parameters)),
        all(...parameters: unknown[]) {
          const rows = seen(() => statement.all(...parameters))
          after(rows.length, sql)
          return rows
        },
        run(...parameters: unknown[]) {
          const done = seen(() => statement.run(...parameters))
          // SQLite repeats the last number for statements that change nothing.
          after(/^(begin|commit|rollback)/.test(sql) ? 0 : done.changes, sql)
          return done
        },
        iterate: (...parameters: unknown[]) => seen(() => statement.iterate(...parameters)),
      }
    },
    exec: (sql) => file.exec(sql),
    close: () => file.close(),
  }
}

/** Everything the store runs is shown to `before` and `after`. */
export function watched(before: (sql: string) => void, after: After = () => undefined): Connect {
  return (path) => watching(new DatabaseSync(path), before, after)
}
