/** Looks at the database as the next start will find it, and changes nothing: no file, no folder, no table. */
import { accessSync, constants } from 'node:fs'
import { createDatabase } from '../database/database.ts'
import { fileOf, isThere } from '../database/databaseFile.ts'
import { engineOf } from '../database/engineOf.ts'
import { openingError } from '../database/errors.ts'
import type { Tables } from './tables.ts'
import { noOwnData } from './ownData.ts'
import { countPending, type OwnTables } from './preparing.ts'

export type StoreStanding =
  /** A file, absolute, that the first start makes. */
  | { readonly kind: 'absent'; readonly path: string }
  /** How many migrations the next start runs. */
  | { readonly kind: 'present'; readonly pending: number }

export interface ExamineOptions {
  /** @default asks the file system */
  readonly mayWrite?: (path: string) => boolean
  /** Of own tables. @default none */
  readonly own?: OwnTables
}

/** @throws {OpeningError} where the next start would fail */
export async function examineStore(
  url: string,
  { mayWrite = isWritable, own = noOwnData }: ExamineOptions = {},
): Promise<StoreStanding> {
  const path = url.startsWith('file:') ? fileOf(url) : null
  if (path !== null && !isThere(path, mayWrite)) return { kind: 'absent', path }
  const engine = engineOf({ url, postgres: { limit: 1 } })
  const database = createDatabase<Tables>(engine)
  try {
    return { kind: 'present', pending: await database.read((db) => countPending(db, engine, own)) }
  } catch (cause) {
    throw openingError(cause)
  } finally {
    await database.close()
  }
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK)
    return true
  } catch {
    return false
  }
}
