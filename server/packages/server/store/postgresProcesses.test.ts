/**
 * Several processes on one PostgreSQL: starting, writing and spending at once, dying, and outliving a crash of the
 * server.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openPostgres, type TestPostgres } from '../testing/openPostgres.ts'
import { migrationsCount } from './migrate.ts'
import { createWorkers, signInOrder, tellAll, type Workers } from './testing/workers.ts'

let postgres: TestPostgres
let url: string
let workers: Workers
beforeAll(async () => {
  postgres = await openPostgres()
})
afterAll(() => postgres.stop())
beforeEach(async () => {
  url = await postgres.createDatabase()
  workers = createWorkers()
})
afterEach(() => workers.end())

const rows = (text: string) => postgres.query(url, text)
const halves = 'select users.id from users left join sessions on user_id = users.id where sessions.id is null'

describe('several processes on one PostgreSQL', () => {
  it('D44, E47: start at once on an empty database, and write at once without losing anything', async () => {
    const nodes = await workers.start(2)
    await tellAll(nodes, () => ({ kind: 'open', url }))
    const same = await tellAll(nodes, (index) => signInOrder('oalice', `same${index}`, 100))
    const own = await tellAll(nodes, (index) => signInOrder(`o${index}`, `own${index}`, 50))
    await tellAll(nodes, () => ({ kind: 'close' }))
    expect([new Set(same.flat()).size, new Set(own.flat()).size]).toEqual([1, 2])
    expect(await rows('select name from migrations')).toHaveLength(migrationsCount)
    expect(await rows('select id from users')).toHaveLength(3)
    expect(await rows('select id from sessions')).toHaveLength(300)
  }, 60_000)

  it('E46: spend each of 200 codes once, however often both try', async () => {
    const nodes = await workers.start(2)
    await tellAll(nodes, () => ({ kind: 'open', url }))
    const hashes = Array.from({ length: 200 }, (_, index) => `code-${index}`)
    const orders = [hashes, hashes.toReversed()]
    const [one = [], two = []] = await tellAll(nodes, (index) => ({ kind: 'spend', hashes: orders[index] ?? [] }))
    const winners = hashes.map((_, index) => [one[index], two.toReversed()[index]].filter(Boolean).length)
    expect(winners).toEqual(hashes.map(() => 1))
  }, 60_000)

  it('D39, I89: while the server crashes and one node is killed, keep every sign-in they reported, whole', async () => {
    const [survivor, victim] = await workers.start(2)
    if (!survivor || !victim) throw new Error('There are two nodes')
    await tellAll([survivor, victim], () => ({ kind: 'open', url }))
    for (const [index, node] of [survivor, victim].entries()) {
      void node.tell({ kind: 'signInForEver', name: `node${index}` }).catch(() => [])
    }
    const more = async (from: number) =>
      expect.poll(() => survivor.written.length, { timeout: 20_000 }).toBeGreaterThan(from + 50)
    await more(0)
    await postgres.crash()
    await postgres.start()
    await more(survivor.written.length)
    await victim.kill()
    await more(survivor.written.length)
    await survivor.kill()
    const kept = new Set((await rows('select id from sessions')).map(({ id }) => id))
    expect([...survivor.written, ...victim.written].filter((id) => !kept.has(id))).toEqual([])
    expect(victim.written.length).toBeGreaterThan(0)
    expect(await rows(halves)).toEqual([])
  }, 60_000)
})
