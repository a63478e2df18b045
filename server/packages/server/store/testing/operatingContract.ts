/** The contract of what operators, other rooms and other nodes ask: access tokens, audit, counts, ends told. */
import { describe, expect, it } from 'vitest'
import { aSignIn, hour, start } from './aSignIn.ts'
import type { Subject } from './subject.ts'

export function operatingContract(subject: Subject): void {
  describe('an access token', () => {
    const token = { appId: 'wxone', token: 'first', expiresAt: start + 2 * hour, fetchedAt: start }

    it('is kept for each app', async () => {
      expect(await subject.store.readAccessToken('wxone')).toBeNull()
      const { appId, ...kept } = token
      expect(await subject.store.saveAccessToken(token)).toEqual(kept)
      expect(await subject.store.readAccessToken(appId)).toEqual(kept)
      expect(await subject.store.readAccessToken('wxtwo')).toBeNull()
    })

    it('E51: asked for earlier never overwrites one asked for later', async () => {
      const newer = { ...token, token: 'newer', fetchedAt: start + 2 }
      await subject.store.saveAccessToken(newer)
      expect(await subject.store.saveAccessToken({ ...token, fetchedAt: start + 1 })).toMatchObject({ token: 'newer' })
      const same = { ...newer, token: 'same moment' }
      expect(await subject.store.saveAccessToken(same)).toMatchObject({ token: 'same moment' })
      expect(await subject.store.readAccessToken('wxone')).toMatchObject({ token: 'same moment' })
    })
  })

  describe('the audit', () => {
    it('H87: keeps what happened to whom, from where, by which request', async () => {
      const { store, clock } = subject
      const full = { userId: 'u', appId: 'wxone', address: '203.0.*.*', requestId: 'r', detail: 'd' }
      await store.audit({ event: 'sign-in', ...full })
      clock.at = start + 5
      await store.audit({ event: 'refusal', userId: 'u' })
      await store.audit({ event: 'bind', userId: 'other' })
      const bare = { appId: null, address: null, requestId: null, detail: null }
      const [refusal, signIn] = [
        { event: 'refusal', userId: 'u', ...bare, at: start + 5 },
        { event: 'sign-in', ...full, at: start },
      ]
      expect(await store.listAudit('u')).toEqual([refusal, signIn])
      expect(await store.listAudit('u', 1)).toEqual([refusal])
      expect(await store.pruneAudit(start + 5)).toBe(1)
      expect(await store.listAudit('u')).toEqual([refusal])
    })

    it('is forgotten step by step where there is much of one moment', async () => {
      const { store } = subject
      const entries = Array.from({ length: 1100 }, (_, at) => ({
        event: 'sign-in',
        userId: 'u',
        at: at < 1098 ? 5 : 400,
      }))
      await Promise.all(entries.map((entry) => store.audit(entry)))
      expect(await store.pruneAudit(366)).toBe(1098)
      expect(await store.listAudit('u')).toHaveLength(2)
    })
  })

  describe('an operator', () => {
    it('finds a user by id, openid, app and phone, and nobody by anything else', async () => {
      const { store } = subject
      const { user } = await store.signIn(aSignIn())
      const { user: bob } = await store.signIn(aSignIn({ appId: 'wxtwo', session: { createdAt: start + 1 } }))
      const known = await store.bindPhone(user.id, '13800138000')
      for (const query of [{ id: user.id }, { openId: 'oalice' }, { phone: '138 0013 8000' }]) {
        expect(await store.findUser(query)).toEqual(known)
      }
      expect(await store.findUser({ openId: 'oalice', appId: 'wxtwo' })).toEqual(bob)
      const nobody = [
        { id: 'nobody' },
        { openId: 'onobody' },
        { openId: 'oalice', appId: 'wx' },
        { phone: '13900139000' },
      ]
      for (const query of nobody) expect(await store.findUser(query)).toBeNull()
    })

    it('counts live sessions of everybody', async () => {
      const { store } = subject
      expect(await store.countLiveSessions()).toBe(0)
      const { user } = await store.signIn(aSignIn())
      await store.signIn(aSignIn({ openId: 'obob', session: { expiresAt: start + hour } }))
      expect(await store.countLiveSessions()).toBe(2)
      expect(await store.countLiveSessions(start + hour)).toBe(1)
      await store.endSessions(user.id, { scope: 'all' })
      expect(await store.countLiveSessions()).toBe(1)
    })

    it('has nothing to reseal where there is one secret', async () => {
      await subject.store.signIn(aSignIn())
      expect(await subject.store.reseal(100)).toBe(0)
    })

    it('sees a pool of whole numbers', async () => {
      await subject.store.ping()
      const { total, idle, waiting } = subject.store.pool()
      expect([total >= idle, idle >= 0, waiting]).toEqual([true, true, 0])
    })
  })

  describe('onSessionEnded', () => {
    it('tells at once of every session that is ended, and of none that is not', async () => {
      const { store } = subject
      const told: string[] = []
      const stop = store.onSessionEnded((ids) => void told.push(...ids))
      const expected: string[] = []
      const signIn = async (over = {}) => (await store.signIn(aSignIn({ cap: 2, ...over }))).session.id
      const first = await signIn()
      const second = await signIn({ replaces: first })
      const { id: userId } = (await store.findUser({ openId: 'oalice' })) ?? { id: '' }
      expected.push(first)
      expect(told).toEqual(expected)
      const [third, fourth] = [
        await signIn({ session: { createdAt: start + 1 } }),
        await signIn({ session: { createdAt: start + 2 } }),
      ]
      expected.push(second)
      expect(told).toEqual(expected)
      await store.endSessions(userId, { scope: 'this', sessionId: third })
      await store.endSessions(userId, { scope: 'this', sessionId: third })
      await store.setDisabled(userId, start + 3)
      await store.setDisabled(userId, null)
      expected.push(third, fourth)
      expect(told).toEqual(expected)
      const last = await signIn()
      await store.leave(userId)
      expect(told).toEqual([...expected, last])
      stop()
      const { user } = await store.signIn(aSignIn())
      await store.endSessions(user.id, { scope: 'all' })
      expect(told).toHaveLength(5)
    })
  })
}
