/** What goes wrong with the database: what it said no to, why the store does not open, and who came first. */
import type { Sentence } from 'uni-trpc-protocol/sentences'
import { sqliteErrorName } from './sqliteErrorName.ts'
import { hintOf, type Hint, postgresProblem, type Problem } from './postgres/postgresProblem.ts'

/**
 * Thrown for a database's error that is neither patience's business nor a refusal. `code` is SQLSTATE on PostgreSQL
 * (https://www.postgresql.org/docs/current/errcodes-appendix.html) and SQLite's name of the error there.
 */
export class StoreError extends Error {
  override readonly name = 'StoreError'
  readonly code: string
  /** The name of the constraint, where PostgreSQL tells one. */
  readonly constraint: string | null
  readonly #hint: Hint | null

  constructor(code: string, constraint: string | null = null, hint: Hint | null = null) {
    super(`The database answered ${code}${constraint === null ? '' : ` (${constraint})`}`)
    this.code = code
    this.constraint = constraint
    this.#hint = hint
  }

  /** What was meant by a code that means many things; no part of what is logged. */
  get hint(): Hint | null {
    return this.#hint
  }

  /** Whether a unique value is there already. */
  get isTaken(): boolean {
    return ['23505', 'SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY'].includes(this.code)
  }
}

/** An error of the database as a StoreError; any other comes back as it is. */
export function toStoreError(error: unknown): unknown {
  const name = sqliteErrorName(error)
  if (name !== null) return new StoreError(name)
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return error
  if (!('severity' in error)) return error
  const constraint = 'constraint' in error && typeof error.constraint === 'string' ? error.constraint : null
  return new StoreError(error.code, constraint, /^(08|28)/.test(error.code) ? hintOf(error.message) : null)
}

/**
 * Why the store does not open, for the operator, with what to do next. Neither sentence holds the database's address,
 * for that holds a password.
 */
export class OpeningError extends Error {
  readonly what: Sentence
  /** Begins as a sentence of its own. */
  readonly next: Sentence

  constructor(what: Sentence, next: Sentence, options?: ErrorOptions) {
    super(`${what.en}. ${next.en} / ${what.zh}，${next.zh}`, options)
    this.what = what
    this.next = next
  }
}

/** For what the database, or the way to it, said when it was asked first. */
export function openingError(cause: unknown): OpeningError {
  if (cause instanceof OpeningError) return cause
  const { what, next } = problemOf(cause)
  return new OpeningError({ en: `The database cannot be prepared: ${what.en}`, zh: `数据库不可用：${what.zh}` }, next, {
    cause,
  })
}

/** What is wrong with the database, or on the way to it, and what to do about it. */
export function problemOf(error: unknown): Problem {
  const said = saidBy(error instanceof Error && error.cause instanceof Error ? error.cause : error)
  const problem = postgresProblem(said)
  if (problem) return problem
  const [code = ''] = said.split(' ')
  const what = !isCode.test(code)
    ? unknown
    : /^[\dA-Z]{5}$|^SQLITE_/.test(code)
      ? { en: `it answers ${code}`, zh: `它的回答是 ${code}` }
      : { en: code, zh: code }
  return { what, next: nextStep(isCode.test(code) ? what.en : '') }
}

const isCode = /^[\dA-Z_]{5,}$/
const unknown: Sentence = {
  en: 'is it locked, full, read-only, away, or no database?',
  zh: '是否被占用、已满、只读、未启动，或不是数据库',
}

/** A code first, where there is one; nothing of it is for people. */
function saidBy(error: unknown): string {
  const cause = toStoreError(error)
  if (cause instanceof StoreError) return [cause.code, cause.hint ?? ''].join(' ').trim()
  if (!(cause instanceof Error)) return ''
  if (!('code' in cause)) return cause.message
  return [cause.code, 'syscall' in cause && cause.syscall === 'open' ? 'file' : ''].join(' ').trim()
}

/** The first that fits; codes are SQLSTATE, SQLite's names or Node's. */
const steps: ReadonlyArray<readonly [RegExp, Sentence]> = [
  [
    / SQLITE_NOTADB/,
    { en: 'Correct DATABASE_URL: this file is no database', zh: '该文件不是数据库，请更正 DATABASE_URL' },
  ],
  [/ SQLITE_(READONLY|CANTOPEN)/, { en: 'Make the file and its folder writable', zh: '请让该文件及其目录可写' }],
  [/ SQLITE_(FULL|IOERR)/, { en: 'Make room on its disk', zh: '请检查磁盘并腾出空间' }],
  [/ SQLITE_(BUSY|LOCKED)/, { en: 'Stop what else writes to it', zh: '请停止占用它的程序' }],
  [/ SQLITE_/, { en: 'Look this code up in the documentation of SQLite', zh: '请在 SQLite 文档中查询该代码' }],
  [/ \w{5}$/, { en: 'Look this code up in the documentation of PostgreSQL', zh: '请在 PostgreSQL 文档中查询该代码' }],
]

function nextStep(code: string): Sentence {
  const [, step] = steps.find(([pattern]) => pattern.test(code)) ?? []
  return step ?? { en: 'Start it, or correct DATABASE_URL', zh: '请启动数据库或更正 DATABASE_URL' }
}

/** Thrown inside a transaction that found the world changed by another one; running it again finds it settled. */
export class Raced extends Error {
  override readonly name = 'Raced'

  constructor() {
    super('Another transaction came first')
  }
}
