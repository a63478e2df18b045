/** However old the database: every question finds its rows by an index, and no statement works on more than some. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openStore, type Store } from './store.ts'
import { aSignIn, hour, start, testIndexKey, testSeal } from './testing/aSignIn.ts'
import { watched } from './testing/watchedFile.ts'

const many = 3000
/** Two steps may meet in one turn, each with the few rows that it asks for beside. */
const inOneTurn = 250

let folder: string
let store: Store
let seen: Set<string>
/** Rows that statements answered or changed, by turn of the event loop. */
let turns: number[]
let turn: NodeJS.Immediate
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'store-'))
  seen = new Set()
  turns = [0]
  const count = (rows: number) => turns.push((turns.pop() ?? 0) + rows)
  const connect = watched((sql) => seen.add(sql), count)
  store = await openStore({
    url: `file:${join(folder, 'app.db')}`,
    seal: testSeal,
    indexKey: testIndexKey,
    now: () => start,
    // It stands: on a busy machine a turn takes long, and the write queue would take it that others hold the event loop.
    clock: () => 0,
    sqlite: { connect },
  })
  seen.clear()
  const next = () => {
    turns.push(0)
    turn = setImmediate(next)
  }
  next()
})
afterEach(async () => {
  clearImmediate(turn)
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

/** As another process would. */
function write(sql: string): void {
  const file = new DatabaseSync(join(folder, 'app.db'), { timeout: 5000 })
  file.exec(`with recursive n (i) as (select 1 union all select i + 1 from n where i < ${many}) ${sql}`)
  file.close()
}

function writeSessions(id: string, columns: Record<string, string>): void {
  const row = {
    app_id: "'wxone'",
    openid: "'oalice'",
    created_at: 'i',
    last_seen_at: 'i',
    expires_at: `${start + hour} + i`,
    ...columns,
  }
  write(
    `insert into sessions (id, ${Object.keys(row).join(', ')}) select '${id}' || i, ${Object.values(row).join(', ')} from n`,
  )
}

/** Runs it and answers for how many rows the longest turn worked. */
async function longestTurn(work: () => Promise<unknown>): Promise<number> {
  turns.splice(0, Infinity, 0)
  await work()
  return Math.max(...turns)
}

/** Every verb of the store, but `reseal`, which looks at all there is, in every way it can be asked. */
async function askEverything(): Promise<void> {
  const first = await store.signIn(aSignIn({ unionId: 'ualice', consent: 'v1' }))
  const { id } = first.user
  await store.signIn(aSignIn({ appId: 'wxtwo', openId: 'oalice2', replaces: first.session.id }))
  await store.signIn(aSignIn({ appId: 'wxtwo', openId: 'oalice2', unionId: 'ualice' }))
  await store.spendCode('code')
  await store.sessionKeyOf('wxone', 'oalice')
  await store.findSession(first.session.id)
  await store.touchSession(first.session.id, start + 1)
  for (const scope of ['this', 'others'] as const) await store.endSessions(id, { scope, sessionId: first.session.id })
  await store.endSessions(id, { scope: 'all' })
  await store.listSessions(id)
  await store.countLiveSessions()
  await store.findSessions([first.session.id])
  await store.pruneSessions(start)
  await store.updateUser(id, { nickname: 'Alice' })
  await store.saveAvatar(id, { id: 'picture', type: 'image/png', bytes: Buffer.from('p') })
  await store.avatarOf('picture')
  await store.bindPhone(id, '13800138000')
  await store.unbindPhone(id)
  await store.listConsents(id)
  for (const query of [{ id }, { phone: '13800138000' }, { openId: 'oalice' }, { openId: 'oalice', appId: 'wxone' }])
    await store.findUser(query)
  await store.setDisabled(id, start)
  await store.setDisabled(id, null)
  await store.audit({ event: 'sign-in', userId: id })
  await store.listAudit(id)
  await store.pruneAudit(start + 1)
  await store.readAccessToken('wxone')
  await store.saveAccessToken({ appId: 'wxone', token: 't', expiresAt: start + hour, fetchedAt: start })
  await store.leave(id)
}

it('every question of the store finds its rows by an index: none reads a whole table, or all that live or all that ended', async () => {
  await askEverything()
  const file = new DatabaseSync(join(folder, 'app.db'))
  const tables = file
    .prepare("select name from sqlite_master where type = 'table'")
    .all()
    .map((row) => String(row.name))
  const questions = [...seen].filter((sql) => /^\s*(select|update|delete|insert|with)/.test(sql))
  const scans = questions.flatMap((sql) => {
    const steps = file
      .prepare(`explain query plan ${sql}`)
      .all()
      .map((row) => String(row.detail))
    const isScan = (step: string) =>
      tables.some((table) => step.startsWith(`SCAN ${table}`)) || /\((ended_at|replaced_by)=\?\)/.test(step)
    const scanned = steps.filter(isScan)
    return scanned.map((step) => `${step}: ${sql}`)
  })
  file.close()
  expect(scans).toEqual([])
  expect(questions.length).toBeGreaterThan(50)
})

describe('one turn of the event loop does little, where there are many', () => {
  it('old sessions, ended or expired, that are forgotten', async () => {
    const { user } = await store.signIn(aSignIn())
    const owner = { user_id: `'${user.id}'` }
    writeSessions('ended', { ...owner, ended_at: 'i', end_reason: "'signed-out'" })
    writeSessions('same', { ...owner, ended_at: '7', end_reason: "'signed-out'" })
    writeSessions('expired', { ...owner, expires_at: 'i' })
    let forgotten = 0
    expect(await longestTurn(async () => (forgotten = await store.pruneSessions(start)))).toBeLessThanOrEqual(inOneTurn)
    expect(forgotten).toBe(3 * many)
  })

  it('rows of the audit that are forgotten, though all are of one moment', async () => {
    write("insert into audit (event, user_id, at) select 'sign-in', 'u', 7 from n")
    let forgotten = 0
    expect(await longestTurn(async () => (forgotten = await store.pruneAudit(start)))).toBeLessThanOrEqual(inOneTurn)
    expect(forgotten).toBe(many)
  })

  it('ended sessions of a person who leaves or is merged, and none of them says whose it was', async () => {
    await store.signIn(aSignIn({ unionId: 'ualice', session: { createdAt: start - hour } }))
    const { user } = await store.signIn(aSignIn({ openId: 'oalice2', appId: 'wxtwo' }))
    writeSessions('ended', { user_id: `'${user.id}'`, ended_at: 'i', end_reason: "'signed-out'", device: "'a phone'" })
    const merging = () => store.signIn(aSignIn({ openId: 'oalice2', appId: 'wxtwo', unionId: 'ualice' }))
    expect(await longestTurn(merging)).toBeLessThanOrEqual(inOneTurn)
    expect(await longestTurn(async () => (await store.listSessions(user.id)).length)).toBeLessThanOrEqual(inOneTurn)
    expect(await longestTurn(() => store.leave(user.id))).toBeLessThanOrEqual(inOneTurn)
    const file = new DatabaseSync(join(folder, 'app.db'))
    expect(file.prepare("select id from sessions where openid <> '' or device is not null").all()).toEqual([])
    file.close()
  })

  it('sessions that replaced one another: signing out with the oldest ends the newest', async () => {
    const { user } = await store.signIn(aSignIn())
    const last = `i = ${many}`
    writeSessions('line', {
      user_id: `'${user.id}'`,
      ended_at: `case when ${last} then null else i end`,
      replaced_by: `case when ${last} then null else 'line' || (i + 1) end`,
    })
    turns.splice(0, Infinity, 0)
    const { session } = await store.signIn(aSignIn({ replaces: 'line1' }))
    expect((await store.findSession(`line${many}`))?.session.endReason).toBe('replaced')
    expect(await store.endSessions(user.id, { scope: 'this', sessionId: 'line1' })).toBe(1)
    expect((await store.findSession(session.id))?.session.endReason).toBe('signed-out')
    // Both followed the line in steps.
    expect(turns.length).toBeGreaterThanOrEqual((2 * many) / 500)
  })

  it('sessions whose standing is asked, by one statement however many they are', async () => {
    const { user } = await store.signIn(aSignIn())
    writeSessions('live', { user_id: `'${user.id}'` })
    seen.clear()
    for (const count of [1, 7, 150])
      expect((await store.findSessions(Array.from({ length: count }, (_, i) => `live${i + 1}`))).size).toBe(count)
    const all = Array.from({ length: many }, (_, i) => `live${i + 1}`)
    expect(await longestTurn(() => store.findSessions(all))).toBeLessThanOrEqual(inOneTurn)
    expect(seen.size).toBe(1)
    expect(await store.countLiveSessions()).toBe(many + 1)
  })

  it('writes at once: everybody else has a turn after the few that are committed together', async () => {
    const writes = () => Promise.all(Array.from({ length: 100 }, (_, index) => store.spendCode(`code-${index}`)))
    expect(await longestTurn(writes)).toBeLessThanOrEqual(16)
  })
})
