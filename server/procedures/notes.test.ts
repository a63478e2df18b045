import { openWorld, reasonOf } from 'uni-trpc-server/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { data } from '../data/data.ts'
import { app } from '../product.ts'
import { appRouter } from './router.ts'

const open = () => openWorld({ ...app, createCaller: appRouter.createCaller })
let world: Awaited<ReturnType<typeof open>>
beforeAll(async () => {
  world = await open()
})
afterAll(() => world.close())

describe('notes', () => {
  it('are kept, changed and removed, each by its id', async () => {
    const { notes } = await world.as('alice')
    const note = await notes.add({ text: ' Milk\r\nand bread ' })
    expect(note).toMatchObject({ text: 'Milk\nand bread', editedAt: null })
    expect(await notes.list({})).toEqual({ notes: [note], cursor: null })

    const edited = await notes.edit({ id: note.id, text: 'Milk' })
    expect(edited).toEqual({ ...note, text: 'Milk', editedAt: expect.any(String) })
    expect((await notes.list({})).notes).toEqual([edited])

    expect(await notes.remove({ id: note.id })).toEqual({ removed: true })
    expect(await notes.list({})).toEqual({ notes: [], cursor: null })
  })

  it('are found by who wrote them, and by nobody else', async () => {
    const [{ notes: hers }, { notes: his }] = [await world.as('bob'), await world.as('carol')]
    const { id } = await hers.add({ text: 'mine' })
    expect((await his.list({})).notes).toEqual([])
    expect(await reasonOf(his.edit({ id, text: 'theirs' }))).toBe('NOT_FOUND')
    expect(await reasonOf(his.remove({ id }))).toBe('NOT_FOUND')
    expect(await hers.list({})).toMatchObject({ notes: [{ id, text: 'mine' }] })
  })

  it('come in pages, newest first, each note once, also when the last of a page is removed meanwhile', async () => {
    const { notes } = await world.as('dora')
    for (const text of ['a', 'b', 'c', 'd', 'e']) await notes.add({ text })
    const whole = (await notes.list({})).notes
    expect(whole.map(({ createdAt }) => createdAt)).toEqual(
      whole
        .map(({ createdAt }) => createdAt)
        .sort()
        .reverse(),
    )

    const first = await notes.list({ limit: 2 })
    await notes.remove({ id: first.notes[1]?.id ?? '' })
    const second = await notes.list({ limit: 2, cursor: first.cursor ?? '' })
    const third = await notes.list({ limit: 2, cursor: second.cursor ?? '' })
    expect([...first.notes, ...second.notes, ...third.notes]).toEqual(whole)
    expect(third.cursor).toBeNull()
  })

  it.each(['', ' \n ', 'x'.repeat(1001), 'a\u0000b', 'half \ud83d'])('refuse the text %j', async (text) => {
    const { notes } = await world.as('erin')
    await expect(notes.add({ text })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  })

  it('are so many at most, and the person is told', async () => {
    const frank = await world.as('frank')
    const { id: userId } = await frank.user.me()
    const note = (index: number) => ({
      id: `f${index}`,
      user_id: userId,
      text: 'full',
      created_at: index,
      edited_at: null,
    })
    const full = Array.from({ length: 500 }, (_, index) => note(index))
    await data.of(world.store.own).write((tx) => tx.insertInto('notes').values(full).execute())
    await expect(frank.notes.add({ text: 'more' })).rejects.toMatchObject({
      cause: { reason: 'INPUT_INVALID', sentence: { en: 'There is room for 500 notes. Remove some first.' } },
    })
    await frank.notes.remove({ id: 'f0' })
    expect(await frank.notes.add({ text: 'more' })).toMatchObject({ text: 'more' })
  })

  it('ask who calls', async () => {
    expect(await reasonOf(world.caller().notes.list({}))).toBe('TOKEN_MISSING')
  })
})
