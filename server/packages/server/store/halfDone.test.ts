/**
 * Whatever statement fails, nothing is half done: each in turn is made to fail, and every table must stay as it was.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openStore, type Store } from './store.ts'
import { aSignIn, start, testIndexKey, testSeal } from './testing/aSignIn.ts'
import { watched } from './testing/watchedFile.ts'

const tables = ['users', 'identities', 'sessions', 'unions', 'avatars', 'consents', 'audit']
const failure = 'This statement failed'

let folder: string
let store: Store
let left: number
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'store-'))
  left = Infinity
  const connect = watched(() => {
    if (left-- === 0) throw new Error(failure)
  })
  store = await openStore({
    url: `file:${join(folder, 'app.db')}`,
    seal: testSeal,
    indexKey: testIndexKey,
    now: () => start,
    sqlite: { connect },
  })
})
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

function everything(): unknown[] {
  const database = new DatabaseSync(join(folder, 'app.db'))
  const rows = tables.map((table) => database.prepare(`select * from ${table}`).all())
  database.close()
  return rows
}

/** Lets each statement fail in turn until the work succeeds, and answers how many there were. */
async function failEach(work: () => Promise<unknown>): Promise<number> {
  const before = everything()
  for (let count = 0; ; count++) {
    left = count
    const outcome = await work().then(
      () => 'done',
      (error: Error) => error.message,
    )
    left = Infinity
    if (outcome === 'done') return count
    expect(outcome).toBe(failure)
    expect(everything()).toEqual(before)
  }
}

describe('D42: whatever statement fails', () => {
  it('two users are merged, and told in the audit, or neither', async () => {
    const ended: string[] = []
    store.onSessionEnded((ids) => void ended.push(...ids))
    const { user: older } = await store.signIn(aSignIn({ unionId: 'ualice', session: { createdAt: start - 1 } }))
    const { user, session } = await store.signIn(aSignIn({ appId: 'wxtwo', consent: 'v1' }))
    await store.bindPhone(user.id, '13800138000')
    await store.saveAvatar(user.id, { id: 'picture', type: 'image/png', bytes: Buffer.from('p') })
    const again = aSignIn({ appId: 'wxtwo', unionId: 'ualice', replaces: session.id, consent: 'v2' })
    expect(await failEach(() => store.signIn(again))).toBeGreaterThan(15)
    expect(await store.findUser({ phone: '13800138000' })).toMatchObject({ id: older.id })
    expect(await store.listConsents(older.id)).toHaveLength(2)
    expect((await store.listAudit(older.id)).filter(({ event }) => event === 'merge')).toHaveLength(1)
    expect(ended).toEqual([session.id])
  })

  it('a person left, or is still there', async () => {
    const { user, session } = await store.signIn(aSignIn({ unionId: 'ualice', consent: 'v1' }))
    await store.bindPhone(user.id, '13800138000')
    await store.saveAvatar(user.id, { id: 'picture', type: 'image/png', bytes: Buffer.from('p') })
    expect(await failEach(() => store.leave(user.id))).toBe(15)
    expect((await store.findSession(session.id))?.session.endReason).toBe('left')
  })

  it.each<[string, (id: string) => Promise<unknown>, number]>([
    [
      'a picture is replaced',
      (id) => store.saveAvatar(id, { id: 'next', type: 'image/png', bytes: Buffer.from('n') }),
      6,
    ],
    ['a phone is bound', (id) => store.bindPhone(id, '13900139000'), 4],
    ['a phone is unbound', (id) => store.unbindPhone(id), 4],
  ])('%s, or nothing changes', async (_, work, statements) => {
    const { user } = await store.signIn(aSignIn())
    await store.bindPhone(user.id, '13800138000')
    await store.saveAvatar(user.id, { id: 'picture', type: 'image/png', bytes: Buffer.from('p') })
    expect(await failEach(() => work(user.id))).toBe(statements)
  })
})
