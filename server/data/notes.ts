/** What is asked of notes. A person reaches the own ones alone, so every question names the person. */
import type { Reading, Writing } from 'uni-trpc-server/data'
import type { NotesTable, OwnTables } from './tables.ts'

/** Where a page ends, newest first. */
export type Place = Pick<NotesTable, 'id' | 'created_at'>

interface Page {
  /** The last note of the page before. @default the first page */
  readonly after?: Place | undefined
  readonly limit: number
}

export function listNotes(db: Reading<OwnTables>, userId: string, { after, limit }: Page): Promise<NotesTable[]> {
  const own = db.selectFrom('notes').selectAll().where('user_id', '=', userId)
  const older = after
    ? own.where(({ eb, and, or }) =>
        or([
          eb('created_at', '<', after.created_at),
          and([eb('created_at', '=', after.created_at), eb('id', '<', after.id)]),
        ]),
      )
    : own
  return older.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(limit).execute()
}

export async function countNotes(db: Reading<OwnTables>, userId: string): Promise<number> {
  const own = db.selectFrom('notes').where('user_id', '=', userId)
  const { count } = await own.select(({ fn }) => fn.countAll().as('count')).executeTakeFirstOrThrow()
  return Number(count)
}

export async function addNote(tx: Writing<OwnTables>, note: NotesTable): Promise<NotesTable> {
  return tx.insertInto('notes').values(note).returningAll().executeTakeFirstOrThrow()
}

/** Nothing where this person has no such note. */
export function editNote(
  tx: Writing<OwnTables>,
  { id, user_id: userId }: Pick<NotesTable, 'id' | 'user_id'>,
  change: Pick<NotesTable, 'text' | 'edited_at'>,
): Promise<NotesTable | undefined> {
  return tx
    .updateTable('notes')
    .set(change)
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .returningAll()
    .executeTakeFirst()
}

/** Whether this person had such a note. */
export async function removeNote(
  tx: Writing<OwnTables>,
  { id, user_id: userId }: Pick<NotesTable, 'id' | 'user_id'>,
): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('notes')
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return numDeletedRows > 0n
}
