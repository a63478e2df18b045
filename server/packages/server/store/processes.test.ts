/** Several processes on one SQLite file: starting, writing, spending, and dying at once. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { migrationsCount } from './migrate.ts'
import { createWorkers, signInOrder as signIn, tellAll, type Workers } from './testing/workers.ts'

const rounds = { start: 5, kill: 5 }

let folder: string
let workers: Workers
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'store-'))
  workers = createWorkers()
})
afterEach(async () => {
  await workers.end()
  rmSync(folder, { recursive: true, force: true })
})

const urlOf = (name: string): string => `file:${join(folder, name)}`

function rowsOf(name: string, sql: string): unknown[] {
  const database = new DatabaseSync(join(folder, name), { timeout: 5000 })
  const rows = database.prepare(sql).all()
  database.close()
  return rows
}

describe('several processes on one file', () => {
  it('D44: start at once on a new file, round after round, and migrate it once', async () => {
    const nodes = await workers.start(4)
    for (let round = 0; round < rounds.start; round++) {
      const name = `round-${round}.db`
      await tellAll(nodes, () => ({ kind: 'open', url: urlOf(name) }))
      const users = await tellAll(nodes, (index) => signIn('oalice', `s${index}`, 1))
      await tellAll(nodes, () => ({ kind: 'close' }))
      expect(new Set(users.flat()).size).toBe(1)
      expect(rowsOf(name, 'select name from migrations')).toHaveLength(migrationsCount)
      expect(rowsOf(name, 'select id from sessions')).toHaveLength(4)
    }
  }, 60_000)

  it('D41, D43, E47: write at once, and nothing is lost or twice', async () => {
    const nodes = await workers.start(2)
    await tellAll(nodes, () => ({ kind: 'open', url: urlOf('app.db') }))
    const same = await tellAll(nodes, (index) => signIn('oalice', `same${index}`, 200))
    const own = await tellAll(nodes, (index) => signIn(`o${index}`, `own${index}`, 100))
    await tellAll(nodes, () => ({ kind: 'close' }))
    expect(new Set(same.flat()).size).toBe(1)
    expect(new Set(own.flat()).size).toBe(2)
    expect(rowsOf('app.db', 'select id from users')).toHaveLength(3)
    expect(rowsOf('app.db', 'select id from sessions')).toHaveLength(600)
    expect(rowsOf('app.db', 'pragma integrity_check')).toEqual([{ integrity_check: 'ok' }])
  }, 60_000)

  it('write and checkpoint it at once, and lose nothing', async () => {
    const nodes = await workers.start(2)
    await tellAll(nodes, () => ({ kind: 'open', url: urlOf('app.db') }))
    const written = (
      await tellAll(nodes, (index) => ({ kind: 'signInAndCheckpoint', name: `node${index}`, seconds: 2 }))
    ).flat()
    await tellAll(nodes, () => ({ kind: 'close' }))
    const kept = new Set(rowsOf('app.db', 'select id from sessions').map((row) => JSON.stringify(row)))
    expect(written.filter((id) => !kept.has(JSON.stringify({ id })))).toEqual([])
    expect(kept.size).toBe(written.length)
    expect(written.length).toBeGreaterThan(20)
    expect(rowsOf('app.db', 'pragma integrity_check')).toEqual([{ integrity_check: 'ok' }])
  }, 60_000)

  it('E46: spend each of 200 codes once, however often both try', async () => {
    const nodes = await workers.start(2)
    await tellAll(nodes, () => ({ kind: 'open', url: urlOf('app.db') }))
    const hashes = Array.from({ length: 200 }, (_, index) => `code-${index}`)
    const orders = [hashes, hashes.toReversed()]
    const [one = [], two = []] = await tellAll(nodes, (index) => ({ kind: 'spend', hashes: orders[index] ?? [] }))
    const winners = hashes.map((_, index) => [one[index], two.toReversed()[index]].filter(Boolean).length)
    expect(winners).toEqual(hashes.map(() => 1))
  }, 60_000)

  it('I89: killed while writing, keep every sign-in they reported, whole', async () => {
    const missing: string[] = []
    let reported = 0
    for (let round = 0; round < rounds.kill; round++) {
      const [worker] = await workers.start(1)
      if (!worker) throw new Error('There is one worker')
      await worker.tell({ kind: 'open', url: urlOf('app.db') })
      const ended = worker.tell({ kind: 'signInForEver', name: `round${round}` }).catch(() => [])
      while (worker.written.length < 20 + 13 * round) await new Promise((resolve) => setTimeout(resolve, 2))
      await worker.kill()
      await ended
      const kept = new Set(rowsOf('app.db', 'select id from sessions').map((row) => JSON.stringify(row)))
      missing.push(...worker.written.filter((id) => !kept.has(JSON.stringify({ id }))))
      reported += worker.written.length
    }
    expect(missing).toEqual([])
    expect(reported).toBeGreaterThan(200)
    expect(rowsOf('app.db', 'pragma integrity_check')).toEqual([{ integrity_check: 'ok' }])
    expect(rowsOf('app.db', 'pragma foreign_key_check')).toEqual([])
    const halves = 'select users.id from users left join sessions on user_id = users.id where sessions.id is null'
    expect(rowsOf('app.db', halves)).toEqual([])
  }, 60_000)
})
