/** The person's notes as the page shows them, newest first, and what may be done to them. */
import { computed, ref } from 'vue'
import { refusalOf } from 'uni-trpc-protocol'
import { api, session } from '../../api.ts'

export type Note = Awaited<ReturnType<typeof api.notes.list.query>>['notes'][number]

export function useNotes() {
  /** Null until they are read: nobody is told that there are none before that is known. */
  const notes = ref<Note[] | null>(null)
  const cursor = ref<string | null>(null)
  /** What may be had back. */
  const removed = ref<Note | null>(null)

  const shown = () => notes.value ?? []

  async function add(text: string): Promise<void> {
    const note = await api.notes.add.mutate({ text })
    notes.value = [note, ...shown()]
  }

  return {
    notes,
    removed,
    hasMore: computed(() => cursor.value !== null),

    async load(): Promise<void> {
      const page = await api.notes.list.query({})
      notes.value = page.notes
      cursor.value = page.cursor
    },

    async loadMore(): Promise<void> {
      if (cursor.value === null) return
      const page = await api.notes.list.query({ cursor: cursor.value })
      notes.value = [...shown(), ...page.notes]
      cursor.value = page.cursor
    },

    add,

    async edit(id: string, text: string): Promise<void> {
      const edited = await api.notes.edit.mutate({ id, text })
      notes.value = shown().map((note) => (note.id === id ? edited : note))
    },

    async remove(note: Note): Promise<void> {
      try {
        await api.notes.remove.mutate({ id: note.id })
      } catch (error) {
        // It was removed elsewhere meanwhile, which is what was wanted.
        if (refusalOf(error) !== 'NOT_FOUND') throw error
      }
      notes.value = shown().filter(({ id }) => id !== note.id)
      removed.value = note
    },

    /** The text comes back as a new note: the server has forgotten the old one. */
    async undo(): Promise<void> {
      const note = removed.value
      if (!note) return
      await add(note.text)
      removed.value = null
    },

    /** Whatever was done may have signed this phone out. Answers whether somebody is signed in. */
    forget(): boolean {
      const isSignedIn = session.state === 'signed-in'
      if (!isSignedIn) notes.value = cursor.value = removed.value = null
      return isSignedIn
    },
  }
}
