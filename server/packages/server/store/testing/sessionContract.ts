/** The contract of everything after a sign-in: sessions, users, spent codes. */
import { describe, expect, it } from 'vitest'
import { aSignIn, day, hour, start } from './aSignIn.ts'
import type { Subject } from './subject.ts'

export function sessionContract(subject: Subject): void {
  describe('a session', () => {
    it('that is not there is null', async () => {
      expect(await subject.store.findSession('session-of-nobody')).toBeNull()
      expect(await subject.store.listSessions('user-nobody')).toEqual([])
    })

    it('is still found after it expired, but no longer listed or ended', async () => {
      const { user, session } = await subject.store.signIn(aSignIn())
      subject.clock.at = session.expiresAt - 1
      expect(await subject.live(user.id)).toEqual([session.id])
      subject.clock.at = session.expiresAt
      expect(await subject.live(user.id)).toEqual([])
      expect(await subject.store.endSessions(user.id, { scope: 'all' })).toBe(0)
      expect(await subject.store.findSession(session.id)).toEqual({ user, session })
    })

    it('was last seen when it was touched, and never earlier', async () => {
      const { session } = await subject.store.signIn(aSignIn())
      await subject.store.touchSession(session.id, start + hour)
      await subject.store.touchSession(session.id, start + 1)
      await subject.store.touchSession('session-of-nobody', start)
      expect((await subject.store.findSession(session.id))?.session.lastSeenAt).toBe(start + hour)
    })

    it.each([
      ['this', 1, ['third', 'second']],
      ['others', 2, ['first']],
      ['all', 3, []],
    ] as const)('B14: ends by scope "%s", counts %i, and no one else is touched', async (scope, count, left) => {
      const bob = await subject.store.signIn(aSignIn({ openId: 'obob' }))
      let userId = ''
      for (const [index, id] of ['first', 'second', 'third'].entries()) {
        userId = (await subject.store.signIn(aSignIn({ session: { id, createdAt: start + index } }))).user.id
      }
      subject.clock.at = start + hour
      expect(await subject.store.endSessions(userId, { scope, sessionId: 'first' })).toBe(count)
      expect(await subject.live(userId)).toEqual(left)
      expect(await subject.live(bob.user.id)).toEqual([bob.session.id])
      expect(await subject.store.endSessions(userId, { scope: 'this', sessionId: bob.session.id })).toBe(0)
      const ended = scope === 'others' ? 'second' : 'first'
      expect(await subject.endOf(ended)).toEqual(['signed-out', start + hour])
    })

    it('keeps the first end and its reason', async () => {
      const { user, session } = await subject.store.signIn(aSignIn())
      expect(await subject.store.endSessions(user.id, { scope: 'this', sessionId: session.id }, 'revoked')).toBe(1)
      subject.clock.at = start + 1
      expect(await subject.store.endSessions(user.id, { scope: 'all' }, 'left')).toBe(0)
      expect(await subject.endOf(session.id)).toEqual(['revoked', start])
    })
  })

  describe('pruneSessions', () => {
    it('B23: forgets what ended or expired before, and keeps the rest', async () => {
      const { user } = await subject.store.signIn(aSignIn({ session: { id: 'ended' } }))
      await subject.store.signIn(aSignIn({ session: { id: 'expired', expiresAt: start + hour } }))
      await subject.store.endSessions(user.id, { scope: 'this', sessionId: 'ended' })
      await subject.store.signIn(aSignIn({ session: { id: 'live', expiresAt: start + 2 * hour } }))
      expect(await subject.store.pruneSessions(start)).toBe(0)
      expect(await subject.store.pruneSessions(start + 1)).toBe(1)
      expect(await subject.store.pruneSessions(start + hour + 1)).toBe(1)
      expect(await subject.store.findSession('ended')).toBeNull()
      expect(await subject.store.findSession('expired')).toBeNull()
      expect((await subject.store.findSession('live'))?.session.id).toBe('live')
    })

    it('B23: takes more than one step where there is much', async () => {
      const { user } = await subject.store.signIn(aSignIn({ cap: 2000 }))
      await Promise.all(Array.from({ length: 1100 }, () => subject.store.signIn(aSignIn({ cap: 2000 }))))
      await subject.store.endSessions(user.id, { scope: 'all' })
      expect(await subject.store.pruneSessions(start + 1)).toBe(1101)
    }, 60_000)
  })

  describe('setDisabled', () => {
    it('B15: ends every session; enabling brings none back but lets in again', async () => {
      const { user, session } = await subject.store.signIn(aSignIn())
      expect(await subject.store.setDisabled(user.id, start + 9)).toBe(true)
      expect(await subject.endOf(session.id)).toEqual(['disabled', start + 9])
      expect((await subject.store.findSession(session.id))?.user.disabledAt).toBe(start + 9)
      expect(await subject.store.setDisabled(user.id, null)).toBe(true)
      expect(await subject.endOf(session.id)).toEqual(['disabled', start + 9])
      expect((await subject.store.signIn(aSignIn())).user).toEqual(user)
    })

    it('tells that there is no such user', async () => {
      expect(await subject.store.setDisabled('user-nobody', start)).toBe(false)
    })
  })

  describe('spendCode', () => {
    it('G72: is true once for each code', async () => {
      const outcomes: boolean[] = []
      for (const hash of ['a', 'a', 'b']) outcomes.push(await subject.store.spendCode(hash))
      expect(outcomes).toEqual([true, false, true])
    })

    it('E46: a hundred at once have one winner', async () => {
      const outcomes = await Promise.all(Array.from({ length: 100 }, () => subject.store.spendCode('a')))
      expect(outcomes.filter(Boolean)).toHaveLength(1)
    })

    it('forgets after a day', async () => {
      await subject.store.spendCode('a')
      subject.clock.at = start + day
      expect(await subject.store.spendCode('a')).toBe(false)
      subject.clock.at = start + day + 1
      expect(await subject.store.spendCode('a')).toBe(true)
    })
  })
}
