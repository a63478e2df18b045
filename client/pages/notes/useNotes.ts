/** The person's notes as the page shows them, newest first, and what may be done to them. */
import { computed, ref } from 'vue'
import { refusalOf } from 'uni-trpc-protocol'
import { api } from '../../api.ts'

export type Note = Awaited<ReturnType<typeof api.notes.list.query>>['notes'][number]

export function useNotes() {
  const { notes, change, ...pages } = usePages()
  /** What may be had back. */
  const removed = ref<Note | null>(null)

  async function add(text: string): Promise<void> {
    const note = await api.notes.add.mutate({ text })
    change((shown) => [note, ...shown])
  }

  async function edit(id: string, text: string): Promise<void> {
    const edited = await api.notes.edit.mutate({ id, text })
    change((shown) => shown.map((note) => (note.id === id ? edited : note)))
  }

  async function remove(note: Note): Promise<void> {
    try {
      await api.notes.remove.mutate({ id: note.id })
    } catch (error) {
      // It was removed elsewhere meanwhile, which is what was wanted.
      if (refusalOf(error) !== 'NOT_FOUND') throw error
    }
    change((shown) => shown.filter(({ id }) => id !== note.id))
    removed.value = note
  }

  /** The text comes back as a new note: the server has forgotten the old one. */
  async function undo(): Promise<void> {
    if (removed.value) await add(removed.value.text)
    removed.value = null
  }

  const forget = () => void (notes.value = pages.cursor.value = removed.value = null)

  return { notes, removed, ...pages, add, edit, remove, undo, forget }
}

/** The list, read page by page. */
function usePages() {
  /** Null until they are read: nobody is told that there are none before that is known. */
  const notes = ref<Note[] | null>(null)
  const cursor = ref<string | null>(null)
  const change = (make: (shown: Note[]) => Note[]) => void (notes.value = make(notes.value ?? []))

  async function load(): Promise<void> {
    const page = await api.notes.list.query({})
    notes.value = page.notes
    cursor.value = page.cursor
  }

  async function loadMore(): Promise<void> {
    if (cursor.value === null) return
    const page = await api.notes.list.query({ cursor: cursor.value })
    change((shown) => [...shown, ...page.notes])
    cursor.value = page.cursor
  }

  return { notes, cursor, hasMore: computed(() => cursor.value !== null), change, load, loadMore }
}
