/** Which of the two databases an address names. */
import type { Engine } from './engine.ts'
import { OpeningError } from './errors.ts'
import { openPostgres } from './postgres.ts'
import type { PostgresOptions } from './postgres/PostgresOptions.ts'
import type { StoreReport } from './report.ts'
import { openSqlite, type SqliteOptions } from './sqlite.ts'

export interface DatabaseOptions {
  /** `file:…`, whose folder is created, or `postgres://…`. */
  readonly url: string
  readonly sqlite?: SqliteOptions | undefined
  readonly postgres?: PostgresOptions | undefined
  /** @default nobody is told */
  readonly report?: StoreReport | undefined
}

/** @throws {OpeningError} */
export function engineOf({ url, sqlite, postgres, report }: DatabaseOptions): Engine {
  if (/^file:./.test(url)) return openSqlite(url, sqlite)
  if (/^postgres(ql)?:\/\//.test(url)) return openPostgres(url, postgres, report)
  throw new OpeningError(
    {
      en: 'The store opens addresses that begin with file:, such as file:./data/app.db, or postgres://',
      zh: '数据库地址须以 file:（如 file:./data/app.db）或 postgres:// 开头',
    },
    { en: 'Correct DATABASE_URL', zh: '请更正 DATABASE_URL' },
  )
}
