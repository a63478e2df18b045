/** What every store must do when several nodes share one database, and when its secrets change between two starts. */
import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSeal } from '../seal.ts'
import type { Store, StoreOptions } from '../store.ts'
import { aSignIn, storeReasonOf, start, testIndexKey, testSeal } from './aSignIn.ts'

export interface SharedDatabase {
  open(options: Pick<StoreOptions, 'seal' | 'indexKey' | 'now'>): Promise<Store>
  /** Closed stores first. */
  discard(): Promise<void>
}

export function nodesContract(name: string, createDatabase: () => Promise<SharedDatabase>): void {
  let database: SharedDatabase
  let opened: Store[]
  const open = async (seal = testSeal): Promise<Store> => {
    const store = await database.open({ seal, indexKey: testIndexKey, now: () => start })
    opened.push(store)
    return store
  }
  beforeEach(async () => {
    opened = []
    database = await createDatabase()
  })
  afterEach(async () => {
    await Promise.all(opened.map((store) => store.close()))
    await database.discard()
  })

  describe(`D43: two nodes on one ${name}`, () => {
    const nodes = async () => Promise.all([open(), open()])

    it('D44: start at once on an empty database', async () => {
      const stores = await Promise.all(Array.from({ length: 4 }, () => open()))
      const users = await Promise.all(stores.map((store) => store.signIn(aSignIn())))
      expect(new Set(users.map(({ user }) => user.id)).size).toBe(1)
    })

    it('E46: spend a code once', async () => {
      const [one, other] = await nodes()
      const spend = (index: number) => (index % 2 === 0 ? one : other).spendCode('a')
      const outcomes = await Promise.all(Array.from({ length: 20 }, (_, index) => spend(index)))
      expect(outcomes.filter(Boolean)).toHaveLength(1)
    })

    it('E47: make one user of one new openid', async () => {
      const [one, other] = await nodes()
      const signIn = (index: number) => (index % 2 === 0 ? one : other).signIn(aSignIn({ cap: 200 }))
      const results = await Promise.all(Array.from({ length: 100 }, (_, index) => signIn(index)))
      const [userId = '', ...others] = new Set(results.map(({ user }) => user.id))
      expect(others).toEqual([])
      expect(await one.listSessions(userId)).toHaveLength(100)
    })

    it('E54: make one user of one new unionid that arrives at two apps', async () => {
      const [one, other] = await nodes()
      const signIn = (index: number) =>
        (index % 2 === 0 ? one : other).signIn(aSignIn({ unionId: 'ualice', appId: `wx${index % 4}` }))
      const results = await Promise.all(Array.from({ length: 40 }, (_, index) => signIn(index)))
      expect(new Set(results.map(({ user }) => user.id)).size).toBe(1)
    })

    it('E48: give one phone to one of two users', async () => {
      const [one, two] = await nodes()
      const { user: alice } = await one.signIn(aSignIn())
      const { user: bob } = await two.signIn(aSignIn({ openId: 'obob' }))
      for (let round = 0; round < 5; round++) {
        const phone = `1380013800${round}`
        const told = (binding: Promise<unknown>) =>
          binding.then(
            () => 'bound',
            (error: unknown) => storeReasonOf(Promise.reject(error)),
          )
        const outcomes = await Promise.all([one.bindPhone(alice.id, phone), two.bindPhone(bob.id, phone)].map(told))
        expect(outcomes.toSorted()).toEqual(['PHONE_TAKEN', 'bound'])
        await Promise.all([one.unbindPhone(alice.id), two.unbindPhone(bob.id)])
      }
    })

    it('B13: an end on one holds at once on the other', async () => {
      const [one, two] = await nodes()
      const { user, session } = await one.signIn(aSignIn())
      expect((await two.findSession(session.id))?.session.endedAt).toBeNull()
      await two.endSessions(user.id, { scope: 'all' }, 'revoked')
      expect((await one.findSession(session.id))?.session.endReason).toBe('revoked')
      expect(await one.leave(user.id)).toBe(true)
      expect(await two.findUser({ id: user.id })).toBeNull()
    })

    it('E51: share the access token that was asked for last', async () => {
      const [one, two] = await nodes()
      const token = (text: string, fetchedAt: number) => ({ appId: 'wxone', token: text, expiresAt: 9, fetchedAt })
      await Promise.all([one.saveAccessToken(token('old', 1)), two.saveAccessToken(token('new', 2))])
      expect(await one.saveAccessToken(token('old', 1))).toEqual({ token: 'new', expiresAt: 9, fetchedAt: 2 })
      expect(await one.readAccessToken('wxone')).toEqual(await two.readAccessToken('wxone'))
    })
  })

  describe(`H84: secrets of ${name} that change`, () => {
    it('are resealed under the newest, some at a time, and then the old one may go', async () => {
      const [old, fresh] = ['old_1', 'old_12'].map((id) => ({ id, key: randomBytes(32) }))
      if (!old || !fresh) throw new Error('There are two secrets')
      const before = await open(createSeal([old]))
      for (let index = 0; index < 5; index++) {
        const { user } = await before.signIn(aSignIn({ openId: `o${index}` }))
        await before.bindPhone(user.id, `1380013800${index}`)
      }
      await before.saveAccessToken({ appId: 'wxone', token: 'token', expiresAt: 9, fetchedAt: 1 })
      expect(await before.reseal(100)).toBe(0)

      const rotating = await open(createSeal([fresh, old]))
      const left: number[] = []
      do left.push(await rotating.reseal(4))
      while (left.at(-1) !== 0)
      expect(left).toEqual([7, 3, 0])

      const after = await open(createSeal([fresh]))
      expect((await after.sessionKeyOf('wxone', 'o4'))?.sessionKey).toBe('key-of-alice==')
      expect((await after.findUser({ phone: '13800138004' }))?.phone).toBe('+8613800138004')
      expect(await after.readAccessToken('wxone')).toMatchObject({ token: 'token' })
    })

    it('gone too early: an access token is asked for anew, while a phone is a fault that names no number', async () => {
      const before = await open(createSeal([{ id: 'old', key: randomBytes(32) }]))
      const { user } = await before.signIn(aSignIn())
      await before.bindPhone(user.id, '13800138000')
      await before.saveAccessToken({ appId: 'wxone', token: 'token', expiresAt: 9, fetchedAt: 1 })
      const after = await open(createSeal([{ id: 'new', key: randomBytes(32) }]))
      expect(await after.readAccessToken('wxone')).toBeNull()
      await expect(after.findUser({ id: user.id })).rejects.toThrow(
        'No secret is configured that opens this sealed value',
      )
      await expect(after.reseal(100)).rejects.toThrow('No secret is configured')
    })
  })
}
