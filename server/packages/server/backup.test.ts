import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { afterAll, describe, expect, it } from 'vitest'
import { createWorld } from './testing/world.ts'

const folder = mkdtempSync(join(tmpdir(), 'uni-trpc-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('a copy of the database that is taken while it is written', () => {
  it('I98: opens whole, holds everything acknowledged before it, and serves', async () => {
    const world = await createWorld()
    const acknowledged: { token: string; noteId: string }[] = []
    let isOver = false
    const person = async (_none: unknown, index: number) => {
      for (let round = 0; !isOver; round++) {
        const { token } = await world.caller().auth.login({ code: await world.code(`person${index}x${round}`) })
        const { notes } = world.caller({ caller: await world.known(token), bearer: token })
        acknowledged.push({ token, noteId: (await notes.add({ text: `note ${round}` })).id })
      }
    }
    const people = Array.from({ length: 4 }, person)
    const copies: { path: string; before: number }[] = []
    // As an operator does it, from a connection of its own: sqlite3 app.db "vacuum into 'copy.db'".
    const operator = new DatabaseSync(world.databaseFile, { timeout: 5000 })
    for (const name of ['first', 'second', 'third']) {
      await expect.poll(() => acknowledged.length).toBeGreaterThan((copies.at(-1)?.before ?? 0) + 10)
      const copy = { path: join(folder, `${name}.db`), before: acknowledged.length }
      operator.exec(`vacuum into '${copy.path.replaceAll("'", "''")}'`)
      copies.push(copy)
    }
    operator.close()
    isOver = true
    await Promise.all(people)

    for (const { path, before } of copies) {
      const file = new DatabaseSync(path)
      expect(file.prepare('pragma integrity_check').get()).toEqual({ integrity_check: 'ok' })
      expect(file.prepare('pragma foreign_key_check').all()).toEqual([])
      file.close()
      const restored = await createWorld({ databaseUrl: `file:${path}` })
      restored.clock.time = world.clock.time
      for (const { token, noteId } of acknowledged.slice(0, before)) {
        const { notes } = restored.caller({ caller: await restored.known(token), bearer: token })
        expect((await notes.list({})).notes.map(({ id }) => id)).toContain(noteId)
      }
      expect((await restored.caller().auth.login({ code: await restored.code('new') })).token).toBeTruthy()
      await restored.close()
    }
    await world.close()
  })
})
