/** A SQLite file whose statements a test sees before they run, and may let fail. */
import Database from 'libsql'
import type { SqliteFile } from '../keepStatements.ts'

/** A file as libsql opens it, in the shape the store wants. */
export function passing(database: Database.Database, before: (sql: string) => void = () => undefined): SqliteFile {
  return {
    get inTransaction() {
      return database.inTransaction
    },
    prepare(sql) {
      const statement = database.prepare(sql)
      const seen = <T>(work: () => T): T => {
        before(sql)
        return work()
      }
      return {
        reader: statement.reader,
        all: (parameters) => seen(() => statement.all(parameters)),
        run: (parameters) => seen(() => statement.run(parameters)),
        iterate: (parameters) => seen(() => statement.iterate(parameters)),
      }
    },
    close: () => void database.close(),
  }
}

/** Everything the store runs is shown to `before`, which may throw. */
export function watched(before: (sql: string) => void) {
  return (path: string): SqliteFile => passing(new Database(path), before)
}
