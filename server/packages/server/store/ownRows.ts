/** What becomes of a person's rows in own tables when the person leaves, or turns out to be known twice. */
import { sql, type Transaction } from 'kysely'
import type { Engine } from '../database/engine.ts'
import { ownForeignKeys } from './foreignKeys.ts'
import type { OwnData } from './ownData.ts'
import type { Tables } from './tables.ts'

export interface OwnRows {
  merged(tx: Transaction<Tables>, from: string, to: string): Promise<void>
  left(tx: Transaction<Tables>, userId: string): Promise<void>
}

export function createOwnRows(engine: Engine, { onMerged, onLeft }: OwnData): OwnRows {
  const personKeys = async (tx: Transaction<Tables>) =>
    (await ownForeignKeys(tx, engine)).filter(({ target }) => target === 'users')

  return {
    async merged(tx, from, to) {
      await onMerged(tx, from, to)
      for (const key of await personKeys(tx)) await engine.moveRows(tx, key, { from, to })
    },
    async left(tx, userId) {
      await onLeft(tx, userId)
      for (const { table, column, onDelete } of await personKeys(tx)) {
        const [rows, owner] = [sql.table(table), sql.ref(column)]
        // The row in users stays, so the key's own action never runs; who wrote that one means it for this day.
        const work =
          onDelete === 'SET NULL'
            ? sql`update ${rows} set ${owner} = null where ${owner} = ${userId}`
            : sql`delete from ${rows} where ${owner} = ${userId}`
        await work.execute(tx)
      }
    },
  }
}
