/** Why the store does not open: for the operator, in both languages, with what to do next. */
import type { Sentence } from '../../shared/sentences.ts'
import { StoreError } from './StoreError.ts'

/** Neither sentence holds the database's address, for that holds a password. */
export class OpeningError extends Error {
  constructor(
    readonly what: Sentence,
    /** Begins as a sentence of its own. */
    readonly next: Sentence,
    options?: ErrorOptions,
  ) {
    super(`${what.en}. ${next.en} / ${what.zh}，${next.zh}`, options)
  }
}

/** For what the database, or the way to it, said when it was asked first. */
export function openingError(cause: unknown): OpeningError {
  const code = codeOf(cause)
  const { en, zh } = code ?? { en: 'is it locked, full, read-only, away, or no database?', zh: '是否被占用、已满、只读、未启动，或不是数据库' }
  return new OpeningError({ en: `The database cannot be prepared: ${en}`, zh: `数据库不可用：${zh}` }, nextStep(code?.en ?? ''), { cause })
}

function codeOf(error: unknown): Sentence | null {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  if (cause instanceof StoreError) return { en: `it answers ${cause.code}`, zh: `它的回答是 ${cause.code}` }
  if (!(cause instanceof Error && 'code' in cause)) return null
  return { en: String(cause.code), zh: String(cause.code) }
}

/** The first that fits; codes are SQLSTATE, SQLite's names or Node's. */
const steps: ReadonlyArray<readonly [RegExp, Sentence]> = [
  [/ (28|3D)/, { en: 'Correct user, password and name in DATABASE_URL', zh: '请更正 DATABASE_URL 中的用户、密码与库名' }],
  [/ SQLITE_NOTADB/, { en: 'Correct DATABASE_URL: this file is no database', zh: '该文件不是数据库，请更正 DATABASE_URL' }],
  [/ SQLITE_(READONLY|CANTOPEN)/, { en: 'Make the file and its folder writable', zh: '请让该文件及其目录可写' }],
  [/ (SQLITE_(FULL|IOERR)|53100)/, { en: 'Make room on its disk', zh: '请检查磁盘并腾出空间' }],
  [/ SQLITE_(BUSY|LOCKED)/, { en: 'Stop what else writes to it', zh: '请停止占用它的程序' }],
  [/ SQLITE_/, { en: 'Look this code up in the documentation of SQLite', zh: '请在 SQLite 文档中查询该代码' }],
  [/ 25006/, { en: 'It is read-only: name the primary server in DATABASE_URL', zh: '它是只读的，请让 DATABASE_URL 指向主库' }],
  [/ 42501/, { en: 'Grant its role the right to create tables', zh: '请授予该角色建表的权限' }],
  [/ \w{5}$/, { en: 'Look this code up in the documentation of PostgreSQL', zh: '请在 PostgreSQL 文档中查询该代码' }],
]

function nextStep(code: string): Sentence {
  const [, step] = steps.find(([pattern]) => pattern.test(code)) ?? []
  return step ?? { en: 'Start it, or correct DATABASE_URL', zh: '请启动数据库或更正 DATABASE_URL' }
}
