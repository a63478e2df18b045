/** The contract of a person: phone, name, picture, and leaving. */
import { describe, expect, it } from 'vitest'
import { aSignIn, hour, storeReasonOf, start } from './aSignIn.ts'
import type { Subject } from './subject.ts'

const picture = { id: 'picture', type: 'image/png', bytes: Buffer.from([0x89, 0x50, 0, 0xff]) }

export function personContract(subject: Subject): void {
  const alice = async () => (await subject.store.signIn(aSignIn())).user
  const bob = async () => (await subject.store.signIn(aSignIn({ openId: 'obob' }))).user

  describe('a phone', () => {
    it.each([
      '13800138000',
      '+86 138-0013-8000',
      '0086 13800138000',
      '＋８６１３８００１３８０００',
      '(+86)138 0013 8000',
    ])('is one number, written as %s', async (written) => {
      const user = await alice()
      expect(await subject.store.bindPhone(user.id, written)).toEqual({ ...user, phone: '+8613800138000' })
      expect(await subject.store.findUser({ phone: '13800138000' })).toEqual({ ...user, phone: '+8613800138000' })
    })

    it('G76: belongs to one user; another is told, and nothing changes', async () => {
      const [first, second] = [await alice(), await bob()]
      await subject.store.bindPhone(first.id, '13800138000')
      await subject.store.bindPhone(second.id, '13900139000')
      expect(await storeReasonOf(subject.store.bindPhone(second.id, '+8613800138000'))).toBe('PHONE_TAKEN')
      expect((await subject.store.findUser({ id: second.id }))?.phone).toBe('+8613900139000')
      expect((await subject.store.findUser({ phone: '13800138000' }))?.id).toBe(first.id)
    })

    it('may be bound again by whoever has it, replaced, unbound, and then be another user’s', async () => {
      const [first, second] = [await alice(), await bob()]
      await subject.store.bindPhone(first.id, '13800138000')
      await subject.store.bindPhone(first.id, '13800138000')
      await subject.store.bindPhone(first.id, '+85291234567')
      expect((await subject.store.bindPhone(second.id, '13800138000')).phone).toBe('+8613800138000')
      expect(await subject.store.unbindPhone(first.id)).toEqual(first)
      expect(await subject.store.unbindPhone(first.id)).toEqual(first)
      expect((await subject.store.bindPhone(second.id, '+852 9123 4567')).phone).toBe('+85291234567')
    })

    it.each(['', '138', 'alice', '+', '+86138001380001234567', '23800138000'])('is not %j', async (text) => {
      const user = await alice()
      await expect(subject.store.bindPhone(user.id, text)).rejects.toThrow(TypeError)
      expect(await subject.store.findUser({ phone: text })).toBeNull()
    })
  })

  describe('a profile', () => {
    it('holds a nickname, which may go again', async () => {
      const user = await alice()
      expect(await subject.store.updateUser(user.id, { nickname: '爱丽丝 👩‍🚀' })).toEqual({
        ...user,
        nickname: '爱丽丝 👩‍🚀',
      })
      expect(await subject.store.updateUser(user.id, { nickname: null })).toEqual(user)
    })

    it('holds one picture, byte for byte; a new one takes its place', async () => {
      const user = await alice()
      const bytes = Buffer.from(Array.from({ length: 100_000 }, (_, index) => index % 256))
      expect(await subject.store.saveAvatar(user.id, picture)).toEqual({ ...user, avatarUrl: '/avatars/picture' })
      await subject.store.saveAvatar(user.id, { id: 'next', type: 'image/webp', bytes: new Uint8Array(bytes) })
      expect(await subject.store.avatarOf('picture')).toBeNull()
      const avatar = await subject.store.avatarOf('next')
      expect(avatar?.type).toBe('image/webp')
      expect(avatar && Buffer.compare(avatar.bytes, bytes)).toBe(0)
      expect((await subject.store.findUser({ id: user.id }))?.avatarUrl).toBe('/avatars/next')
    })
  })

  describe('a consent', () => {
    it('is kept with its version and time, each time one is given, and goes with the account', async () => {
      const { store } = subject
      const accept = (consent: string, createdAt: number) => store.signIn(aSignIn({ consent, session: { createdAt } }))
      const { user } = await accept('2026-01-01', start)
      await store.signIn(aSignIn())
      await accept('2026-02-01', start + hour)
      await store.signIn(aSignIn({ openId: 'obob', consent: '2026-02-01' }))
      expect(await store.listConsents(user.id)).toEqual([
        { version: '2026-02-01', at: start + hour },
        { version: '2026-01-01', at: start },
      ])
      await store.leave(user.id)
      expect(await store.listConsents(user.id)).toEqual([])
    })
  })

  describe('leaving', () => {
    it('deletes what is personal and ends every session', async () => {
      const { store } = subject
      const user = await alice()
      const other = await store.signIn(aSignIn({ session: { createdAt: start + 1 } }))
      await store.updateUser(user.id, { nickname: 'Alice' })
      await store.bindPhone(user.id, '13800138000')
      await store.saveAvatar(user.id, picture)
      subject.clock.at = start + hour
      expect(await store.leave(user.id)).toBe(true)

      expect(await store.findUser({ id: user.id })).toBeNull()
      expect(await store.findUser({ openId: 'oalice' })).toBeNull()
      expect(await store.findUser({ phone: '13800138000' })).toBeNull()
      expect(await store.avatarOf('picture')).toBeNull()
      expect(await store.sessionKeyOf('wxone', 'oalice')).toBeNull()
      const end = { endedAt: start + hour, endReason: 'left' }
      expect(await store.findSession(other.session.id)).toEqual({
        user,
        session: { ...other.session, openId: '', device: null, address: null, ...end },
      })
    })

    it('ends an expired session too, and leaves the reason of an ended one', async () => {
      const user = await alice()
      const short = { createdAt: start, expiresAt: start + 1 }
      const expired = await subject.store.signIn(aSignIn({ session: short }))
      const ended = await subject.store.signIn(aSignIn())
      await subject.store.endSessions(user.id, { scope: 'this', sessionId: ended.session.id }, 'revoked')
      subject.clock.at = start + hour
      await subject.store.leave(user.id)
      expect(await subject.endOf(expired.session.id)).toEqual(['left', start + hour])
      expect(await subject.endOf(ended.session.id)).toEqual(['revoked', start])
    })

    it('makes the same person a new user next time, of all apps', async () => {
      const user = await alice()
      await subject.store.signIn(aSignIn({ unionId: 'ualice' }))
      await subject.store.leave(user.id)
      const again = await subject.store.signIn(aSignIn({ unionId: 'ualice' }))
      const elsewhere = await subject.store.signIn(aSignIn({ unionId: 'ualice', appId: 'wxtwo' }))
      expect(again.user.id).not.toBe(user.id)
      expect(elsewhere.user.id).toBe(again.user.id)
    })

    it('is done once, and nobody else is touched', async () => {
      const [user, other] = [await alice(), await bob()]
      expect(await subject.store.leave(user.id)).toBe(true)
      expect(await subject.store.leave(user.id)).toBe(false)
      expect(await subject.store.leave('user-nobody')).toBe(false)
      expect(await subject.live(other.id)).toHaveLength(1)
      expect(await subject.store.findUser({ openId: 'obob' })).toEqual(other)
    })

    it('leaves nobody to change: whoever tries is told that the session ended', async () => {
      const { store } = subject
      const { id } = await alice()
      await store.leave(id)
      const changes = [
        store.updateUser(id, { nickname: 'x' }),
        store.saveAvatar(id, picture),
        store.bindPhone(id, '13800138000'),
        store.unbindPhone(id),
      ]
      expect(await Promise.all(changes.map(storeReasonOf))).toEqual(changes.map(() => 'SESSION_ENDED'))
      expect([await store.setDisabled(id, start), await store.avatarOf(picture.id)]).toEqual([false, null])
    })
  })
}
