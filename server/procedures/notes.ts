/** Notes of the signed-in person: one's own, and nobody else's. */
import { randomUUID } from 'node:crypto'
import { Refusal } from 'uni-trpc-protocol'
import { addNoteInput, editNoteInput, listNotesInput, removeNoteInput } from '../../shared/schemas.ts'
import { addNote, countNotes, editNote, listNotes, removeNote, type Place } from '../data/notes.ts'
import type { NotesTable } from '../data/tables.ts'
import { router, signedInProcedure } from './trpc.ts'

export interface Note {
  readonly id: string
  readonly text: string
  /** ISO string. */
  readonly createdAt: string
  /** ISO string; `null` until it is changed. */
  readonly editedAt: string | null
}

/** Of one person: more than anybody writes by hand. */
const mostNotes = 500
const tooMany = {
  zh: `最多 ${mostNotes} 条笔记，请先删除一些。`,
  en: `There is room for ${mostNotes} notes. Remove some first.`,
}

export const notesRouter = router({
  /** A page of them, newest first; `cursor` asks for the next one and is `null` on the last. */
  list: signedInProcedure.input(listNotesInput).query(async ({ ctx, input: { cursor, limit } }) => {
    const after = cursor === undefined ? undefined : placeAt(cursor)
    // One more than asked for tells whether there is another page.
    const found = await ctx.data.read((db) => listNotes(db, ctx.caller.userId, { after, limit: limit + 1 }))
    const page = found.slice(0, limit)
    const last = page.at(-1)
    return { notes: page.map(toNote), cursor: last && found.length > limit ? cursorAfter(last) : null }
  }),

  add: signedInProcedure.input(addNoteInput).mutation(async ({ ctx, input: { text } }) => {
    await ctx.checkText(text, 'journal')
    const note = { id: randomUUID(), user_id: ctx.caller.userId, text, created_at: Date.now(), edited_at: null }
    const added = await ctx.data.write(async (tx) => {
      if ((await countNotes(tx, note.user_id)) >= mostNotes) throw new Refusal('INPUT_INVALID', { sentence: tooMany })
      return addNote(tx, note)
    })
    return toNote(added)
  }),

  edit: signedInProcedure.input(editNoteInput).mutation(async ({ ctx, input: { id, text } }) => {
    await ctx.checkText(text, 'journal')
    const own = { id, user_id: ctx.caller.userId }
    const note = await ctx.data.write((tx) => editNote(tx, own, { text, edited_at: Date.now() }))
    if (!note) throw new Refusal('NOT_FOUND')
    return toNote(note)
  }),

  remove: signedInProcedure.input(removeNoteInput).mutation(async ({ ctx, input: { id } }) => {
    const removed = await ctx.data.write((tx) => removeNote(tx, { id, user_id: ctx.caller.userId }))
    if (!removed) throw new Refusal('NOT_FOUND')
    return { removed: true as const }
  }),
})

function toNote({ id, text, created_at: createdAt, edited_at: editedAt }: NotesTable): Note {
  return {
    id,
    text,
    createdAt: new Date(createdAt).toISOString(),
    editedAt: editedAt === null ? null : new Date(editedAt).toISOString(),
  }
}

/** Such as `1767225600000_3f2c…`: it still points there when the note itself is gone. */
function cursorAfter({ created_at: createdAt, id }: Place): string {
  return `${createdAt}_${id}`
}

function placeAt(cursor: string): Place {
  const [createdAt = '', id = ''] = cursor.split('_')
  return { created_at: Number(createdAt), id }
}
