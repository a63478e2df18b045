/** Notes, each of one person. */
import type { Migrating } from 'uni-trpc-server/data'

export async function notes({ schema }: Migrating): Promise<void> {
  await schema
    .createTable('notes')
    .addColumn('id', 'text', (column) => column.primaryKey())
    // By this key the rows go when the person leaves, and move when one person turns out to be two users.
    .addColumn('user_id', 'text', (column) => column.notNull().references('users.id'))
    .addColumn('text', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('edited_at', 'bigint')
    .execute()
  await schema.createIndex('notes_newest').on('notes').columns(['user_id', 'created_at', 'id']).execute()
}
