/** The contract of `signIn`: who it is, what is replaced, how many sessions stay. */
import { describe, expect, it } from 'vitest'
import { aSignIn, day, hour, storeReasonOf, start, type SignInParts } from './aSignIn.ts'
import type { Subject } from './subject.ts'

export function signInContract(subject: Subject): void {
  describe('signIn', () => {
    it('makes a user and a session for a new person', async () => {
      const input = aSignIn()
      const user = {
        id: input.userId,
        nickname: null,
        avatarUrl: null,
        phone: null,
        createdAt: start,
        disabledAt: null,
      }
      const session = {
        id: input.session.id,
        userId: input.userId,
        appId: 'wxone',
        openId: 'oalice',
        device: 'a phone',
        address: '203.0.113.*',
        createdAt: start,
        lastSeenAt: start,
        expiresAt: start + 30 * day,
        endedAt: null,
        endReason: null,
      }
      expect(await subject.store.signIn(input)).toEqual({ user, session })
      expect(await subject.store.findSession(input.session.id)).toEqual({ user, session })
      expect(await subject.store.listSessions(user.id)).toEqual([session])
    })

    it('finds the person again by openid, and leaves the earlier session alone', async () => {
      const first = await subject.store.signIn(aSignIn())
      const again = await subject.store.signIn(aSignIn({ session: { createdAt: start + 1 } }))
      expect(again.user).toEqual(first.user)
      expect(await subject.live(first.user.id)).toEqual([again.session.id, first.session.id])
    })

    it('tells openids and apps apart, upper case from lower case too', async () => {
      const users = []
      for (const over of [{}, { openId: 'oAlice' }, { appId: 'wxtwo' }, { openId: 'oalice ' }]) {
        users.push((await subject.store.signIn(aSignIn(over))).user.id)
      }
      expect(new Set(users).size).toBe(4)
    })

    it('E54: knows one person of two apps by unionid, and keeps them two without', async () => {
      const one = await subject.store.signIn(aSignIn({ unionId: 'ualice' }))
      const two = await subject.store.signIn(aSignIn({ unionId: 'ualice', appId: 'wxtwo', openId: 'oelsewhere' }))
      const other = await subject.store.signIn(aSignIn({ appId: 'wxthree' }))
      expect(two.user).toEqual(one.user)
      expect(other.user.id).not.toBe(one.user.id)
    })

    it('E54: learns a unionid late and never forgets it', async () => {
      const before = await subject.store.signIn(aSignIn())
      await subject.store.signIn(aSignIn({ unionId: 'ualice' }))
      await subject.store.signIn(aSignIn({ unionId: null }))
      const elsewhere = await subject.store.signIn(aSignIn({ unionId: 'ualice', appId: 'wxtwo' }))
      expect(elsewhere.user.id).toBe(before.user.id)
    })

    it('keeps the newest session key of each identity', async () => {
      await subject.store.signIn(aSignIn({ sessionKey: 'first==' }))
      await subject.store.signIn(aSignIn({ sessionKey: 'second==', session: { createdAt: start + 5 } }))
      await subject.store.signIn(aSignIn({ appId: 'wxtwo', sessionKey: 'other==' }))
      expect(await subject.store.sessionKeyOf('wxone', 'oalice')).toMatchObject({
        sessionKey: 'second==',
        at: start + 5,
      })
      expect(await subject.store.sessionKeyOf('wxtwo', 'oalice')).toEqual({
        sessionKey: 'other==',
        at: start,
        formerKey: null,
      })
      expect(await subject.store.sessionKeyOf('wxone', 'onobody')).toBeNull()
    })

    it('keeps the session key that was replaced for ten minutes, and the same key again replaces nothing', async () => {
      const { store, clock } = subject
      const formerKey = async () => (await store.sessionKeyOf('wxone', 'oalice'))?.formerKey
      const minute = 60_000
      await store.signIn(aSignIn({ sessionKey: 'first==' }))
      await store.signIn(aSignIn({ sessionKey: 'second==', session: { createdAt: start + minute } }))
      await store.signIn(aSignIn({ sessionKey: 'second==', session: { createdAt: start + 2 * minute } }))
      await store.signIn(aSignIn({ sessionKey: null, session: { createdAt: start + 3 * minute } }))
      clock.at = start + 11 * minute - 1
      expect(await formerKey()).toBe('first==')
      clock.at = start + 11 * minute
      expect(await formerKey()).toBeNull()
      await store.signIn(aSignIn({ sessionKey: 'third==', session: { createdAt: clock.at } }))
      expect(await formerKey()).toBe('second==')
    })

    it('refuses a disabled user and writes nothing', async () => {
      const { user } = await subject.store.signIn(aSignIn({ sessionKey: 'before==' }))
      await subject.store.setDisabled(user.id, start)
      const refused = aSignIn({ sessionKey: 'after==', session: { createdAt: start + 1 } })
      expect(await storeReasonOf(subject.store.signIn(refused))).toBe('USER_DISABLED')
      expect(await subject.store.findSession(refused.session.id)).toBeNull()
      expect(await subject.store.sessionKeyOf('wxone', 'oalice')).toEqual({
        sessionKey: 'before==',
        at: start,
        formerKey: null,
      })
      const elsewhere = aSignIn({ appId: 'wxtwo' })
      await subject.store.signIn(elsewhere)
      expect(await subject.live(elsewhere.userId)).toEqual([elsewhere.session.id])
    })

    it('a session id that is there already changes nothing', async () => {
      const { session } = await subject.store.signIn(aSignIn())
      const clash = aSignIn({ openId: 'obob', session: { id: session.id } })
      await expect(subject.store.signIn(clash)).rejects.toThrow()
      expect((await subject.store.findSession(session.id))?.session.openId).toBe('oalice')
      expect(await subject.store.sessionKeyOf('wxone', 'obob')).toBeNull()
    })
  })

  describe('replacement', () => {
    it('ends the session that the caller came with', async () => {
      const first = await subject.store.signIn(aSignIn())
      const second = await subject.store.signIn(
        aSignIn({ replaces: first.session.id, session: { createdAt: start + 7 } }),
      )
      expect(await subject.endOf(first.session.id)).toEqual(['replaced', start + 7])
      expect(await subject.live(first.user.id)).toEqual([second.session.id])
    })

    it.each<[string, SignInParts]>([
      ['another person', { openId: 'obob' }],
      ['another app of the same person', { appId: 'wxtwo' }],
      ['another openid of the same person', { openId: 'oalice2' }],
    ])('leaves the session of %s alone', async (_, over) => {
      const unionId = over.openId === 'obob' ? 'ubob' : 'ualice'
      const theirs = await subject.store.signIn(aSignIn({ unionId, ...over }))
      await subject.store.signIn(aSignIn({ unionId: 'ualice', replaces: theirs.session.id }))
      expect(await subject.endOf(theirs.session.id)).toEqual([null, null])
    })

    it('leaves an ended session with its first reason, and one that is not there alone', async () => {
      const first = await subject.store.signIn(aSignIn())
      await subject.store.endSessions(first.user.id, { scope: 'all' }, 'revoked')
      await subject.store.signIn(aSignIn({ replaces: first.session.id, session: { createdAt: start + 1 } }))
      await subject.store.signIn(aSignIn({ replaces: 'session-of-nobody' }))
      expect(await subject.endOf(first.session.id)).toEqual(['revoked', start])
    })
  })

  describe('the cap', () => {
    it('B22: ends the oldest beyond it, of this person alone', async () => {
      const bob = await subject.store.signIn(aSignIn({ openId: 'obob', session: { createdAt: start - hour } }))
      const ids: string[] = []
      for (let count = 0; count < 5; count++) {
        ids.push((await subject.store.signIn(aSignIn({ cap: 3, session: { createdAt: start + count } }))).session.id)
      }
      const { user } = await subject.store.signIn(aSignIn({ cap: 3, session: { id: 'newest', createdAt: start + 5 } }))
      expect(await subject.live(user.id)).toEqual(['newest', ids[4], ids[3]])
      expect(await subject.endOf(ids[0] ?? '')).toEqual(['capped', start + 3])
      expect(await subject.live(bob.user.id)).toEqual([bob.session.id])
    })

    it('of one leaves the newest, even where its clock is behind', async () => {
      const first = await subject.store.signIn(aSignIn({ cap: 1 }))
      const second = await subject.store.signIn(aSignIn({ cap: 1, session: { createdAt: start - 5 } }))
      expect(await subject.live(first.user.id)).toEqual([second.session.id])
    })

    it('does not count a session that was replaced, ended or expired', async () => {
      const kept = await subject.store.signIn(aSignIn({ cap: 2 }))
      const replaced = await subject.store.signIn(aSignIn({ cap: 2, session: { createdAt: start + 1 } }))
      const short = { createdAt: start + 2, expiresAt: start + 3 }
      const expired = await subject.store.signIn(aSignIn({ cap: 2, replaces: replaced.session.id, session: short }))
      subject.clock.at = start + 10
      const last = await subject.store.signIn(aSignIn({ cap: 2, session: { createdAt: start + 10 } }))
      expect(await subject.live(kept.user.id)).toEqual([last.session.id, kept.session.id])
      expect(await subject.endOf(expired.session.id)).toEqual([null, null])
    })
  })
}
