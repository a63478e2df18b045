/** SQLite's names of its primary result codes, by number: https://www.sqlite.org/rescode.html */
const names = [
  ...['OK', 'ERROR', 'INTERNAL', 'PERM', 'ABORT', 'BUSY', 'LOCKED', 'NOMEM', 'READONLY', 'INTERRUPT', 'IOERR', 'CORRUPT'],
  ...['NOTFOUND', 'FULL', 'CANTOPEN', 'PROTOCOL', 'EMPTY', 'SCHEMA', 'TOOBIG', 'CONSTRAINT', 'MISMATCH', 'MISUSE', 'NOLFS'],
  ...['AUTH', 'FORMAT', 'RANGE', 'NOTADB'],
]
/** Of the extended ones those that are decided by; the others are told by their number. */
const extendedNames = new Map([
  [1555, 'CONSTRAINT_PRIMARYKEY'],
  [2067, 'CONSTRAINT_UNIQUE'],
])

/** Such as `SQLITE_BUSY` or `SQLITE_IOERR (778)`; null for what is no error of SQLite's. */
export function sqliteErrorName(error: unknown): string | null {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return null
  const { errcode } = error
  const name = extendedNames.get(errcode)
  if (name !== undefined) return `SQLITE_${name}`
  const primary = `SQLITE_${names[errcode & 0xff] ?? 'ERROR'}`
  return errcode > 0xff ? `${primary} (${errcode})` : primary
}
