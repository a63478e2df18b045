/** Your own tables, with the names that they have in SQL. Times are milliseconds since 1970. */

export interface OwnTables {
  notes: NotesTable
}

export interface NotesTable {
  id: string
  user_id: string
  text: string
  created_at: number
  /** `null` until it is changed. */
  edited_at: number | null
}
