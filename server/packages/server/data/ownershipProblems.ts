/** Whose the rows of own tables are: every table leads to a person, or is said to be nobody's. */
import type { ForeignKey } from '../database/engine.ts'
import { storeTables } from '../store/foreignKeys.ts'

export interface Ownership {
  /** Names of all tables of the database. */
  readonly tables: readonly string[]
  /** Of own tables. */
  readonly keys: readonly ForeignKey[]
  readonly belongToNobody: readonly string[]
}

/** A sentence for each table that would keep rows of somebody who left, or keep somebody from leaving. */
export function ownershipProblems({ tables, keys, belongToNobody }: Ownership): string[] {
  const own = tables.filter((table) => !storeTables.has(table))
  const personal = personalTables(keys)
  const stray = own.filter((table) => !personal.has(table) && !belongToNobody.includes(table))
  const named = belongToNobody.filter((table) => personal.has(table))
  const missing = belongToNobody.filter((table) => !own.includes(table))
  return [
    ...stray.map(
      (table) =>
        `${table}: whose rows are these? Give it a foreign key to users, or a cascading one to a table that has one, ` +
        'or name it in belongToNobody',
    ),
    ...named.map((table) => `${table}: stands in belongToNobody, and a foreign key leads from it to a person`),
    ...missing.map((table) => `${table}: stands in belongToNobody, and there is no such table`),
    ...keys.flatMap((key) => problemOfKey(key, personal)),
    ...keys.flatMap((key) => problemOfOwner(key, keys)),
  ]
}

/** Those with a foreign key to users, and those whose rows go when a row of such a table goes. */
function personalTables(keys: readonly ForeignKey[]): ReadonlySet<string> {
  const found = new Set(keys.filter(({ target }) => target === 'users').map(({ table }) => table))
  for (let size = 0; size < found.size; ) {
    size = found.size
    for (const { table, target, onDelete } of keys) if (onDelete === 'CASCADE' && found.has(target)) found.add(table)
  }
  return found
}

function problemOfKey({ table, column, target, onDelete }: ForeignKey, personal: ReadonlySet<string>): string[] {
  if (target === 'users') return []
  if (storeTables.has(target)) {
    return [`${table}.${column}: refers to ${target}, whose rows the server deletes when it likes; refer to users`]
  }
  if (!personal.has(target) || onDelete === 'CASCADE' || onDelete === 'SET NULL') return []
  return [`${table}.${column}: keeps rows of ${target} from going when a person leaves; let it cascade or set null`]
}

/** When a row moves to another person, nothing may hold on to its owner. */
function problemOfOwner({ table, column, target, targetColumn }: ForeignKey, keys: readonly ForeignKey[]): string[] {
  const isOwner = keys.some((key) => key.table === target && key.column === targetColumn && key.target === 'users')
  return isOwner ? [`${table}.${column}: refers to the owner of ${target}, who may change; refer to its id alone`] : []
}
