import { expect, it } from 'vitest'
import { postgresProblems } from './proofs/history/openProofDatabase.ts'
import { openPostgres } from './testing/openPostgres.ts'
import { createWorld } from './testing/world.ts'

it('I98: a copy of PostgreSQL that is taken while it is written opens whole, holds everything acknowledged before it, and serves', async () => {
  const postgres = await openPostgres()
  const url = await postgres.createDatabase()
  const world = await createWorld({ databaseUrl: url })
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
  await expect.poll(() => acknowledged.length, { timeout: 30_000 }).toBeGreaterThan(20)
  const before = acknowledged.length
  const copy = await postgres.restored()
  expect(acknowledged.length).toBeGreaterThan(before)
  isOver = true
  await Promise.all(people)

  const copied = Object.assign(new URL(url), { port: String(copy.port) }).href
  expect(await postgresProblems((sql) => copy.query(copied, sql))).toEqual([])
  const restored = await createWorld({ databaseUrl: copied })
  restored.clock.time = world.clock.time
  for (const { token, noteId } of acknowledged.slice(0, before)) {
    const { notes } = restored.caller({ caller: await restored.known(token), bearer: token })
    expect((await notes.list({})).notes.map(({ id }) => id)).toContain(noteId)
  }
  expect((await restored.caller().auth.login({ code: await restored.code('new') })).token).toBeTruthy()
  await restored.close()
  await world.close()
  await Promise.all([copy.stop(), postgres.stop()])
}, 120_000)
