/** The contract of one person known as two users: who survives, and what of whom. */
import { describe, expect, it } from 'vitest'
import { aSignIn, hour, storeReasonOf, start, testSeal } from './aSignIn.ts'
import type { Subject } from './subject.ts'

/** Two users, the one of `wxone` an hour older; `join` lets the younger sign in with the unionid of both. */
async function twoUsers(subject: Subject) {
  const { store } = subject
  const at = (createdAt: number) => ({ session: { createdAt } })
  const older = await store.signIn(aSignIn({ unionId: 'ualice', ...at(start - hour) }))
  const younger = await store.signIn(aSignIn({ appId: 'wxtwo', openId: 'oalice2', ...at(start) }))
  const joining = aSignIn({ appId: 'wxtwo', openId: 'oalice2', unionId: 'ualice', requestId: 'r1', ...at(start + 1) })
  return { older, younger, joining, join: () => store.signIn(joining) }
}

export function mergeContract(subject: Subject): void {
  describe('a person who turns out to be known', () => {
    it('is the older user, with the identities and the sessions of both', async () => {
      const { older, younger, join } = await twoUsers(subject)
      const joined = await join()
      expect(joined.user).toEqual(older.user)
      const ids = [joined.session.id, younger.session.id, older.session.id]
      expect(await subject.live(older.user.id)).toEqual(ids)
      expect((await subject.store.findSession(younger.session.id))?.user).toEqual(older.user)
      for (const openId of ['oalice', 'oalice2']) {
        expect(await subject.store.findUser({ openId })).toEqual(older.user)
      }
    })

    it('has accepted what both have', async () => {
      const { older, joining } = await twoUsers(subject)
      await subject.store.signIn(
        aSignIn({ appId: 'wxtwo', openId: 'oalice2', consent: 'v1', session: { createdAt: start } }),
      )
      await subject.store.signIn({ ...joining, consent: 'v2' })
      expect((await subject.store.listConsents(older.user.id)).map(({ version }) => version)).toEqual(['v2', 'v1'])
    })

    it('is found by the younger id too, and ends its sessions by it', async () => {
      const { older, younger, join } = await twoUsers(subject)
      await join()
      expect(await subject.store.findUser({ id: younger.user.id })).toEqual(older.user)
      expect(await subject.store.endSessions(younger.user.id, { scope: 'all' })).toBe(3)
      expect(await subject.live(older.user.id)).toEqual([])
    })

    it('is the older user also when that one signs in', async () => {
      const older = await subject.store.signIn(aSignIn({ session: { createdAt: start - hour } }))
      await subject.store.signIn(aSignIn({ appId: 'wxtwo', unionId: 'ualice' }))
      expect((await subject.store.signIn(aSignIn({ unionId: 'ualice' }))).user).toEqual(older.user)
    })

    it('is merged once and again: the ids of both younger ones lead to the oldest', async () => {
      const { older, younger, join } = await twoUsers(subject)
      await join()
      const oldest = await subject.store.signIn(aSignIn({ openId: 'oldest', session: { createdAt: 1 } }))
      await subject.store.signIn(aSignIn({ openId: 'oldest', unionId: 'ualice' }))
      for (const { user } of [older, younger]) {
        expect((await subject.store.findUser({ id: user.id }))?.id).toBe(oldest.user.id)
      }
    })

    it('keeps phone, name and picture of the older, and what that has not of the younger', async () => {
      const { older, younger, join } = await twoUsers(subject)
      const { store } = subject
      await store.updateUser(older.user.id, { nickname: 'Older' })
      await store.updateUser(younger.user.id, { nickname: 'Younger' })
      await store.bindPhone(younger.user.id, '13800138000')
      await store.saveAvatar(younger.user.id, { id: 'picture', type: 'image/png', bytes: Buffer.from('p') })
      const { user } = await join()
      const expected = { nickname: 'Older', phone: '+8613800138000', avatarUrl: '/avatars/picture' }
      expect(user).toEqual({ ...older.user, ...expected })
      expect(await store.findUser({ phone: '13800138000' })).toEqual(user)
      expect(await store.avatarOf('picture')).not.toBeNull()
      await store.saveAvatar(user.id, { id: 'next', type: 'image/png', bytes: Buffer.from('n') })
      expect(await store.avatarOf('picture')).toBeNull()
    })

    it('keeps its own phone and picture, and frees those of the younger', async () => {
      const { older, younger, join } = await twoUsers(subject)
      const { store } = subject
      for (const [{ user }, phone] of [
        [older, '13800138000'],
        [younger, '13900139000'],
      ] as const) {
        await store.bindPhone(user.id, phone)
        await store.saveAvatar(user.id, { id: phone, type: 'image/png', bytes: Buffer.from(phone) })
      }
      const { user } = await join()
      expect(user).toMatchObject({ phone: '+8613800138000', avatarUrl: '/avatars/13800138000' })
      expect(await store.avatarOf('13900139000')).toBeNull()
      const { user: bob } = await store.signIn(aSignIn({ openId: 'obob' }))
      expect((await store.bindPhone(bob.id, '13900139000')).phone).toBe('+8613900139000')
    })

    it.each(['older', 'younger'] as const)(
      'is disabled when the %s was: every session ends, and so it stays',
      async (which) => {
        const users = await twoUsers(subject)
        await subject.store.setDisabled(users[which].user.id, start)
        expect(await storeReasonOf(users.join())).toBe('USER_DISABLED')
        expect(await subject.live(users.older.user.id)).toEqual([])
        expect(await subject.live(users.younger.user.id)).toEqual([])
        expect((await subject.store.findUser({ id: users.younger.user.id }))?.disabledAt).toBe(start)
        expect(await subject.store.findSession(users.joining.session.id)).toBeNull()
        expect(await storeReasonOf(subject.store.signIn(aSignIn()))).toBe('USER_DISABLED')
      },
    )

    it('keeps to the cap over the sessions of both', async () => {
      const { older, younger, joining } = await twoUsers(subject)
      await subject.store.signIn({ ...joining, cap: 2 })
      expect(await subject.live(older.user.id)).toEqual([joining.session.id, younger.session.id])
      expect(await subject.endOf(older.session.id)).toEqual(['capped', start + 1])
    })

    it('is written into the audit, with the request that did it', async () => {
      const { older, younger, join } = await twoUsers(subject)
      await join()
      const entry = { event: 'merge', appId: 'wxtwo', address: '203.0.113.*', requestId: 'r1', at: start + 1 }
      const merges = (await subject.store.listAudit(older.user.id)).filter(({ event }) => event === 'merge')
      expect(merges).toEqual([{ ...entry, userId: older.user.id, detail: `from ${younger.user.id}` }])
    })

    it('seals what it moves for its new place', async () => {
      expect(() => testSeal.open(testSeal.seal('1', 'users.phone a'), 'users.phone b')).toThrow('moved')
      const { older, younger, join } = await twoUsers(subject)
      await subject.store.bindPhone(younger.user.id, '13800138000')
      await join()
      expect((await subject.store.findUser({ id: older.user.id }))?.phone).toBe('+8613800138000')
    })
  })
}
