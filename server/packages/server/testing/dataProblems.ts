/** For a product's own test: whether each of its own tables knows whose its rows are. */
import { ownershipProblems } from '../data/ownershipProblems.ts'
import { createDatabase } from '../database/database.ts'
import { engineOf } from '../database/engineOf.ts'
import { ownForeignKeys } from '../store/foreignKeys.ts'
import type { OwnData } from '../store/ownData.ts'
import { prepareTables } from '../store/preparing.ts'

/** Runs all migrations in SQLite's memory and answers a sentence for each problem, with the name of its table. */
export async function dataProblems({ migrations, belongToNobody }: OwnData): Promise<string[]> {
  const engine = engineOf({ url: 'file::memory:' })
  await engine.prepare()
  const database = createDatabase(engine)
  try {
    await prepareTables(database, engine, { at: 0, own: { migrations, belongToNobody } })
    const tables = await database.read((db) => db.introspection.getTables())
    const keys = await database.write((tx) => ownForeignKeys(tx, engine))
    return ownershipProblems({ tables: tables.map(({ name }) => name), keys, belongToNobody })
  } finally {
    await database.close()
  }
}
