/** Your own tables: how they are made, and whose their rows are. `server/product.ts` hands them to the server. */
import { defineData } from 'uni-trpc-server/data'
import { notes } from './migrations/001-notes.ts'
import type { OwnTables } from './tables.ts'

export const data = defineData<OwnTables>({
  // Each runs once, in this order, when the server starts: add at the end, and change none that has been released.
  migrations: [notes],
})
