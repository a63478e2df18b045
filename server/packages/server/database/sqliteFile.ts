/** How a SQLite file is opened, by the store and by the limits alike: `node:sqlite`'s own API, which Node 20 lacks. */
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite'

/** What the stores use of it. */
export interface SqliteFile extends Pick<DatabaseSyncInstance, 'exec' | 'close' | 'isTransaction'> {
  prepare(sql: string): SqliteStatement
}

export type SqliteStatement = Pick<
  ReturnType<DatabaseSyncInstance['prepare']>,
  'all' | 'get' | 'run' | 'iterate' | 'columns' | 'setReturnArrays'
>

/** SQLite waits in the main thread, so nothing else runs meanwhile: the real waiting is done between two attempts. */
const busyTimeoutMs = 5

/** Opens a database file, creating it when it is missing. */
export type Connect = (path: string) => SqliteFile

export const connectSqlite: Connect = (path) => new DatabaseSync(path, { timeout: busyTimeoutMs })

/** Of the library, such as `3.53.0`. */
export function sqliteVersion(): string {
  const file = new DatabaseSync(':memory:')
  try {
    return String(Object.values(file.prepare('select sqlite_version()').get())[0])
  } finally {
    file.close()
  }
}
