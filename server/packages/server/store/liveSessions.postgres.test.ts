/** When a session is good: the rule in memory and the rule in SQL are one, row by row, on both databases. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { idleSince, whyEnded, type EndReason } from 'uni-trpc-auth'
import { sharedPostgres } from '../testing/sharedPostgres.ts'
import { createDatabase } from '../database/database.ts'
import { engineOf } from '../database/engineOf.ts'
import { isGood, isLive, isUnended } from './liveSessions.ts'
import { noOwnData } from './ownData.ts'
import { prepareTables } from './preparing.ts'
import { toSessionRow } from './rows.ts'
import { pruneSessions } from './sessions.ts'
import { start } from './testing/aSignIn.ts'
import type { StoreDatabase, Tables } from './tables.ts'

const folder = mkdtempSync(join(tmpdir(), 'uni-trpc-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const userId = 'user-alice'
/** So near to each other that every border is met, again and again. */
const aTime = fc.integer({ min: start - 3, max: start + 3 })
const aReason = fc.constantFrom<EndReason>('signed-out', 'revoked', 'replaced', 'capped', 'left', 'disabled')
const anEnd = fc.option(fc.record({ ended_at: aTime, end_reason: aReason }), {
  nil: { ended_at: null, end_reason: null },
})
const aMoment = fc.record({ at: aTime, idle: fc.integer({ min: 0, max: 4 }) })
const someRows = fc
  .array(fc.tuple(fc.record({ last_seen_at: aTime, expires_at: aTime }), anEnd), { minLength: 1, maxLength: 30 })
  .map((made) =>
    made.map(([times, end], place) => ({
      id: `session-${place}`,
      user_id: userId,
      app_id: 'wxone',
      openid: 'oalice',
      device: null,
      address: null,
      created_at: start - 3,
      replaced_by: null,
      ...times,
      ...end,
    })),
  )
type Row = Parameters<typeof toSessionRow>[0]

describe.each([
  ['SQLite', async () => `file:${join(folder, 'test.db')}`],
  ['PostgreSQL', async () => (await sharedPostgres()).createDatabase()],
])('a session on %s', (_, newDatabase) => {
  let database: StoreDatabase
  beforeAll(async () => {
    const engine = engineOf({ url: await newDatabase() })
    await engine.prepare()
    database = createDatabase<Tables>(engine)
    await prepareTables(database, engine, { at: start, own: noOwnData })
    await database.write((tx) => tx.insertInto('users').values({ id: userId, created_at: start }).execute())
  })
  afterAll(() => database.close())

  const keep = (rows: readonly Row[]) =>
    database.write(async (tx) => {
      await tx.deleteFrom('sessions').execute()
      await tx
        .insertInto('sessions')
        .values([...rows])
        .execute()
    })
  const left = (where: ReturnType<typeof isUnended> | null = null): Promise<string[]> =>
    database.read(async (db) => {
      const all = db.selectFrom('sessions').select('id')
      return (await (where === null ? all : all.where(where)).execute()).map(({ id }) => id).sort()
    })
  const chosen = (rows: readonly Row[], isChosen: (row: ReturnType<typeof toSessionRow>) => boolean): string[] =>
    rows
      .map(toSessionRow)
      .flatMap((row) => (isChosen(row) ? row.id : []))
      .sort()

  it('is unended, live or good in SQL exactly where it is so in memory', { timeout: 60_000 }, async () => {
    const agreed = fc.asyncProperty(someRows, aMoment, async (rows, { at, idle }) => {
      await keep(rows)
      const moment = { lifetimes: { idle }, at }
      const atAnyAge = { lifetimes: { idle: Infinity }, at: -Infinity }
      const however = { lifetimes: { idle: Infinity }, at }
      expect(await left(isUnended())).toEqual(chosen(rows, (row) => whyEnded(row, atAnyAge) === null))
      expect(await left(isLive(at))).toEqual(chosen(rows, (row) => whyEnded(row, however) === null))
      const good = isGood({ at, idleSince: idleSince(moment) })
      expect(await left(good)).toEqual(chosen(rows, (row) => whyEnded(row, moment) === null))
    })
    await fc.assert(agreed, { numRuns: 150 })
  })

  it('is never forgotten while it is live, and is once it was over before', { timeout: 60_000 }, async () => {
    const agreed = fc.asyncProperty(someRows, aTime, async (rows, before) => {
      await keep(rows)
      await pruneSessions((work) => database.write(work), before)
      const wasOver = ({ endedAt, expiresAt }: ReturnType<typeof toSessionRow>) => (endedAt ?? expiresAt) < before
      expect(await left()).toEqual(chosen(rows, (row) => !wasOver(row)))
    })
    await fc.assert(agreed, { numRuns: 60 })
  })
})
