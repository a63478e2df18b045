import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openStore, type Store } from './store.ts'
import { aSignIn, start, testIndexKey, testSeal } from './testing/aSignIn.ts'

const folder = mkdtempSync(join(tmpdir(), 'uni-trpc-'))
let store: Store

beforeAll(async () => {
  store = await openStore({
    url: `file:${join(folder, 'test.db')}`,
    seal: testSeal,
    indexKey: testIndexKey,
    now: () => start,
  })
})
afterAll(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

it('answers the rows of live and of ended sessions, and leaves out what is not there', async () => {
  const alice = await store.signIn(aSignIn())
  const bob = await store.signIn(aSignIn({ openId: 'obob' }))
  await store.endSessions(bob.user.id, { scope: 'all' }, 'revoked')
  const found = await store.findSessions([alice.session.id, 'nobody', bob.session.id])
  expect([...found.keys()].sort()).toEqual([alice.session.id, bob.session.id].sort())
  expect(found.get(alice.session.id)).toEqual(alice.session)
  expect(found.get(bob.session.id)).toEqual({ ...bob.session, endedAt: start, endReason: 'revoked' })
})

it('takes none, and more than a statement holds', async () => {
  expect(await store.findSessions([])).toEqual(new Map())
  const { session } = await store.signIn(aSignIn({ openId: 'ocarol' }))
  const many = Array.from({ length: 40_000 }, (_, index) => `nobody ${index}`)
  expect([...(await store.findSessions([...many, session.id])).keys()]).toEqual([session.id])
})
