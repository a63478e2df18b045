/** SQLite's names of its primary result codes, by number: https://www.sqlite.org/rescode.html */
const names = (
  'OK ERROR INTERNAL PERM ABORT BUSY LOCKED NOMEM READONLY INTERRUPT IOERR CORRUPT NOTFOUND FULL CANTOPEN PROTOCOL ' +
  'EMPTY SCHEMA TOOBIG CONSTRAINT MISMATCH MISUSE NOLFS AUTH FORMAT RANGE NOTADB'
).split(' ')
/** Of the extended ones those that are decided by; the others are told by their number. */
const extendedNames = new Map([
  [1555, 'CONSTRAINT_PRIMARYKEY'],
  [2067, 'CONSTRAINT_UNIQUE'],
])

/** What `all()` of @photostructure/sqlite 1.2.1 throws has SQLite's sentence, but not its number. */
const sentences: ReadonlyArray<readonly [beginning: string, errcode: number]> = [
  ['database is locked', 5],
  ['database table is locked', 6],
  ['out of memory', 7],
  ['attempt to write a readonly database', 8],
  ['disk I/O error', 10],
  ['database disk image is malformed', 11],
  ['database or disk is full', 13],
  ['unable to open database file', 14],
  ['UNIQUE constraint failed', 2067],
  ['file is not a database', 26],
]

function numberOf(message: string): number {
  return sentences.find(([beginning]) => message.startsWith(beginning))?.[1] ?? 1
}

/** Such as `SQLITE_BUSY` or `SQLITE_IOERR (778)`; null for what is no error of SQLite's. */
export function sqliteErrorName(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || error.code !== 'ERR_SQLITE_ERROR') return null
  const errcode = 'errcode' in error && typeof error.errcode === 'number' ? error.errcode : numberOf(error.message)
  const name = extendedNames.get(errcode)
  if (name !== undefined) return `SQLITE_${name}`
  const primary = `SQLITE_${names[errcode & 0xff] ?? 'ERROR'}`
  return errcode > 0xff ? `${primary} (${errcode})` : primary
}
