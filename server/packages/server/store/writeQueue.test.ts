/** Writes that wait together share a commit, are answered after it, and fail each by itself. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openStore, type Store } from './store.ts'
import { aSignIn, start, testIndexKey, testSeal } from './testing/aSignIn.ts'
import { watched } from './testing/watchedFile.ts'

let folder: string
let store: Store
let commits: number
/** Called before each statement; may throw. */
let before: (sql: string) => void
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'store-'))
  before = () => undefined
  const connect = watched((sql) => {
    before(sql)
    if (sql === 'commit') commits++
  })
  store = await openStore({
    url: urlOf('app.db'),
    seal: testSeal,
    indexKey: testIndexKey,
    now: () => start,
    sqlite: { connect },
  })
  commits = 0
})
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

const urlOf = (name: string): string => `file:${join(folder, name)}`
const codes = (count: number): string[] => Array.from({ length: count }, (_, index) => `code-${index}`)

function rowsOf(sql: string): unknown[] {
  const database = new DatabaseSync(join(folder, 'app.db'))
  const rows = database.prepare(sql).all()
  database.close()
  return rows
}

it('a hundred writes at once take a few commits, and each has its own answer', async () => {
  const spent = await Promise.all([...codes(100), 'code-7'].map((code) => store.spendCode(code)))
  expect(spent).toEqual([...codes(100).map(() => true), false])
  expect(commits).toBeLessThan(12)
})

it('a write alone is committed at once', async () => {
  for (const code of codes(5)) await store.spendCode(code)
  expect(commits).toBe(5)
})

it('nothing is answered before it is on the disk', async () => {
  const seen = await Promise.all(
    codes(40).map(async (code) => {
      await store.spendCode(code)
      return rowsOf(`select 1 from spent_codes where hash = '${code}'`).length
    }),
  )
  expect(seen).toEqual(codes(40).map(() => 1))
})

it('the one that fails fails alone, and takes nothing of the others back or with it', async () => {
  const { user } = await store.signIn(aSignIn({ openId: 'obob' }))
  await store.setDisabled(user.id, start)
  let left = 2
  before = (sql) => {
    if (sql.includes('update "users" set "nickname"') && left-- > 0) throw new Error('This statement failed')
  }
  const outcomes = await Promise.allSettled([
    ...codes(3).map((code) => store.spendCode(code)),
    store.updateUser(user.id, { nickname: 'bob' }),
    store.signIn(aSignIn({ openId: 'obob' })),
    store.signIn(aSignIn()),
    ...codes(3).map((code) => store.spendCode(code)),
  ])
  const told = outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : outcome.reason.message))
  expect(told).toEqual([
    true,
    true,
    true,
    'This statement failed',
    'USER_DISABLED',
    expect.anything(),
    false,
    false,
    false,
  ])
  expect(rowsOf('select 1 from sessions')).toHaveLength(2)
  expect(rowsOf('select 1 from spent_codes')).toHaveLength(3)
})

it('where the commit fails all are told, and nothing of any is there', async () => {
  before = (sql) => {
    if (sql === 'commit') throw new Error('The disk is gone')
  }
  const outcomes = await Promise.allSettled(codes(20).map((code) => store.spendCode(code)))
  expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set(['rejected']))
  before = () => undefined
  expect(rowsOf('select 1 from spent_codes')).toEqual([])
  expect(await store.spendCode('code-0')).toBe(true)
})

it('I96: where others hold the event loop for long, the queue works for as long before they have it again', async () => {
  await store.close()
  let now = 0
  let breaths = 0
  store = await openStore({
    url: urlOf('app.db'),
    seal: testSeal,
    indexKey: testIndexKey,
    sqlite: { connect: watched((sql) => void (sql === 'commit' && (commits++, (now += 10)))) },
    clock: () => now,
    async breath() {
      breaths++
      now += 100
      await new Promise(setImmediate)
    },
  })
  commits = 0
  expect(new Set(await Promise.all(codes(320).map((code) => store.spendCode(code))))).toEqual(new Set([true]))
  expect(commits).toBeGreaterThanOrEqual(20)
  expect(breaths).toBeLessThanOrEqual(commits / 10 + 2)
})

it('who writes again a moment after an answer is not left in the queue, whichever moment that is', async () => {
  await store.close()
  let now = 0
  store = await openStore({
    url: urlOf('app.db'),
    seal: testSeal,
    indexKey: testIndexKey,
    clock: () => now,
    // The event loop was held for long once, so from then on the queue goes on without a breath.
    async breath() {
      now += 100
    },
  })
  for (const [moments, code] of codes(60).entries()) {
    const both = await Promise.all([store.spendCode(code), store.spendCode(`${code} again`)])
    expect(both).toEqual([true, true])
    for (let moment = 0; moment < moments; moment++) await Promise.resolve()
  }
})

it('a store that closes finishes what is asked of it', async () => {
  const spent = codes(50).map((code) => store.spendCode(code))
  await store.close()
  expect(await Promise.all(spent)).toEqual(codes(50).map(() => true))
})
